// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import java.util.List;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.codec.djscc.DjsccNetwork;

/**
 * What the training of a DeepJSCC auto-encoder is made of; two runs of equal configuration on equal pictures give equal weights.
 *
 * @param optimisation how weights are moved
 * @param batch        crops a step
 * @param crop         side of a crop in pixels, a multiple of 8
 * @param together     crops that are cut from one photo and brought to unit power together, as a whole picture is; 1 where crops are pictures
 * @param ratios       bandwidth ratios, widest first; every photo draws one
 * @param minSnrDb     lower end of the uniform draw of the link SNR
 * @param maxSnrDb     upper end
 * @param fading       share of crops whose symbols fade (Rayleigh, each on its own)
 * @param erasures     share of crops that lose some of their symbols
 * @param sizes        of the network; its code must be what the widest ratio sends
 * @param seed         of weights, crops and noise
 */
public record DjsccConfig(Optimisation optimisation, int batch, int crop, int together, List<BandwidthRatio> ratios, double minSnrDb, double maxSnrDb,
        double fading, double erasures, DjsccNetwork.Config sizes, long seed) {

    public DjsccConfig {
        ratios = List.copyOf(ratios);
        Optimisation.require(crop >= DjsccNetwork.STRIDE && crop % DjsccNetwork.STRIDE == 0, "crop", "a multiple of " + DjsccNetwork.STRIDE + " pixels", crop);
        Optimisation.require(together >= 1, "together", "at least 1", together);
        Optimisation.require(batch >= 1 && batch % together == 0, "batch", "a multiple of together, " + together, batch);
        Optimisation.require(!ratios.isEmpty(), "ratios", "one at least", ratios);
        for (int i = 1; i < ratios.size(); i++) {
            Optimisation.require(ratios.get(i).denominator() > ratios.get(i - 1).denominator(), "ratios", "in falling order", ratios);
        }
        BandwidthRatio narrowest = ratios.get(ratios.size() - 1);
        Optimisation.require(narrowest.channels(DjsccNetwork.STRIDE) >= 1, "ratios", "at least 1/384", narrowest);
        Optimisation.require(sizes.code() == ratios.get(0).channels(DjsccNetwork.STRIDE), "code", "the channels of the widest ratio", sizes.code());
        Optimisation.require(minSnrDb < maxSnrDb, "min-snr", "below max-snr " + maxSnrDb, minSnrDb);
        Optimisation.require(fading >= 0 && erasures >= 0 && fading + erasures <= 1, "fading and erasures", "shares that sum to at most 1",
                fading + " and " + erasures);
        Optimisation.require(sizes.fine() >= 1 && sizes.width() >= 1, "network width", "at least 1", sizes.fine() + " and " + sizes.width());
        Optimisation.require(sizes.encoderBlocks() >= 1 && sizes.decoderBlocks() >= 1, "network blocks", "at least 1",
                sizes.encoderBlocks() + " and " + sizes.decoderBlocks());
    }

    /** What two runs must share to be one: all but the number of steps. */
    String identity() {
        return new DjsccConfig(optimisation.withoutSteps(), batch, crop, together, ratios, minSnrDb, maxSnrDb, fading, erasures, sizes, seed).toString();
    }
}
