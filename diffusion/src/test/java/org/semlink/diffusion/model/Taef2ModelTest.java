// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.codec.Latent;
import org.semlink.codec.NoisyLatent;
import org.semlink.codec.Picture;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.image.PictureReader;
import org.semlink.codec.metric.LatentError;
import org.semlink.common.SemlinkException;
import org.semlink.common.Snr;
import org.semlink.diffusion.TestAir;

/** The built-in taef2: without its codec it says what to do; with it, its denoiser gains on a photo that it never saw. */
class Taef2ModelTest {

    @TempDir
    private Path folder;

    @Test
    void withoutTheCodecItSaysWhatToDo() {
        ModelSource source = ModelSource.find("taef2", ModelCache.at(folder));
        try (Compute compute = Compute.open("cpu")) {
            assertThatThrownBy(() -> Model.open(source, Trust.NONE, compute)).isInstanceOf(SemlinkException.class)
                    .hasMessageContaining("lacks its encoder").hasMessageContaining("semlink models fetch taef2");
        }
    }

    @Test
    void denoiserGainsOnAnUnseenPhoto() {
        String data = System.getenv("SEMLINK_DATA");
        assumeTrue(data != null, "SEMLINK_DATA names no folder with images and weights");
        ModelCache cache = ModelCache.at(folder);
        new ModelFetch(cache, line -> { }).fetch("taef2", Optional.of(Path.of(data, "weights")));
        Picture picture = PictureReader.read(Path.of(data, "images/bsds500/val/3096.jpg")).resizedCanvas(320, 240);
        try (Compute compute = Compute.open("cpu"); Model model = Model.open(ModelSource.find("taef2", cache), Trust.NONE, compute)) {
            Latent sent = model.codec().encode(picture);
            assertThat(meanSquare(sent.values())).as("standardised").isCloseTo(1, within(0.3));
            NoisyLatent noisy = TestAir.heard(model, sent, model.bandwidth().own(), Snr.fromDb(5), false, new SplittableRandom(1));
            LatentError error = new LatentError(model.codec().format(), sent);
            assertThat(Snr.toDb(error.shrunk(noisy) / error.of(model.denoiser().denoise(noisy)))).isGreaterThan(1.1);
        }
    }

    private static double meanSquare(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value * (double) value;
        }
        return sum / values.length;
    }
}
