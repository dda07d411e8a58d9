// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import java.util.Map;
import org.semlink.common.SemlinkException;
import org.semlink.testbench.cli.Names;
import picocli.CommandLine.Option;

/** The radios of a link that this host has both ends of. */
public final class EndsOption {

    private static final String SIMULATED = "sim:";

    @Option(names = "--radio", completionCandidates = Names.OfRadios.class, paramLabel = "RADIO",
            description = "Radio for both directions. Default: " + SIMULATED)
    private String radio;

    @Option(names = "--tx", completionCandidates = Names.OfRadios.class, paramLabel = "TRANSMITTER", description = "Radio that sends, with --rx.")
    private String tx;

    @Option(names = "--rx", completionCandidates = Names.OfRadios.class, paramLabel = "RECEIVER", description = "Radio that receives, with --tx.")
    private String rx;

    Ends ends() {
        if ((tx == null) != (rx == null) || tx != null && radio != null) {
            throw SemlinkException.input("--tx and --rx go together and without --radio, got --radio %s, --tx %s, --rx %s; name one radio for "
                    + "both directions or one for each", radio, tx, rx);
        }
        return tx == null ? Ends.of(radio == null ? SIMULATED : radio, Map.of()) : Ends.of(tx, rx);
    }
}
