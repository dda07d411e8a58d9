// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import java.util.List;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.common.Snr;

/** The held-out sets of a network that sends at several ratios: each ratio at 0, 10 and 20 dB over a channel that treats all symbols alike. */
record RatioSets(List<BandwidthRatio> ratios) {

    /** Batches of each. */
    static final int BATCHES = 4;

    private static final List<Integer> SNRS_DB = List.of(0, 10, 20);

    /** Their names, as the log calls them. */
    List<String> names() {
        return ratios.stream().flatMap(ratio -> SNRS_DB.stream().map(db -> "validation_" + ratio.denominator() + "_" + db + "db")).toList();
    }

    /** Those that are looked at, one a ratio. */
    List<String> shown() {
        return names().stream().filter(name -> name.endsWith("_10db")).toList();
    }

    /** The link of a set. */
    CodeLink link(String name) {
        int at = names().indexOf(name);
        return new CodeLink(at / SNRS_DB.size(), Snr.fromDb(SNRS_DB.get(at % SNRS_DB.size())), SymbolFades.NONE);
    }
}
