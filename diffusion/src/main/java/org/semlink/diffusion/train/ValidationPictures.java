// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentShape;
import org.semlink.codec.LatentStatistics;
import org.semlink.codec.Picture;
import org.semlink.codec.image.PictureWriter;

/** Held-out crops and what the networks make of them, one PNG a validation: {@code validation/step-000250.png} in the output folder. */
final class ValidationPictures {

    /** Crops of a row; more than these tell nothing more. */
    private static final int COLUMNS = 6;

    private final Path folder;
    private final Function<Latent, Picture> decoder;

    private ValidationPictures(Path out, Function<Latent, Picture> decoder) {
        folder = out.resolve("validation");
        this.decoder = decoder;
    }

    /** Of problems that show pixels in [0, 1], clamped. */
    static ValidationPictures ofPixels(Path out) {
        return new ValidationPictures(out, pixels -> {
            float[] samples = pixels.values().clone();
            for (int i = 0; i < samples.length; i++) {
                samples[i] = Math.max(0, Math.min(1, samples[i]));
            }
            return new Picture(pixels.shape().width(), pixels.shape().height(), samples);
        });
    }

    /**
     * Of problems that show standardised latents.
     *
     * @param codec      decodes them
     * @param statistics by which the codec's own latents are standardised, where it does not do so itself
     */
    static ValidationPictures ofLatents(Path out, ImageCodec codec, Optional<LatentStatistics> statistics) {
        return new ValidationPictures(out, latent -> {
            Latent raw = statistics.map(s -> new Latent(latent.shape(), s.restore(latent.values()))).orElse(latent);
            int stride = codec.format().stride();
            return codec.decode(raw, latent.shape().width() * stride, latent.shape().height() * stride);
        });
    }

    /** Writes the picture of a step; {@code rows} are [b, C, h, w] each, of equal shape. */
    void write(long step, List<NDArray> rows) {
        if (!rows.isEmpty()) {
            PictureWriter.writePng(mosaic(rows.stream().map(this::crops).toList()), folder.resolve(String.format(Locale.ROOT, "step-%06d.png", step)));
        }
    }

    private List<Picture> crops(NDArray row) {
        long[] s = row.getShape().getShape();
        LatentShape shape = new LatentShape((int) s[1], (int) s[2], (int) s[3]);
        float[] values = row.toFloatArray();
        List<Picture> crops = new ArrayList<>();
        for (int b = 0; b < Math.min(COLUMNS, s[0]); b++) {
            crops.add(decoder.apply(new Latent(shape, java.util.Arrays.copyOfRange(values, b * shape.size(), (b + 1) * shape.size()))));
        }
        return crops;
    }

    /** Pictures of equal size side by side, row under row. */
    static Picture mosaic(List<List<Picture>> rows) {
        int w = rows.get(0).get(0).width();
        int h = rows.get(0).get(0).height();
        int width = w * rows.get(0).size();
        int height = h * rows.size();
        float[] samples = new float[3 * width * height];
        for (int i = 0; i < samples.length; i++) {
            int c = i / (width * height);
            int y = i / width % height;
            int x = i % width;
            samples[i] = rows.get(y / h).get(x / w).samples()[(c * h + y % h) * w + x % w];
        }
        return new Picture(width, height, samples);
    }
}
