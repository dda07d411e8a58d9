// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.semlink.codec.djscc.DjsccNetwork;

/**
 * Everything random about one step of a DeepJSCC auto-encoder: crops of photos, which ratio each is sent at, and the state of its link.
 *
 * <p>{@code noise} is the noise variance N0 of each code element at unit symbol power, {@link Batch#ERASED} where it is lost; {@code sent} is 1 for the
 * channels that a crop's ratio sends, else 0.
 */
final class DjsccBatch {

    final float[] pixels;
    final float[] sent;
    final float[] noise;
    final float[] gaussian;

    private DjsccBatch(DjsccConfig config, int code) {
        pixels = new float[config.batch() * 3 * config.crop() * config.crop()];
        sent = new float[config.batch() * config.sizes().code()];
        noise = new float[config.batch() * code];
        gaussian = new float[noise.length];
    }

    /** {@code links} is asked once a crop; the ratio of a photo's first crop is that of all. */
    static DjsccBatch of(List<Photo> photos, DjsccConfig config, SplittableRandom random, Function<SplittableRandom, CodeLink> links) {
        int side = config.crop();
        int channels = config.sizes().code();
        int code = channels * (side / DjsccNetwork.STRIDE) * (side / DjsccNetwork.STRIDE);
        DjsccBatch batch = new DjsccBatch(config, code);
        Photo photo = null;
        int sends = 0;
        for (int b = 0; b < config.batch(); b++) {
            CodeLink link = links.apply(random);
            if (b % config.together() == 0) {
                photo = photos.get(random.nextInt(photos.size()));
                sends = config.ratios().get(link.ratio()).channels(DjsccNetwork.STRIDE);
            }
            photo.crop(random.nextInt(photo.width() - side + 1), random.nextInt(photo.height() - side + 1), side, random.nextInt(8), batch.pixels,
                    b * 3 * side * side);
            java.util.Arrays.fill(batch.sent, b * channels, b * channels + sends, 1);
            link.fill(batch.noise, batch.gaussian, b * code, (b + 1) * code, random);
        }
        return batch;
    }
}
