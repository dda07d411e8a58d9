// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

/**
 * What the training of a denoiser for a frozen codec is made of; two runs of equal configuration on equal pictures give equal weights.
 *
 * @param optimisation   how weights are moved
 * @param batch          crops a step
 * @param crop           side of a crop in latent positions, even
 * @param encodings      latents to train on: the photos are encoded in turn, again and again, each time turned and cut anew
 * @param snrMeanDb      mean of the normal draw of the link SNR in dB: levels near it are learned best (Karras et al. 2022, table 1)
 * @param snrDeviationDb deviation of that draw
 * @param fading         share of crops whose elements fade (Rayleigh, each pair on its own)
 * @param erasures       share of crops that lose some of their elements
 * @param network        sizes of the U-Net: fine and coarse width, residual blocks a leg
 * @param seed           of weights, crops and noise
 */
public record DenoiserConfig(Optimisation optimisation, int batch, int crop, int encodings, double snrMeanDb, double snrDeviationDb,
        double fading, double erasures, Network network, long seed) {

    /** Sizes of the U-Net; its channels are the codec's. */
    public record Network(int fine, int coarse, int blocks) {
        public Network {
            Optimisation.require(fine >= 1 && coarse >= 1, "network width", "at least 1", fine + " and " + coarse);
            Optimisation.require(blocks >= 1, "network blocks", "at least 1", blocks);
        }
    }

    public DenoiserConfig {
        Optimisation.require(batch >= 1, "batch", "at least 1", batch);
        Optimisation.require(crop >= 2 && crop % 2 == 0, "crop", "an even number of latent positions", crop);
        Optimisation.require(encodings >= 1, "encodings", "at least 1", encodings);
        Optimisation.require(snrMeanDb > -20 && snrMeanDb < 40, "snr-mean-db", "between -20 and 40", snrMeanDb);
        Optimisation.require(snrDeviationDb > 0, "snr-deviation-db", "positive", snrDeviationDb);
        Optimisation.require(fading >= 0 && erasures >= 0 && fading + erasures <= 1, "fading and erasures", "shares that sum to at most 1",
                fading + " and " + erasures);
    }

    /** What two runs must share to be one: all but the number of steps. */
    String identity() {
        return new DenoiserConfig(optimisation.withoutSteps(), batch, crop, encodings, snrMeanDb, snrDeviationDb, fading, erasures, network, seed).toString();
    }
}
