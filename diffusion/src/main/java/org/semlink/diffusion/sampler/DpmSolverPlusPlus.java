// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.sampler;

import java.util.SplittableRandom;
import org.semlink.codec.Latent;

/**
 * DPM-Solver++(2M) (Lu et al. 2022, Algorithm 2): DDIM's step towards the denoiser's word extrapolated to the middle of the step.
 *
 * <p>{@code v' = e^-h v + (1 - e^-h) D} with {@code D = u + (h / 2 h_before) (u - u_before)} and h the step in {@code log(1 / sigma)}: second
 * order for one evaluation a level. The first step and the last, which ends without noise, are of first order.
 */
final class DpmSolverPlusPlus extends SteppingSampler {

    @Override
    Latent aim(Latent clean, Latent before, double growth) {
        float[] u = clean.values();
        float[] last = before.values();
        float[] aim = new float[u.length];
        for (int i = 0; i < aim.length; i++) {
            aim[i] = (float) (u[i] + growth / 2 * (u[i] - last[i]));
        }
        return new Latent(clean.shape(), aim);
    }

    @Override
    double move(double v, double u, double variance, double ratio, SplittableRandom random) {
        return u + Math.sqrt(ratio) * (v - u);
    }
}
