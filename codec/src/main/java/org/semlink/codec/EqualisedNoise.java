// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.semlink.common.Snr;

/**
 * Noise added until all symbols are equally noisy: exact white noise of one level L, as a diffusion with one timestep was trained on.
 *
 * <p>Noise can only be added, so symbols above the level count as lost. L minimises the linear error of unit-power symbols,
 * {@code sum (s^2 <= L ? L / (1 + L) : 1)} over those that arrived: low enough to spoil few good symbols, high enough to lose few bad ones.
 */
final class EqualisedNoise implements NoiseMap {

    @Override
    public String name() {
        return "equalised";
    }

    @Override
    public ObservedSymbols apply(ObservedSymbols observed, SplittableRandom random) {
        float[] variance = observed.noiseVariance();
        float level = level(variance);
        if (!(level > 0)) {
            return observed;
        }
        float[] symbols = new float[observed.symbols().length];
        float[] equal = new float[variance.length];
        for (int i = 0; i < variance.length; i++) {
            boolean lost = variance[i] > level;
            equal[i] = lost ? Float.POSITIVE_INFINITY : level;
            // Per complex symbol, so half on each axis.
            double deviation = lost ? 0 : Math.sqrt((level - variance[i]) / 2);
            for (int axis = 2 * i; axis < 2 * i + 2; axis++) {
                symbols[axis] = lost ? 0 : (float) (observed.symbols()[axis] + deviation * random.nextGaussian());
            }
        }
        return new ObservedSymbols(symbols, equal, Snr.fromNoiseVariance(level));
    }

    /** The best level, one of the finite variances; 0 if there is none. */
    private static float level(float[] variance) {
        float[] sorted = variance.clone();
        Arrays.sort(sorted);
        int arrived = sorted.length;
        while (arrived > 0 && sorted[arrived - 1] == Float.POSITIVE_INFINITY) {
            arrived--;
        }
        float best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int kept = 1; kept <= arrived; kept++) {
            double level = sorted[kept - 1];
            double error = kept * level / (1 + level) + arrived - kept;
            if (error <= least) {
                least = error;
                best = sorted[kept - 1];
            }
        }
        return best;
    }
}
