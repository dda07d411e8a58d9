// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.taef2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentShape;
import org.semlink.codec.LatentStatistics;
import org.semlink.codec.Picture;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.Parameters;
import org.semlink.codec.djl.Safetensors;
import org.semlink.codec.djl.StoredTensor;
import org.semlink.codec.image.PictureReader;
import org.semlink.codec.metric.Psnr;
import org.semlink.common.SemlinkException;
import org.semlink.common.Snr;

class Taef2CodecTest {

    /** Check values of an independent implementation in single precision; JPEG decoders differ by up to one level. */
    @ParameterizedTest
    @CsvSource({"3096, -.06002, .75967, 37.91", "24077, .00794, .87084, 29.25"})
    void publishedWeightsGiveTheCheckValues(String photo, double mean, double deviation, double psnr) throws IOException {
        String data = System.getenv("SEMLINK_DATA");
        assumeTrue(data != null, "SEMLINK_DATA names no folder with images and weights");
        Path folder = Path.of(data);
        Picture picture = PictureReader.read(folder.resolve("images/bsds500/val/" + photo + ".jpg")).resizedCanvas(480, 320);
        Map<String, StoredTensor> encoder = tensors(folder.resolve("weights/taef2_encoder.safetensors"));
        Map<String, StoredTensor> decoder = tensors(folder.resolve("weights/taef2_decoder.safetensors"));
        try (Compute compute = Compute.open("cpu");
                Taef2Codec codec = new Taef2Codec(compute, encoder, "encoder", decoder, "decoder", LatentStatistics.none(32))) {
            Latent latent = codec.encode(picture);
            double sum = 0;
            double squares = 0;
            for (float value : latent.values()) {
                sum += value;
                squares += value * value;
            }
            int n = latent.values().length;
            assertThat(sum / n).isCloseTo(mean, within(2e-4));
            assertThat(Math.sqrt(squares / n - sum / n * sum / n)).isCloseTo(deviation, within(2e-4));
            assertThat(-Snr.toDb(Psnr.meanSquaredError(picture, codec.decode(latent, 480, 320)))).isCloseTo(psnr, within(0.05));
        }
    }

    private static Map<String, StoredTensor> tensors(Path file) throws IOException {
        return Safetensors.read(Files.readAllBytes(file), file.toString());
    }

    /** A halo too narrow, or zero padding at a tile's inner edge, would show as a seam. */
    @Test
    void tilesGiveWhatTheWholeGives() {
        int h = 22;
        int w = 25;
        float[] pixels = noise(3 * 8 * h * 8 * w, 1);
        float[] latent = noise(32 * h * w, 2);
        try (Compute compute = Compute.open("cpu"); Taef2Network whole = network(compute, 100); Taef2Network tiled = network(compute, 6)) {
            float[] expected = whole.encode(pixels, h, w);
            float[] expectedPixels = whole.decode(latent, h, w);
            assertThat(relative(tiled.encode(pixels, h, w), expected)).isLessThan(1e-5);
            assertThat(relative(tiled.decode(latent, h, w), expectedPixels)).isLessThan(1e-5);
        }
    }

    @Test
    void anySizeIsPaddedAndCutBack() {
        try (Compute compute = Compute.open("cpu"); Taef2Codec codec = new Taef2Codec(network(compute, 100), LatentStatistics.none(32))) {
            Picture picture = new Picture(21, 9, noise(3 * 21 * 9, 3));
            Latent latent = codec.encode(picture);
            assertThat(latent.shape()).isEqualTo(new LatentShape(32, 2, 3));
            Picture decoded = codec.decode(latent, 21, 9);
            assertThat(decoded.width()).isEqualTo(21);
            assertThat(decoded.height()).isEqualTo(9);
            for (float sample : decoded.samples()) {
                assertThat(sample).isBetween(0f, 1f);
            }
        }
    }

    @Test
    void weightsOfAnotherNetworkAreRefused() {
        try (Compute compute = Compute.open("cpu")) {
            Map<String, StoredTensor> encoder = random(compute, true);
            Map<String, StoredTensor> decoder = random(compute, false);
            assertThatThrownBy(() -> new Taef2Codec(compute, decoder, "d.safetensors", encoder, "e.safetensors", LatentStatistics.none(32)))
                    .isInstanceOf(SemlinkException.class).hasMessageContaining("d.safetensors").hasMessageContaining("0.weight");
            Map<String, StoredTensor> wide = new LinkedHashMap<>(encoder);
            wide.put("14.bias", new StoredTensor(new long[] {16}, new float[16]));
            assertThatThrownBy(() -> new Taef2Codec(compute, wide, "e", decoder, "d", LatentStatistics.none(32)))
                    .isInstanceOf(SemlinkException.class).hasMessageContaining("14.bias must have shape [32], has [16]");
        }
    }

    private static double relative(float[] found, float[] expected) {
        double error = 0;
        double size = 0;
        for (int i = 0; i < expected.length; i++) {
            error = Math.max(error, Math.abs(found[i] - expected[i]));
            size = Math.max(size, Math.abs(expected[i]));
        }
        return error / size;
    }

    private static Taef2Network network(Compute compute, int tile) {
        return new Taef2Network(compute, random(compute, true), "encoder", random(compute, false), "decoder", tile);
    }

    private static Map<String, StoredTensor> random(Compute compute, boolean encoder) {
        try (NDManager manager = compute.manager().newSubManager()) {
            Parameters parameters = Parameters.initialised(manager, 7);
            if (encoder) {
                new Taef2Encoder(parameters);
            } else {
                new Taef2Decoder(parameters);
            }
            return parameters.store();
        }
    }

    private static float[] noise(int length, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextDouble();
        }
        return values;
    }
}
