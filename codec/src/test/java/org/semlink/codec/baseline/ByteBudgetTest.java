// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.codec.Picture;
import org.semlink.codec.image.BuiltInPictures;
import org.semlink.codec.metric.Psnr;

/** The best file for a number of bytes: never larger, nearly as large, and the better the larger. */
class ByteBudgetTest {

    private static final Picture PICTURE = BuiltInPictures.all().values().iterator().next().resizedCanvas(240, 160);

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "webp"})
    void usesWhatItHasAndGetsBetterWithMore(String format) {
        ByteBudget budget = new ByteBudget(PictureCompressor.REGISTRY.get(format));
        double last = 0;
        for (int bytes : new int[] {700, 1500, 4000, 12_000}) {
            byte[] file = budget.compress(PICTURE, bytes).orElseThrow();
            assertThat(file.length).isLessThanOrEqualTo(bytes);
            double psnr = psnr(budget.decompress(Arrays.copyOf(file, bytes), bytes, 240, 160).orElseThrow());
            assertThat(psnr).as("%s at %d bytes", format, bytes).isGreaterThan(last);
            last = psnr;
        }
        assertThat(last).isGreaterThan(30);
    }

    /** The bisection against every quality tried in turn. */
    @ParameterizedTest
    @CsvSource({"jpeg, 5000", "webp, 5000"})
    void findsTheHighestQualityThatFits(String format, int bytes) {
        PictureCompressor compressor = PictureCompressor.REGISTRY.get(format);
        int best = 0;
        for (int quality = 2; quality <= 100; quality += 2) {
            best = compressor.compress(PICTURE, quality).length <= bytes ? quality : best;
        }
        int found = new ByteBudget(compressor).compress(PICTURE, bytes).orElseThrow().length;
        assertThat(found).isBetween(compressor.compress(PICTURE, best - 2).length, bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "webp"})
    void nothingFitsIntoNothing(String format) {
        assertThat(new ByteBudget(PictureCompressor.REGISTRY.get(format)).compress(PICTURE, 20)).isEmpty();
        assertThat(new ByteBudget(PictureCompressor.REGISTRY.get(format)).decompress(new byte[100], 100, 8, 8)).isEmpty();
    }

    @Test
    void aBrokenOffJpegShowsItsUpperPart() {
        ByteBudget budget = new ByteBudget(PictureCompressor.REGISTRY.get("jpeg"));
        byte[] file = budget.compress(PICTURE, 8000).orElseThrow();
        Optional<Picture> part = budget.decompress(file, file.length * 2 / 3, 240, 160);
        Picture whole = budget.decompress(file, file.length, 240, 160).orElseThrow();
        assertThat(part).isPresent();
        for (int i = 0; i < 240 * 40; i++) {
            assertThat(part.get().samples()[i]).isCloseTo(whole.samples()[i], within(0.01f));
        }
        assertThat(psnr(part.get())).isLessThan(psnr(whole) - 3);
    }

    /** Cubic convolution reproduces straight lines, away from the edges, at any size. */
    @ParameterizedTest
    @CsvSource({"40, 30", "60, 45", "123, 97"})
    void resizingKeepsARamp(int width, int height) {
        float[] samples = new float[3 * 80 * 60];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (i % 80 + 0.5f) / 80 * 0.5f + (i / 80 % 60 + 0.5f) / 60 * 0.3f;
        }
        Picture resized = Resampler.resize(new Picture(80, 60, samples), width, height);
        for (int y = height / 4; y < height * 3 / 4; y++) {
            for (int x = width / 4; x < width * 3 / 4; x++) {
                assertThat(resized.samples()[y * width + x]).isCloseTo((x + 0.5f) / width * 0.5f + (y + 0.5f) / height * 0.3f, within(2e-3f));
            }
        }
    }

    private static double psnr(Picture received) {
        return new Psnr().measure(PICTURE, received).orElseThrow();
    }
}
