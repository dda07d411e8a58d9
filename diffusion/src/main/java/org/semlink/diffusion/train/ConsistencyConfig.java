// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

/**
 * What the distillation of a denoiser into a consistency student is made of; two runs of equal configuration on equal pictures give equal weights.
 *
 * @param optimisation    how weights are moved
 * @param batch           crops a step
 * @param crop            side of a crop in latent positions, even
 * @param encodings       latents to train on, see {@link DenoiserConfig}
 * @param minSnrDb        noisiest level of the trajectory
 * @param maxSnrDb        cleanest level; beyond it the teacher's word is the trajectory's end
 * @param levels          parts of equal length in dB that the trajectory is divided into: N of Song et al. (2023)
 * @param targetAveraging decay of the target network, their mu
 * @param fading          share of crops whose elements fade (Rayleigh, each pair on its own)
 * @param erasures        share of crops that lose some of their elements
 * @param seed            of crops and noise
 */
public record ConsistencyConfig(Optimisation optimisation, int batch, int crop, int encodings, double minSnrDb, double maxSnrDb, int levels,
        double targetAveraging, double fading, double erasures, long seed) {

    public ConsistencyConfig {
        Optimisation.require(batch >= 1, "batch", "at least 1", batch);
        Optimisation.require(crop >= 2 && crop % 2 == 0, "crop", "an even number of latent positions", crop);
        Optimisation.require(encodings >= 1, "encodings", "at least 1", encodings);
        Optimisation.require(minSnrDb < maxSnrDb, "min-snr", "below max-snr " + maxSnrDb, minSnrDb);
        Optimisation.require(levels >= 1, "levels", "at least 1", levels);
        Optimisation.require(targetAveraging >= 0 && targetAveraging < 1, "target-averaging", "from 0 to below 1", targetAveraging);
        Optimisation.require(fading >= 0 && erasures >= 0 && fading + erasures <= 1, "fading and erasures", "shares that sum to at most 1",
                fading + " and " + erasures);
    }

    /** One part of the trajectory, dB. */
    double stepDb() {
        return (maxSnrDb - minSnrDb) / levels;
    }

    /** What two runs must share to be one: all but the number of steps. */
    String identity() {
        return new ConsistencyConfig(optimisation.withoutSteps(), batch, crop, encodings, minSnrDb, maxSnrDb, levels, targetAveraging, fading, erasures, seed)
                .toString();
    }
}
