// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.codec.Picture;
import org.semlink.codec.image.PictureReader;
import org.semlink.common.SemlinkException;

/** LPIPS against values recomputed elsewhere in float64; weights and pictures are not part of this repository. */
class LpipsTest {

    @ParameterizedTest(name = "{0} - {1}: {2}")
    @CsvSource({"ref, p0, .7110476", "ref, p1, .1479016", "p0, p1, .7277768", "p1, p0, .7277768", "ref, ref, 0"})
    void equalsTheOracle(String a, String b, double expected) {
        try (PictureMetrics metrics = PictureMetrics.open(Optional.of(data("weights/lpips_squeeze_v0.1.safetensors")), "cpu")) {
            double distance = metrics.byName().get("lpips").measure(picture(a), picture(b)).orElseThrow();
            assertThat(distance).isCloseTo(expected, within(1e-5));
        }
    }

    @Test
    void tooSmallPicturesHaveNoValueAndTheSmallestHave() {
        try (PictureMetrics metrics = PictureMetrics.open(Optional.of(data("weights/lpips_squeeze_v0.1.safetensors")), "cpu")) {
            PictureMetric lpips = metrics.byName().get("lpips");
            assertThat(lpips.measure(grey(16, 40, 0.2f), grey(16, 40, 0.5f))).isEmpty();
            assertThat(lpips.measure(grey(17, 40, 0.2f), grey(17, 40, 0.5f)).orElseThrow()).isPositive();
        }
    }

    /** One bit of one weight is enough: the number would be nobody else's LPIPS. */
    @Test
    void otherWeightsAreRefused(@TempDir Path folder) throws IOException {
        byte[] bytes = Files.readAllBytes(data("weights/lpips_squeeze_v0.1.safetensors"));
        bytes[bytes.length - 400] ^= 1;
        Path changed = Files.write(folder.resolve("lpips.safetensors"), bytes);
        assertThatThrownBy(() -> PictureMetrics.open(Optional.of(changed), "cpu")).isInstanceOf(SemlinkException.class)
                .hasMessageContaining("does not hold the weights of LPIPS 0.1");
        assertThatThrownBy(() -> PictureMetrics.open(Optional.of(folder.resolve("none")), "cpu")).isInstanceOf(SemlinkException.class)
                .hasMessageContaining("cannot be read");
    }

    private static Picture grey(int width, int height, float level) {
        float[] samples = new float[3 * width * height];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = i % 7 == 0 ? level : 0.4f;
        }
        return new Picture(width, height, samples);
    }

    private static Picture picture(String name) {
        return PictureReader.read(data("oracles/lpips/ex_" + name + ".png"));
    }

    private static Path data(String file) {
        String data = System.getenv("SEMLINK_DATA");
        assumeTrue(data != null && Files.exists(Path.of(data, file)), "SEMLINK_DATA has no " + file);
        return Path.of(data, file);
    }
}
