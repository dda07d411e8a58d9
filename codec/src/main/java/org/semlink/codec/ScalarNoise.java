// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec;

import java.util.SplittableRandom;
import org.semlink.common.Snr;

/** One noise variance for all symbols that arrived: the arithmetic mean of theirs, which is also the link's SNR. */
final class ScalarNoise implements NoiseMap {

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public ObservedSymbols apply(ObservedSymbols observed, SplittableRandom random) {
        float[] variance = observed.noiseVariance();
        double sum = 0;
        int arrived = 0;
        for (float v : variance) {
            if (v < Float.POSITIVE_INFINITY) {
                sum += v;
                arrived++;
            }
        }
        if (arrived == 0 || sum == 0) {
            return observed;
        }
        float mean = (float) (sum / arrived);
        float[] flat = new float[variance.length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = variance[i] < Float.POSITIVE_INFINITY ? mean : Float.POSITIVE_INFINITY;
        }
        return new ObservedSymbols(observed.symbols(), flat, Snr.fromNoiseVariance(mean));
    }
}
