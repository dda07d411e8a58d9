// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.CARRIERS;
import static org.semlink.radio.waveform.OfdmParameters.FFT;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Projection of a channel estimate onto the responses that a delay within the cyclic prefix can have.
 *
 * <p>For delays uniform over {@code [c - w/2, c + w/2]} samples the carriers' covariance is
 * {@code exp(-2 pi i (k - l) c / 256) sinc(pi (k - l) w / 256)}; behind the phase ramp it is real, and the few dominant directions of its
 * column space hold every such channel, fractional delays included, to float precision (Slepian 1978; Edfors et al. 1998, made a
 * projection, so without bias). Of the noise of 208 free carriers it keeps {@link #dimensions}/208.
 */
final class DelaySubspace {

    /** Middle of the delays: half a prefix, where {@link BurstSynchroniser} centres the paths. */
    static final double CENTRE = OfdmParameters.PREFIX / 2.0;
    /** The prefix and two samples of grace on either side. */
    private static final double WIDTH = OfdmParameters.PREFIX + 4;
    /** Length of a covariance column's remainder that no longer counts, beside 1 on the diagonal. */
    private static final double SMALLEST = 1e-10;
    private static final DelaySubspace STANDARD = new DelaySubspace();

    private final float[][] basis;
    private final float[] ramp = new float[2 * CARRIERS];
    private final double[] leverage = new double[CARRIERS];

    private DelaySubspace() {
        ramp(CENTRE, ramp);
        basis = basis(WIDTH, SMALLEST);
        for (float[] vector : basis) {
            for (int u = 0; u < CARRIERS; u++) {
                leverage[u] += vector[u] * vector[u];
            }
        }
    }

    /** Fills {@code ramp} with {@code exp(2 pi i k delay / 256)} per carrier: takes a delay out of a channel. */
    static void ramp(double delay, float[] ramp) {
        for (int u = 0; u < CARRIERS; u++) {
            double phase = 2 * Math.PI * OfdmParameters.frequency(u) * delay / FFT;
            ramp[2 * u] = (float) Math.cos(phase);
            ramp[2 * u + 1] = (float) Math.sin(phase);
        }
    }

    /** Orthonormal real directions that hold the channels of delays within {@code +-width / 2}, but for remainders up to {@code smallest}. */
    static float[][] basis(double width, double smallest) {
        double[][] covariance = new double[CARRIERS][CARRIERS];
        for (int u = 0; u < CARRIERS; u++) {
            for (int v = 0; v < CARRIERS; v++) {
                double x = Math.PI * (OfdmParameters.frequency(u) - OfdmParameters.frequency(v)) * width / FFT;
                covariance[u][v] = x == 0 ? 1 : Math.sin(x) / x;
            }
        }
        return orthonormalBasis(covariance, smallest);
    }

    /** Gram-Schmidt on the columns, the longest remaining one first, until none is longer than {@code smallest}. */
    private static float[][] orthonormalBasis(double[][] columns, double smallest) {
        List<double[]> basis = new ArrayList<>();
        double[] longest = longest(columns);
        while (norm(longest) > smallest) {
            double[] direction = longest.clone();
            scale(direction, 1 / norm(direction));
            // Once more: what rounding left along earlier directions has grown by the scaling.
            basis.forEach(earlier -> removeAlong(earlier, direction));
            scale(direction, 1 / norm(direction));
            basis.add(direction);
            for (double[] column : columns) {
                removeAlong(direction, column);
            }
            longest = longest(columns);
        }
        float[][] rounded = new float[basis.size()][columns.length];
        for (int i = 0; i < rounded.length; i++) {
            for (int u = 0; u < columns.length; u++) {
                rounded[i][u] = (float) basis.get(i)[u];
            }
        }
        return rounded;
    }

    private static void removeAlong(double[] direction, double[] x) {
        double along = 0;
        for (int u = 0; u < x.length; u++) {
            along += direction[u] * x[u];
        }
        for (int u = 0; u < x.length; u++) {
            x[u] -= along * direction[u];
        }
    }

    private static void scale(double[] x, double factor) {
        for (int u = 0; u < x.length; u++) {
            x[u] *= factor;
        }
    }

    private static double[] longest(double[][] columns) {
        return Arrays.stream(columns).max(Comparator.comparingDouble(DelaySubspace::norm)).orElseThrow();
    }

    private static double norm(double[] x) {
        return Math.sqrt(Arrays.stream(x).map(v -> v * v).sum());
    }

    /** Covariance of the channel at two frequencies {@code apart} carrier spacings from each other, behind the phase ramp. */
    static double covariance(double apart) {
        double x = Math.PI * apart * WIDTH / FFT;
        return x == 0 ? 1 : Math.sin(x) / x;
    }

    static DelaySubspace standard() {
        return STANDARD;
    }

    /** Free complex parameters of a channel. */
    int dimensions() {
        return basis.length;
    }

    /** Share of carrier {@code u}'s own noise that stays in its projected estimate, in (0, 1). */
    double leverage(int u) {
        return leverage[u];
    }

    /** Copies {@code channel} with its delays centred on zero. */
    void centre(float[] channel, float[] centred) {
        System.arraycopy(channel, 0, centred, 0, channel.length);
        rotate(centred, 1);
    }

    /** Projects {@code channel} (208 carriers, interleaved) in place. */
    void project(float[] channel) {
        rotate(channel, 1);
        float[] projected = new float[channel.length];
        for (float[] vector : basis) {
            double re = 0;
            double im = 0;
            for (int u = 0; u < CARRIERS; u++) {
                re += vector[u] * channel[2 * u];
                im += vector[u] * channel[2 * u + 1];
            }
            for (int u = 0; u < CARRIERS; u++) {
                projected[2 * u] += (float) (vector[u] * re);
                projected[2 * u + 1] += (float) (vector[u] * im);
            }
        }
        System.arraycopy(projected, 0, channel, 0, channel.length);
        rotate(channel, -1);
    }

    /** Direction {@code d} over the carriers, real behind the ramp of {@link #rotate}; read only. */
    float[] direction(int d) {
        return basis[d];
    }

    /** Takes the phase ramp of the middle delay out of {@code x}, 1, or puts it back, -1. */
    void rotate(float[] x, int direction) {
        for (int i = 0; i < x.length; i += 2) {
            float sin = direction * ramp[i + 1];
            float re = x[i] * ramp[i] - x[i + 1] * sin;
            x[i + 1] = x[i] * sin + x[i + 1] * ramp[i];
            x[i] = re;
        }
    }
}
