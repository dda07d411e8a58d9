// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import java.util.List;
import org.semlink.codec.bandwidth.BandwidthRatio;

/**
 * What the training of a bandwidth module is made of; two runs of equal configuration on equal pictures give equal weights.
 *
 * @param optimisation how weights are moved
 * @param batch        crops a step
 * @param crop         side of a crop in latent positions, even
 * @param encodings    latents to train on, see {@link DenoiserConfig}
 * @param ratios       bandwidth ratios, widest first; every crop draws one
 * @param minSnrDb     lower end of the uniform draw of the link SNR
 * @param maxSnrDb     upper end
 * @param fading       share of crops whose symbols fade (Rayleigh, each on its own)
 * @param erasures     share of crops that lose some of their symbols
 * @param priorWeight  l1 of {@link BandwidthLoss}
 * @param teacherWeight l2 of {@link BandwidthLoss}
 * @param denoisedWeight of the mean log error of the latent behind the model's denoiser; 0 trains without it
 * @param network      sizes of the two residual branches
 * @param seed         of weights, crops and noise
 */
public record BandwidthConfig(Optimisation optimisation, int batch, int crop, int encodings, List<BandwidthRatio> ratios, double minSnrDb,
        double maxSnrDb, double fading, double erasures, double priorWeight, double teacherWeight, double denoisedWeight, Network network, long seed) {

    /** Width and residual blocks of down- and up-sampler. */
    public record Network(int downWidth, int downBlocks, int upWidth, int upBlocks) {
        public Network {
            Optimisation.require(downWidth >= 1 && upWidth >= 1, "network width", "at least 1", downWidth + " and " + upWidth);
            Optimisation.require(downBlocks >= 1 && upBlocks >= 1, "network blocks", "at least 1", downBlocks + " and " + upBlocks);
        }
    }

    public BandwidthConfig {
        ratios = List.copyOf(ratios);
        Optimisation.require(batch >= 1, "batch", "at least 1", batch);
        Optimisation.require(crop >= 2 && crop % 2 == 0, "crop", "an even number of latent positions", crop);
        Optimisation.require(encodings >= 1, "encodings", "at least 1", encodings);
        Optimisation.require(!ratios.isEmpty(), "ratios", "one at least", ratios);
        for (int i = 1; i < ratios.size(); i++) {
            Optimisation.require(ratios.get(i).denominator() > ratios.get(i - 1).denominator(), "ratios", "in falling order", ratios);
        }
        Optimisation.require(minSnrDb < maxSnrDb, "min-snr", "below max-snr " + maxSnrDb, minSnrDb);
        Optimisation.require(fading >= 0 && erasures >= 0 && fading + erasures <= 1, "fading and erasures", "shares that sum to at most 1",
                fading + " and " + erasures);
        Optimisation.require(denoisedWeight >= 0, "denoised-weight", "0 or above", denoisedWeight);
        Optimisation.require(priorWeight > 0 && teacherWeight > 0, "l1 and l2", "positive", priorWeight + " and " + teacherWeight);
    }

    /** What two runs must share to be one: all but the number of steps. */
    String identity() {
        return new BandwidthConfig(optimisation.withoutSteps(), batch, crop, encodings, ratios, minSnrDb, maxSnrDb, fading, erasures, priorWeight, teacherWeight,
                denoisedWeight, network, seed).toString();
    }
}
