// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import java.util.List;
import java.util.SplittableRandom;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentShape;
import org.semlink.codec.LatentStatistics;
import org.semlink.codec.Picture;
import org.semlink.codec.metric.Psnr;
import org.semlink.common.Seeds;

/**
 * Transmit powers of a frozen codec's channels by which the channel's noise harms the decoded picture least.
 *
 * <p>Noise of variance {@code N0 / p_c} in channel c costs {@code e_c N0 / p_c} of squared pixel error, with {@code e_c} measured by decoding with noise in
 * that channel alone. Under a mean power of one the sum is least for {@code p_c ~ sqrt(e_c)} (Cauchy-Schwarz; Lee and Petersen 1976). A decoder may feel one
 * of its channels thirty times as much as another, which equal powers would waste.
 */
final class ChannelPowers {

    /** Of the noise, at which a decoder that is not linear is measured: standardised latents received at 5 dB. */
    private static final double VARIANCE = 0.316;
    /** Of a channel that these photos do not feel: it may matter to others. */
    private static final double LEAST = 0.05;
    private static final int LATENTS = 24;
    private static final int SIDE = 16;

    private ChannelPowers() {
    }

    /**
     * Relative powers, mean 1; equal ones for a codec that feels no channel at all.
     *
     * @param codec      takes latents as {@code raw} are
     * @param raw        latents of training photos; the corners of the first {@value #LATENTS} serve
     * @param statistics of {@code raw}
     */
    static float[] of(ImageCodec codec, List<Latent> raw, LatentStatistics statistics, long seed) {
        double[] error = new double[statistics.mean().length];
        for (int n = 0; n < Math.min(LATENTS, raw.size()); n++) {
            LatentShape whole = raw.get(n).shape();
            Latent corner = raw.get(n).resized(new LatentShape(whole.channels(), Math.min(SIDE, whole.height()), Math.min(SIDE, whole.width())));
            add(error, codec, corner, statistics, new SplittableRandom(Seeds.child(seed, "channel-powers", n)));
        }
        return shares(error);
    }

    private static void add(double[] error, ImageCodec codec, Latent raw, LatentStatistics statistics, SplittableRandom random) {
        LatentShape shape = raw.shape();
        int width = shape.width() * codec.format().stride();
        int height = shape.height() * codec.format().stride();
        Picture clean = codec.decode(raw, width, height);
        for (int c = 0; c < error.length; c++) {
            double deviation = Math.sqrt(VARIANCE) * statistics.deviation()[c];
            float[] noisy = raw.values().clone();
            for (int i = c * shape.plane(); i < (c + 1) * shape.plane(); i++) {
                noisy[i] += (float) (deviation * random.nextGaussian());
            }
            error[c] += Psnr.meanSquaredError(clean, codec.decode(new Latent(shape, noisy), width, height));
        }
    }

    private static float[] shares(double[] error) {
        double sum = 0;
        for (double e : error) {
            sum += Math.sqrt(e);
        }
        float[] power = new float[error.length];
        for (int c = 0; c < power.length; c++) {
            power[c] = (float) (sum == 0 ? 1 : LEAST + (1 - LEAST) * Math.sqrt(error[c]) * power.length / sum);
        }
        return power;
    }
}
