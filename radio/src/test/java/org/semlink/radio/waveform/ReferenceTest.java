// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fast kernels against their slow, obvious definitions. */
class ReferenceTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void transformIsTheDft(long seed) {
        int size = 256;
        float[] x = TestLink.gaussianSymbols(size, seed);
        float[] fast = x.clone();
        new Fft(size).forward(fast);
        for (int k = 0; k < size; k++) {
            double re = 0;
            double im = 0;
            for (int n = 0; n < size; n++) {
                double phase = -2 * Math.PI * k * n / size;
                re += x[2 * n] * Math.cos(phase) - x[2 * n + 1] * Math.sin(phase);
                im += x[2 * n] * Math.sin(phase) + x[2 * n + 1] * Math.cos(phase);
            }
            assertThat((double) fast[2 * k]).as("seed %d bin %d", seed, k).isCloseTo(re, within(2e-5));
            assertThat((double) fast[2 * k + 1]).as("seed %d bin %d", seed, k).isCloseTo(im, within(2e-5));
        }
        new Fft(size).inverse(fast);
        for (int i = 0; i < x.length; i++) {
            assertThat(fast[i] / size).isCloseTo(x[i], within(1e-6f));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void smootherStepIsTheTextbooks(long seed) {
        Random random = new Random(seed);
        RealMatrix f = new Array2DRowRealMatrix(new double[][] {{1, 0, 1, 0}, {0, 1, 0, 1}, {0, 0, 1, 0}, {0, 0, 0, 1}});
        RealMatrix p = positive(random);
        RealMatrix pp = f.multiply(p).multiply(f.transpose()).add(positive(random).scalarMultiply(0.1));
        RealMatrix ps = positive(random);
        RealMatrix x = vector(random);
        RealMatrix xp = vector(random);
        RealMatrix xs = vector(random);
        RealMatrix c = p.multiply(f.transpose()).multiply(new LUDecomposition(pp).getSolver().getInverse());
        double[] state = x.getColumn(0);
        double[] covariance = flat(p);
        new SmallMatrix().smooth(state, covariance, xp.getColumn(0), flat(pp), xs.getColumn(0), flat(ps));
        assertThat(state).as("seed %d", seed).containsExactly(x.add(c.multiply(xs.subtract(xp))).getColumn(0), within(1e-9));
        assertThat(covariance).as("seed %d", seed).containsExactly(flat(p.add(c.multiply(ps.subtract(pp)).multiply(c.transpose()))),
                within(1e-9));
    }

    @Test
    void covarianceIsReducedAsByTheKalmanGain() {
        RealMatrix p = positive(new Random(9));
        RealMatrix s = p.getSubMatrix(0, 1, 0, 1).add(new Array2DRowRealMatrix(new double[][] {{0.5, 0.1}, {0.1, 0.4}}));
        double det = s.getEntry(0, 0) * s.getEntry(1, 1) - s.getEntry(0, 1) * s.getEntry(0, 1);
        RealMatrix gain = p.getSubMatrix(0, 3, 0, 1).multiply(new LUDecomposition(s).getSolver().getInverse());
        double[] reduced = new double[16];
        new SmallMatrix().reduce(flat(p), s.getEntry(0, 0) / det, s.getEntry(0, 1) / det, s.getEntry(1, 1) / det, reduced);
        assertThat(reduced).containsExactly(flat(p.subtract(gain.multiply(p.getSubMatrix(0, 1, 0, 3)))), within(1e-12));
    }

    /** Paths at any delay of the prefix, between samples too, pass the projection; of white noise only its share passes. */
    @ParameterizedTest(name = "delay {0} samples")
    @ValueSource(doubles = {0, 0.37, 5.5, 16, 23.91, 32})
    void projectionKeepsDelaysWithinThePrefix(double delay) {
        float[] channel = new float[2 * OfdmParameters.CARRIERS];
        for (int u = 0; u < OfdmParameters.CARRIERS; u++) {
            double phase = -2 * Math.PI * delay * OfdmParameters.frequency(u) / OfdmParameters.FFT;
            channel[2 * u] = (float) Math.cos(phase);
            channel[2 * u + 1] = (float) Math.sin(phase);
        }
        float[] projected = channel.clone();
        DelaySubspace.standard().project(projected);
        assertThat(projected).containsExactly(channel, within(3e-6f));
    }

    @Test
    void projectionKeepsOnlyItsShareOfNoise() {
        DelaySubspace subspace = DelaySubspace.standard();
        double leverage = 0;
        for (int u = 0; u < OfdmParameters.CARRIERS; u++) {
            leverage += subspace.leverage(u);
        }
        assertThat(leverage).isCloseTo(subspace.dimensions(), within(1e-3));
        assertThat(subspace.dimensions()).isBetween(36, 48);
        double kept = 0;
        int runs = 200;
        for (int run = 0; run < runs; run++) {
            float[] noise = TestLink.gaussianSymbols(OfdmParameters.CARRIERS, run);
            subspace.project(noise);
            for (float v : noise) {
                kept += v * v / (double) runs;
            }
        }
        // 200 x 42 complex samples know their mean to 1.1 %.
        assertThat(kept / subspace.dimensions()).isCloseTo(1, within(0.04));
    }

    private static RealMatrix positive(Random random) {
        double[][] a = new double[4][4];
        for (double[] row : a) {
            for (int i = 0; i < 4; i++) {
                row[i] = random.nextGaussian();
            }
        }
        RealMatrix m = new Array2DRowRealMatrix(a);
        return m.multiply(m.transpose()).add(new Array2DRowRealMatrix(
                new double[][] {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}}));
    }

    private static RealMatrix vector(Random random) {
        return new Array2DRowRealMatrix(random.doubles(4, -1, 1).toArray());
    }

    private static double[] flat(RealMatrix m) {
        double[] flat = new double[16];
        for (int i = 0; i < 16; i++) {
            flat[i] = m.getEntry(i / 4, i % 4);
        }
        return flat;
    }
}
