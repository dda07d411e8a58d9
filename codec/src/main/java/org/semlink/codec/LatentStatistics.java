// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec;

import java.util.Arrays;
import java.util.List;

/**
 * Mean and deviation of each channel of a codec's raw latents over training pictures, and the transmit powers that go with them.
 *
 * <p>{@code u = (z - mean) / deviation} per channel: what travels has about zero mean and unit variance.
 */
public final class LatentStatistics {

    private final float[] mean;
    private final float[] deviation;
    private final float[] power;

    /**
     * @param mean      per channel
     * @param deviation per channel, positive
     * @param power     relative transmit power per channel, positive, mean 1
     */
    public LatentStatistics(float[] mean, float[] deviation, float[] power) {
        if (mean.length != deviation.length || mean.length != power.length) {
            throw new IllegalArgumentException("latent statistics need one mean, deviation and power per channel, got " + mean.length + ", "
                    + deviation.length + ", " + power.length);
        }
        this.mean = mean.clone();
        this.deviation = deviation.clone();
        this.power = power.clone();
    }

    /** Statistics under which raw values stay as they are, for a codec whose statistics are still to be found. */
    public static LatentStatistics none(int channels) {
        float[] ones = new float[channels];
        Arrays.fill(ones, 1);
        return new LatentStatistics(new float[channels], ones, ones);
    }

    /** Mean and deviation per channel over all positions of {@code raw}, with equal powers. */
    public static LatentStatistics of(List<Latent> raw) {
        int channels = raw.get(0).shape().channels();
        float[] mean = new float[channels];
        float[] deviation = new float[channels];
        float[] power = new float[channels];
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            double squares = 0;
            long count = 0;
            for (Latent latent : raw) {
                int plane = latent.shape().plane();
                for (int i = c * plane; i < (c + 1) * plane; i++) {
                    double value = latent.values()[i];
                    sum += value;
                    squares += value * value;
                }
                count += plane;
            }
            mean[c] = (float) (sum / count);
            deviation[c] = (float) Math.sqrt(Math.max(1e-12, squares / count - sum / count * (sum / count)));
            power[c] = 1;
        }
        return new LatentStatistics(mean, deviation, power);
    }

    /** The same mean and deviation with other powers. */
    public LatentStatistics withPower(float[] other) {
        return new LatentStatistics(mean, deviation, other);
    }

    public float[] mean() {
        return mean.clone();
    }

    public float[] deviation() {
        return deviation.clone();
    }

    public float[] power() {
        return power.clone();
    }

    public LatentFormat format(int stride) {
        return new LatentFormat(stride, deviation, power);
    }

    /** Raw values, channel slowest, to standardised ones. */
    public float[] standardise(float[] raw) {
        float[] out = new float[raw.length];
        int plane = raw.length / mean.length;
        for (int i = 0; i < raw.length; i++) {
            out[i] = (raw[i] - mean[i / plane]) / deviation[i / plane];
        }
        return out;
    }

    /** The inverse of {@link #standardise}. */
    public float[] restore(float[] standardised) {
        float[] out = new float[standardised.length];
        int plane = standardised.length / mean.length;
        for (int i = 0; i < standardised.length; i++) {
            out[i] = standardised[i] * deviation[i / plane] + mean[i / plane];
        }
        return out;
    }
}
