// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentShape;
import org.semlink.codec.NoisyLatent;
import org.semlink.codec.Picture;
import org.semlink.codec.bandwidth.BandwidthModule;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djscc.DjsccModule;
import org.semlink.codec.image.BuiltInPictures;
import org.semlink.codec.metric.Psnr;
import org.semlink.codec.vae.VaeCodec;
import org.semlink.common.Snr;
import org.semlink.diffusion.TestAir;
import org.semlink.diffusion.model.Model;
import org.semlink.diffusion.network.FrozenDenoiser;
import org.semlink.diffusion.network.NetworkDenoiser;

@Tag("weights")
class LatentRefinerTest {

    private static final Refinement HOW = new Refinement(15, 8, 26);
    private static final Picture PICTURE = BuiltInPictures.all().values().iterator().next();

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

    /** The link that gradients pass through is the link, with the very noise that was on the air. 3 dB, a share of power forgotten or a timestep off would show. */
    @ParameterizedTest
    @CsvSource({"1/12,64,64", "1/24,64,64", "1/96,64,64", "1/12,70,55", "1/24,70,55"})
    void itsLinkIsTheLink(String text, int width, int height) {
        BandwidthRatio ratio = BandwidthRatio.parse(text);
        double snr = Snr.fromDb(9);
        Latent latent = model.codec().encode(PICTURE.crop(40, 30, width, height));
        NoisyLatent code = TestAir.heard(model, model.bandwidth().compress(latent, ratio), ratio, snr, false, new SplittableRandom(3));
        Latent sent = model.bandwidth().compress(latent, ratio);
        boolean plain = ratio.equals(model.bandwidth().own());
        VaeLine line = new VaeLine(((VaeCodec) model.codec()).network(), new FrozenDenoiser(((NetworkDenoiser) model.denoiser()).network(),
                model.codec().format()), plain ? Optional.empty() : Optional.of((BandwidthModule) model.bandwidth()), ratio);
        try (NDManager scope = compute.manager().newSubManager()) {
            Shape shape = line.noiseShape(latent.shape());
            // Of channels that are not sent the noise is of no matter.
            float[] gaussian = new float[(int) shape.size()];
            for (int k = 0; k < sent.values().length; k++) {
                gaussian[k] = (float) ((code.observed().values()[k] - sent.values()[k]) / Math.sqrt(code.variance()[k]));
            }
            LatentShape s = latent.shape();
            float[] differentiable = line.restored(scope.create(latent.values(), new Shape(1, s.channels(), s.height(), s.width())), snr,
                    scope.create(gaussian, shape)).toFloatArray();
            Latent expected = model.denoiser().denoise(model.bandwidth().expand(code, s, ratio));
            assertThat(differentiable).containsExactly(expected.values(), within(2e-3f));
        }
    }

    /** Through noise that it has not seen; sides of 9 and 7 latent positions are no multiples of anything. */
    @ParameterizedTest
    @ValueSource(strings = {"1/12", "1/24", "1/48"})
    void aReceiverGetsABetterPicture(String text) {
        BandwidthRatio ratio = BandwidthRatio.parse(text);
        Picture picture = PICTURE.crop(40, 30, 70, 55);
        ImageCodec refined = model.refined(ratio, HOW);
        Latent plain = model.codec().encode(picture);
        Latent better = refined.encode(picture);
        assertThat(better.shape()).isEqualTo(plain.shape());
        double gain = 0;
        for (int seed = 0; seed < 4; seed++) {
            gain += (psnr(picture, better, ratio, seed) - psnr(picture, plain, ratio, seed)) / 4;
        }
        assertThat(gain).isGreaterThan(0.1);
        // Another codec, so that nothing is remembered: the same latent.
        assertThat(model.refined(ratio, HOW).encode(picture).values()).containsExactly(better.values());
        assertThat(refined.encode(picture)).isSameAs(better);
    }

    /** Hardly anything to send: no number turns out as none, and nothing gets worse. */
    @ParameterizedTest
    @CsvSource({"1/12,8,8,0", "1/48,8,8,0.5", "1/12,33,17,1", "1/24,33,17,0"})
    void flatAndTinyPicturesStayWhole(String text, int width, int height, float grey) {
        BandwidthRatio ratio = BandwidthRatio.parse(text);
        float[] samples = new float[3 * width * height];
        java.util.Arrays.fill(samples, grey);
        Picture picture = new Picture(width, height, samples);
        Latent refined = model.refined(ratio, HOW).encode(picture);
        for (float value : refined.values()) {
            assertThat(value).isFinite();
        }
        assertThat(psnr(picture, refined, ratio, 1)).isGreaterThan(psnr(picture, model.codec().encode(picture), ratio, 1));
    }

    /** DeepJSCC's line is the link too, and its pictures get better at the SNR that was named; 43 and 37 pixels are no whole strides. */
    @Test
    void deepJsccIsRefinedForTheSnrThatIsNamed() {
        try (Model djscc = Model.open("djscc", compute)) {
            BandwidthRatio ratio = djscc.bandwidth().own();
            Picture picture = PICTURE.crop(60, 40, 43, 37);
            double snr = Snr.fromDb(5);
            Latent plain = djscc.codec().encode(picture);
            Latent code = djscc.bandwidth().compress(plain, ratio);
            NoisyLatent heard = TestAir.heard(djscc, code, ratio, snr, false, new SplittableRandom(3));
            DjsccLine line = new DjsccLine((DjsccModule) djscc.bandwidth(), ratio);
            try (NDManager scope = compute.manager().newSubManager()) {
                Shape shape = line.noiseShape(plain.shape());
                float[] gaussian = new float[(int) shape.size()];
                for (int k = 0; k < code.values().length; k++) {
                    gaussian[k] = (float) ((heard.observed().values()[k] - code.values()[k]) / Math.sqrt(heard.variance()[k]));
                }
                float[] pixels = line.received(scope.create(plain.values(), new Shape(1, 3, 37, 43)), snr, scope.create(gaussian, shape)).toFloatArray();
                float[] expected = djscc.bandwidth().expand(heard, plain.shape(), ratio).observed().values().clone();
                for (int k = 0; k < expected.length; k++) {
                    expected[k] = Math.max(0, Math.min(1, expected[k] * 0.25f + 0.5f));
                    pixels[k] = Math.max(0, Math.min(1, pixels[k]));
                }
                assertThat(pixels).containsExactly(expected, within(1e-3f));
            }
            Latent better = djscc.refined(ratio, new Refinement(30, 5, 5)).encode(picture);
            double gain = 0;
            for (int seed = 0; seed < 4; seed++) {
                gain += (psnr(djscc, picture, better, ratio, snr, seed) - psnr(djscc, picture, plain, ratio, snr, seed)) / 4;
            }
            assertThat(gain).isGreaterThan(0.05);
        }
    }

    private static double psnr(Picture picture, Latent latent, BandwidthRatio ratio, long seed) {
        return psnr(model, picture, latent, ratio, Snr.fromDb(18), seed);
    }

    private static double psnr(Model model, Picture picture, Latent latent, BandwidthRatio ratio, double snr, long seed) {
        NoisyLatent code = TestAir.heard(model, model.bandwidth().compress(latent, ratio), ratio, snr, false, new SplittableRandom(seed));
        Latent clean = model.denoiser().denoise(model.bandwidth().expand(code, latent.shape(), ratio));
        return new Psnr().measure(picture, model.codec().decode(clean, picture.width(), picture.height())).getAsDouble();
    }
}
