// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.codec.Latent;
import org.semlink.codec.NoisyLatent;
import org.semlink.codec.Picture;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.image.BuiltInPictures;
import org.semlink.codec.metric.LatentError;
import org.semlink.common.Snr;
import org.semlink.diffusion.TestAir;
import org.semlink.diffusion.sampler.Sampler;

/** Links far worse, far better and worse-mannered than any that the default model was trained on: a receiver gets a poor picture there, never an explosion. */
@Tag("weights")
class OutsideTrainingTest {

    private static Compute compute;
    private static Model model;

    @BeforeAll
    static void open() {
        compute = Compute.open("cpu");
        model = Model.open(Model.DEFAULT, compute);
    }

    @AfterAll
    static void close() {
        model.close();
        compute.close();
    }

    /** Told so, the network says 1e5 and more from -12 dB down, and 14 at 45 dB; latents sent are below 10. */
    @ParameterizedTest
    @ValueSource(doubles = {-30, -17, -12, 45})
    void denoisedLatentsStaySmall(double db) {
        Latent latent = model.codec().encode(BuiltInPictures.all().values().iterator().next().crop(0, 0, 128, 96));
        for (boolean fading : new boolean[] {false, true}) {
            NoisyLatent heard = TestAir.heard(model, latent, model.bandwidth().own(), Snr.fromDb(db), fading, new SplittableRandom(11));
            for (float value : model.denoiser().denoise(heard).values()) {
                assertThat(Math.abs(value)).as("fading %s", fading).isLessThan(10);
            }
        }
    }

    /** Where the noise is all but gone the network must know it, on a link as at the end of a sampler's path. Told a time above those of training, it made pictures of 8 dB. */
    @ParameterizedTest
    @ValueSource(doubles = {25, 36, 39})
    void cleanLinksLoseNothing(double db) {
        for (Picture picture : BuiltInPictures.all().values()) {
            Latent latent = model.codec().encode(picture);
            NoisyLatent heard = TestAir.heard(model, latent, model.bandwidth().own(), Snr.fromDb(db), false, new SplittableRandom(11));
            LatentError error = new LatentError(model.codec().format(), latent);
            for (int steps : new int[] {1, 6}) {
                Sampler sampler = Sampler.REGISTRY.get(steps == 1 ? "posterior-mean" : "dpm++");
                Latent clean = sampler.sample(heard, model.denoiser(), sampler.path(model.schedule(), heard.snr(), steps), new SplittableRandom(1));
                assertThat(error.of(clean)).as("%d steps", steps).isLessThan(error.received(heard));
            }
        }
    }

    /** Impulses of an interferer, of which the noise map knows nothing, in 2 % of the elements: a network that trusts them says 2e4. */
    @Test
    void impulsesAreTakenForLost() {
        Latent latent = model.codec().encode(BuiltInPictures.all().values().iterator().next().crop(0, 0, 128, 96));
        NoisyLatent heard = TestAir.heard(model, latent, model.bandwidth().own(), Snr.fromDb(12), false, new SplittableRandom(11));
        float[] hit = heard.observed().values().clone();
        float[] variance = heard.variance().clone();
        SplittableRandom random = new SplittableRandom(5);
        for (int k = 0; k < hit.length; k++) {
            if (random.nextInt(50) == 0) {
                hit[k] += random.nextBoolean() ? 18 : -18;
                variance[k] = Float.POSITIVE_INFINITY;
            }
        }
        float[] unaware = model.denoiser().denoise(new NoisyLatent(new Latent(latent.shape(), hit), heard.variance(), heard.snr())).values();
        float[] told = model.denoiser().denoise(new NoisyLatent(heard.observed(), variance, heard.snr())).values();
        assertThat(unaware).isEqualTo(told);
    }
}
