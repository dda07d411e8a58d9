// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

/**
 * Amplitude of a payload against the channel estimate, as a random walk over evenly spaced measurements.
 *
 * <p>Kalman filter and the smoother of Rauch, Tung and Striebel (1965) for a scalar; the walk's variance per step is the likeliest of a
 * grid, 0 among it. All variances may be larger than stated by one factor, likeliest too: an amplifier in compression takes the more off a
 * word the more power it has, which is neither noise nor a walk. Reused burst by burst; one thread.
 */
final class GainTracker {

    private static final double[] WALKS = {0, 1e-6, 3e-6, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2};

    private final double[] measured = new double[OfdmParameters.MAX_PAYLOAD_SYMBOLS];
    private final double[] noise = new double[measured.length];
    private final double[] filtered = new double[measured.length];
    private final double[] filteredVariance = new double[measured.length];
    private final double[] predictedVariance = new double[measured.length];
    private final double[] gain = new double[measured.length];
    private final double[] variance = new double[measured.length];
    private double walk;
    private double factor;
    private double walkFactor;

    /** Sets measurement {@code i} and the variance of its noise. */
    void set(int i, double value, double variance) {
        measured[i] = value;
        noise[i] = variance;
    }

    /**
     * Tracks {@code count} measurements.
     *
     * @param prior variance of the gain, 1, before the first step
     */
    void track(int count, double prior) {
        double best = Double.NEGATIVE_INFINITY;
        for (double candidate : WALKS) {
            double likelihood = forward(count, prior, candidate);
            if (likelihood > best) {
                best = likelihood;
                walk = candidate;
                walkFactor = factor;
            }
        }
        forward(count, prior, walk);
        for (int i = count - 1; i >= 0; i--) {
            boolean last = i == count - 1;
            double c = last ? 0 : filteredVariance[i] / predictedVariance[i + 1];
            gain[i] = last ? filtered[i] : filtered[i] + c * (gain[i + 1] - filtered[i]);
            variance[i] = last ? filteredVariance[i] : filteredVariance[i] + c * c * (variance[i + 1] - predictedVariance[i + 1]);
        }
    }

    /** Log-likelihood of the measurements, a constant aside. */
    private double forward(int count, double prior, double step) {
        double x = 1;
        double p = prior;
        double distance = 0;
        double logarithms = 0;
        for (int i = 0; i < count; i++) {
            p += step;
            predictedVariance[i] = p;
            double innovation = measured[i] - x;
            double s = p + noise[i];
            distance += innovation * innovation / s;
            logarithms += Math.log(s);
            x += p / s * innovation;
            p *= noise[i] / s;
            filtered[i] = x;
            filteredVariance[i] = p;
        }
        factor = Math.max(1, distance / Math.max(1, count));
        return -0.5 * (distance / factor + count * Math.log(factor) + logarithms);
    }

    double gain(int i) {
        return gain[i];
    }

    /** Variance of {@link #gain}. */
    double variance(int i) {
        return walkFactor * variance[i];
    }

    /** Real degrees of freedom that measurement {@code i} lost to the gain, 0 to 1. */
    double absorbed(int i) {
        return variance[i] / noise[i];
    }
}
