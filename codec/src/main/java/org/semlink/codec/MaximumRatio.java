// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec;

/**
 * Maximum ratio combining of several receptions of the same latent (Brennan 1959), element by element.
 *
 * <p>With {@code v_i = u + n_i} and independent noise of variance {@code s_i^2}, the sum {@code v = s^2 sum_i v_i / s_i^2} with
 * {@code 1 / s^2 = sum_i 1 / s_i^2} is the un-biased linear estimate of least variance, and for Gaussian noise holds all that was received. An
 * element that did not arrive has weight 0. The link SNRs add where all arrived: {@code snr = sum_i snr_i m_i / m}, with m_i elements that
 * arrived in reception i and m in any. Used by one thread.
 */
public final class MaximumRatio {

    /** Noise below this counts as this much: an exact element must not have infinite weight. */
    private static final float LEAST_VARIANCE = 1e-12f;

    private final LatentShape shape;
    private final double[] weight;
    private final double[] sum;
    private double snrs;
    private double one;
    private int count;

    /** @param shape of every reception */
    public MaximumRatio(LatentShape shape) {
        this.shape = shape;
        weight = new double[shape.size()];
        sum = new double[shape.size()];
    }

    /** Adds a reception. */
    public void add(NoisyLatent reception) {
        if (!reception.shape().equals(shape)) {
            throw new IllegalArgumentException("latent of shape " + shape + " expected, got " + reception.shape());
        }
        long arrived = 0;
        for (int k = 0; k < sum.length; k++) {
            float variance = reception.variance()[k];
            if (variance < Float.POSITIVE_INFINITY) {
                double w = 1.0 / Math.max(LEAST_VARIANCE, variance);
                weight[k] += w;
                sum[k] += w * reception.observed().values()[k];
                arrived++;
            }
        }
        snrs += reception.snr() * arrived;
        one = reception.snr();
        count++;
    }

    /** Receptions added. */
    public int count() {
        return count;
    }

    /** The combination of at least one reception; of one, that reception. */
    public NoisyLatent combined() {
        if (count == 0) {
            throw new IllegalStateException("nothing to combine");
        }
        float[] values = new float[sum.length];
        float[] variance = new float[sum.length];
        long arrived = 0;
        for (int k = 0; k < sum.length; k++) {
            variance[k] = (float) (1 / weight[k]);
            if (weight[k] > 0) {
                values[k] = (float) (sum[k] / weight[k]);
                arrived++;
            }
        }
        return new NoisyLatent(new Latent(shape, values), variance, arrived == 0 ? one : snrs / arrived);
    }
}
