// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentShape;
import org.semlink.codec.Picture;
import org.semlink.codec.djl.Safetensors;
import org.semlink.codec.djl.StoredTensor;
import org.semlink.common.SafeFiles;
import org.semlink.common.Seeds;
import org.semlink.common.SemlinkException;

/**
 * Latents of training photos from a frozen codec, computed once and kept on disk, so that a training step is the denoiser alone.
 *
 * <p>A photo may be encoded several times, each time turned by one of the square's eight symmetries and cut at a random phase of the stride before it
 * is encoded: the codec is not equivariant, so turning latents would not do. One half-precision safetensors file a photo; a file made
 * from the same photo, codec and seed is taken as it is, so a broken-off filling goes on where it stopped.
 */
final class LatentCache {

    private static final String FORMAT = "latent-cache-1";
    private static final String IDENTITY = "identity";
    private static final String LATENT = "latent";

    private final Path folder;
    private final String codecSha256;
    private final long seed;

    /** @param codecSha256 identity of the codec's weights */
    LatentCache(Path folder, String codecSha256, long seed) {
        this.folder = folder;
        this.codecSha256 = codecSha256;
        this.seed = seed;
    }

    /**
     * {@code encodings} latents: the photos in turn, and again from the first with other turns and cuts.
     *
     * @param progress hears how many latents are there
     */
    List<Latent> fill(ImageCodec codec, List<Photo> photos, int encodings, IntConsumer progress) {
        List<Latent> latents = new ArrayList<>();
        while (latents.size() < encodings) {
            int i = latents.size();
            latents.add(of(codec, photos.get(i % photos.size()), i / photos.size()));
            progress.accept(latents.size());
        }
        return latents;
    }

    private Latent of(ImageCodec codec, Photo photo, int round) {
        String photoId = Photo.checksum(List.of(photo));
        String identity = String.join(" ", FORMAT, codecSha256, photoId, Long.toString(seed), Integer.toString(round));
        Path file = folder.resolve(Long.toHexString(Seeds.child(seed, identity)) + ".safetensors");
        if (Files.exists(file)) {
            byte[] bytes = read(file);
            if (identity.equals(Safetensors.metadata(bytes, file.toString()).get(IDENTITY))) {
                return latent(bytes, file);
            }
        }
        SplittableRandom random = new SplittableRandom(Seeds.child(seed, photoId, round));
        Latent latent = codec.encode(turned(photo, codec.format().stride(), random));
        LatentShape s = latent.shape();
        byte[] bytes = Safetensors.write(Map.of(LATENT, new StoredTensor(new long[] {s.channels(), s.height(), s.width()}, latent.values())),
                Map.of(IDENTITY, identity), Safetensors.Storage.F16);
        SafeFiles.write(file, out -> out.write(bytes));
        return latent(bytes, file);
    }

    private static Picture turned(Photo photo, int stride, SplittableRandom random) {
        int dx = random.nextInt(Math.min(stride, photo.width() - stride + 1));
        int dy = random.nextInt(Math.min(stride, photo.height() - stride + 1));
        return photo.part(dx, dy, (photo.width() - dx) / stride * stride, (photo.height() - dy) / stride * stride, random.nextInt(8));
    }

    private static Latent latent(byte[] bytes, Path file) {
        StoredTensor tensor = Safetensors.read(bytes, file.toString()).get(LATENT);
        if (tensor == null || tensor.shape().length != 3) {
            throw SemlinkException.input("latent cache file %s holds no latent; delete it", file);
        }
        long[] s = tensor.shape();
        return new Latent(new LatentShape((int) s[0], (int) s[1], (int) s[2]), tensor.values());
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw SemlinkException.environment("cannot read the latent cache file %s; delete it", file).causedBy(e);
        }
    }
}
