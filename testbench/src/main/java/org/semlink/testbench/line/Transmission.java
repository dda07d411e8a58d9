// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import java.util.List;
import org.semlink.codec.Latent;
import org.semlink.codec.MappedLatent;
import org.semlink.radio.Iq;

/**
 * One picture ready for the air, with what only the transmitter knows of it: the truth that results are measured against.
 *
 * @param header  what every burst says of the picture
 * @param latent  clean, standardised
 * @param mapped  its symbols
 * @param framing which symbols each burst carries
 * @param bursts  in order of sending
 */
public record Transmission(PictureHeader header, Latent latent, MappedLatent mapped, Framing framing, List<Iq> bursts) {

    public Transmission {
        bursts = List.copyOf(bursts);
    }
}
