// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.sampler;

import java.util.SplittableRandom;

/** Deterministic DDIM (Song et al. 2021, eq. 12 with eta = 0): {@code v' = u + sqrt(s'^2 / s^2) (v - u)}. */
final class Ddim extends SteppingSampler {

    @Override
    double move(double v, double u, double variance, double ratio, SplittableRandom random) {
        return u + Math.sqrt(ratio) * (v - u);
    }
}
