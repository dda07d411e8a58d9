// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import java.util.List;
import java.util.SplittableRandom;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentShape;
import org.semlink.common.Snr;

/**
 * Everything random about one step of a bandwidth module: crops of latents, which ratio each is sent at, and the state of its link.
 *
 * <p>{@code noise} is the noise variance N0 of each code element's symbol at unit symbol power, {@link Batch#ERASED} where it is lost.
 */
final class BandwidthBatch {

    /** Share of crops under a link without noise to speak of, so that the module does not fall off above the trained range. */
    private static final double CLEAN = 0.05;
    private static final double CLEAN_DB = 35;

    final float[] clean;
    final float[] wholePower;
    final float[] cropPower;
    final int[] ratio;
    final float[] noise;
    final float[] gaussian;
    final float[] alphaBar;

    private BandwidthBatch(int batch, int latent, int code) {
        clean = new float[batch * latent];
        wholePower = new float[batch];
        cropPower = new float[batch];
        ratio = new int[batch];
        noise = new float[batch * code];
        gaussian = new float[batch * code];
        alphaBar = new float[batch];
    }

    /** What a crop is sent over. */
    record Link(int ratio, double snr, boolean fading, double erased) {

        /** As a training draws it. */
        static Link draw(BandwidthConfig config, SplittableRandom random) {
            double db = random.nextDouble() < CLEAN ? CLEAN_DB : random.nextDouble(config.minSnrDb(), config.maxSnrDb());
            double kind = random.nextDouble();
            double erased = kind > 1 - config.erasures() ? random.nextDouble(0.7) : 0;
            return new Link(random.nextInt(config.ratios().size()), Snr.fromDb(db), kind < config.fading(), erased);
        }
    }

    /** One crop of one latent for each link drawn; {@code power} knows the latents' powers. */
    static BandwidthBatch of(List<Latent> latents, CodePower power, BandwidthConfig config, int code, SplittableRandom random,
            java.util.function.Function<SplittableRandom, Link> links) {
        int side = config.crop();
        int plane = side * side / 4;
        int size = latents.get(0).shape().channels() * side * side;
        BandwidthBatch batch = new BandwidthBatch(config.batch(), size, code * plane);
        for (int b = 0; b < config.batch(); b++) {
            Link link = links.apply(random);
            int picture = random.nextInt(latents.size());
            LatentShape shape = latents.get(picture).shape();
            int x0 = random.nextInt(shape.width() - side + 1);
            int y0 = random.nextInt(shape.height() - side + 1);
            for (int k = 0; k < size; k++) {
                int row = k / (side * side) * shape.height() + y0 + k / side % side;
                batch.clean[b * size + k] = latents.get(picture).values()[row * shape.width() + x0 + k % side];
            }
            batch.ratio[b] = link.ratio;
            batch.wholePower[b] = power.whole(picture, link.ratio);
            batch.cropPower[b] = power.crop(link.ratio, batch.clean, b * size, side);
            batch.alphaBar[b] = (float) Snr.alphaBar(link.snr);
            batch.drawNoise(b, code * plane, link, random);
        }
        return batch;
    }

    private void drawNoise(int b, int size, Link link, SplittableRandom random) {
        for (int i = b * size; i < (b + 1) * size; i += 2) {
            double gain = link.fading ? Math.max(1e-3, -Math.log(1 - random.nextDouble())) : 1;
            boolean lost = link.erased > 0 && random.nextDouble() < link.erased;
            for (int k = i; k < Math.min(i + 2, (b + 1) * size); k++) {
                noise[k] = lost ? Batch.ERASED : (float) Math.min(Batch.ERASED, Snr.noiseVariance(link.snr * gain));
                gaussian[k] = (float) random.nextGaussian();
            }
        }
    }
}
