// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Direct and fast convolution against the sum written out in double, however the stream is cut. */
class FixedFilterTest {

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3, 1, 7", "40, 1, 4096", "20, 5, 999", "97, 1, 4096", "97, 1, 13", "300, 1, 5000", "1016, 1, 777", "120, 16, 2048"})
    void filtersAsTheSumSays(int taps, int spacing, int cut) {
        SplittableRandom random = new SplittableRandom(taps);
        int[] delays = new int[taps];
        float[] h = new float[2 * taps];
        for (int k = 0; k < taps; k++) {
            delays[k] = k * spacing + 2;
            h[2 * k] = (float) (random.nextGaussian() / Math.sqrt(2.0 * taps));
            h[2 * k + 1] = (float) (random.nextGaussian() / Math.sqrt(2.0 * taps));
        }
        int n = 10_000;
        float[] x = new float[2 * n];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        FixedFilter filter = FixedFilter.of(delays, h);
        for (int repeat = 0; repeat < 2; repeat++) {
            filter.clear();
            float[] y = new float[2 * n];
            for (int at = 0; at < n; at += cut) {
                Block block = new Block();
                block.resize(Math.min(cut, n - at));
                System.arraycopy(x, 2 * at, block.iq, 0, 2 * block.length);
                filter.process(block);
                System.arraycopy(block.iq, 0, y, 2 * at, 2 * block.length);
            }
            for (int m = 0; m < n; m += 61) {
                double re = 0;
                double im = 0;
                for (int k = 0; k < taps && delays[k] <= m; k++) {
                    int i = 2 * (m - delays[k]);
                    re += (double) h[2 * k] * x[i] - (double) h[2 * k + 1] * x[i + 1];
                    im += (double) h[2 * k] * x[i + 1] + (double) h[2 * k + 1] * x[i];
                }
                assertThat((double) y[2 * m]).as("I of sample %s", m).isCloseTo(re, Offset.offset(1e-5));
                assertThat((double) y[2 * m + 1]).as("Q of sample %s", m).isCloseTo(im, Offset.offset(1e-5));
            }
        }
    }
}
