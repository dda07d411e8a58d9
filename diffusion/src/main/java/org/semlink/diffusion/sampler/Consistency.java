// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.sampler;

import java.util.SplittableRandom;

/**
 * Multistep consistency sampling (Song et al. 2023, Algorithm 1): the student jumps to the clean end, {@code u = f(v)}; then noise of the next level is
 * added, {@code v' = u + s' z}, and it jumps again. One level takes no noise and is deterministic; made for one or two.
 */
final class Consistency extends SteppingSampler {

    @Override
    public boolean needsStudent() {
        return true;
    }

    @Override
    double move(double v, double u, double variance, double ratio, SplittableRandom random) {
        return u + Math.sqrt(variance * ratio) * random.nextGaussian();
    }
}
