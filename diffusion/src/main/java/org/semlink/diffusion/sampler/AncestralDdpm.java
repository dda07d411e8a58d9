// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.sampler;

import java.util.SplittableRandom;

/**
 * Ancestral DDPM sampling (Ho et al. 2020, eq. 6-7): draws from the Gaussian {@code q(v' | v, u)} of mean
 * {@code u + (s'^2 / s^2) (v - u)} and variance {@code s'^2 (1 - s'^2 / s^2)}.
 */
final class AncestralDdpm extends SteppingSampler {

    @Override
    double move(double v, double u, double variance, double ratio, SplittableRandom random) {
        return u + ratio * (v - u) + Math.sqrt(variance * ratio * (1 - ratio)) * random.nextGaussian();
    }
}
