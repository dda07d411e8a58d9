// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import java.nio.file.Path;
import java.util.List;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.diffusion.model.FrozenCodec;

/**
 * Photos as a frozen codec sees them, encoded once before the training and kept under {@code out/latents}.
 *
 * @param photos           training photos
 * @param validationPhotos photos kept out of training
 * @param latents          of the training photos, raw
 * @param validation       of the others
 * @param format           of what the codec gives
 * @param data             checksum of photos and codec
 */
record EncodedPhotos(int photos, int validationPhotos, List<Latent> latents, List<Latent> validation, LatentFormat format, String data) {

    /** Photos to validate on; the first few hundred crops tell enough. */
    private static final int HELD_OUT = 48;

    /**
     * Encodes what is not there yet.
     *
     * @param codec     that of {@code frozen}, opened
     * @param crop      side of a crop in latent positions
     * @param encodings latents to train on, see {@link LatentCache#fill}
     */
    static EncodedPhotos of(FrozenCodec frozen, ImageCodec codec, List<Path> images, List<Path> validation, Path out, int crop, int encodings, long seed,
            TrainingRun.Listener listener) {
        // A photo may lose up to a stride less one pixel on each side when it is cut at a random phase.
        int side = (crop + 1) * codec.format().stride();
        List<Photo> photos = PhotoSet.read(images, side, listener::skipped);
        List<Photo> others = TrainingRun.photos(validation, side, listener);
        LatentCache cache = new LatentCache(out.resolve("latents"), frozen.sha256(), seed);
        List<Latent> latents = cache.fill(codec, photos, encodings, done -> listener.encoded(done, encodings));
        int heldOut = Math.min(HELD_OUT, others.size());
        List<Latent> validated = cache.fill(codec, others, heldOut, done -> listener.encoded(done, heldOut));
        return new EncodedPhotos(photos.size(), others.size(), latents, validated, frozen.format(codec), Photo.checksum(photos) + "-" + frozen.sha256());
    }
}
