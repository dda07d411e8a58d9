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

    /** One crop of one latent for each link drawn; {@code power} knows the latents' powers. */
    static BandwidthBatch of(List<Latent> latents, CodePower power, BandwidthConfig config, int code, SplittableRandom random,
            java.util.function.Function<SplittableRandom, CodeLink> links) {
        int side = config.crop();
        int plane = side * side / 4;
        int size = latents.get(0).shape().channels() * side * side;
        BandwidthBatch batch = new BandwidthBatch(config.batch(), size, code * plane);
        for (int b = 0; b < config.batch(); b++) {
            CodeLink link = links.apply(random);
            int picture = random.nextInt(latents.size());
            LatentShape shape = latents.get(picture).shape();
            int x0 = random.nextInt(shape.width() - side + 1);
            int y0 = random.nextInt(shape.height() - side + 1);
            for (int k = 0; k < size; k++) {
                int row = k / (side * side) * shape.height() + y0 + k / side % side;
                batch.clean[b * size + k] = latents.get(picture).values()[row * shape.width() + x0 + k % side];
            }
            batch.ratio[b] = link.ratio();
            batch.wholePower[b] = power.whole(picture, link.ratio());
            batch.cropPower[b] = power.crop(link.ratio(), batch.clean, b * size, side);
            batch.alphaBar[b] = (float) Snr.alphaBar(link.snr());
            link.fill(batch.noise, batch.gaussian, b * code * plane, (b + 1) * code * plane, random);
        }
        return batch;
    }
}
