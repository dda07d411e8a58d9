// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.sampler;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.semlink.common.Snr;
import org.semlink.diffusion.schedule.NoiseSchedule;

/**
 * Multistep consistency sampling (Song et al. 2023, Algorithm 1): the student jumps to the clean end, {@code u = f(v)}; then noise of the next level is
 * added, {@code v' = u + s' z}, and it jumps again. One level takes no noise and is deterministic; made for one or two.
 *
 * <p>The levels lie even in dB on the way to {@value #CLEAN_DB} dB; who starts above makes one jump. Nearer to each other, the noise of the next level hides
 * more of what was received, for good; further, the student is told of far less noise than its own errors are, and above the links that it was trained for it does
 * not bear that. As in the paper the levels were found by trying, with the student of {@code taef2}.
 */
final class Consistency extends SteppingSampler {

    private static final double CLEAN_DB = 24;

    @Override
    public SamplingPath path(NoiseSchedule schedule, double snr, int steps) {
        if (steps < 2 || Snr.toDb(snr) >= CLEAN_DB) {
            return SamplingPath.of(schedule, snr, Math.min(steps, 1));
        }
        double step = Math.pow(Snr.fromDb(CLEAN_DB) / snr, 1.0 / steps);
        return SamplingPath.through(IntStream.range(0, steps).mapToDouble(k -> snr * Math.pow(step, k)).toArray());
    }

    @Override
    public boolean needsStudent() {
        return true;
    }

    @Override
    double move(double v, double u, double variance, double ratio, SplittableRandom random) {
        return u + Math.sqrt(variance * ratio) * random.nextGaussian();
    }
}
