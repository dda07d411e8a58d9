// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.LinearCodec;
import org.semlink.codec.NoisyLatent;
import org.semlink.codec.Picture;
import org.semlink.codec.image.BuiltInPictures;
import org.semlink.common.SemlinkException;
import org.semlink.diffusion.Denoiser;
import org.semlink.diffusion.sampler.Sampler;
import org.semlink.radio.waveform.OfdmWaveform;
import org.semlink.testbench.line.LoadedModel;

/** The extension by being used, and every way of using it wrongly. */
@SimulatedLink(radio = "sim:snr=12,channel=awgn", seed = 5)
class SimulatedLinkTest {

    private static final Picture PICTURE = BuiltInPictures.all().get("lighthouse").middle(96);

    private static TestLink ofTheTestBefore;

    @Test
    void theClassSaysWhatLinkATestGets(TestLink link) {
        TestTrial trial = link.send(PICTURE);
        assertThat(trial.trueSnrDb()).isCloseTo(12, within(0.01));
        assertThat(trial.snrDb()).isCloseTo(12, within(0.5));
        assertThat(trial.predictedNmseDb()).isCloseTo(trial.receivedNmseDb(), within(0.3));
        assertThat(trial.denoisedNmseDb()).as("linear denoiser").isEqualTo(trial.shrunkNmseDb());
        assertThat(trial.receivedPsnrDb()).isLessThan(trial.psnrDb());
        assertThat(trial.psnrDb()).isLessThan(trial.ceilingPsnrDb());
        assertThat(trial.framesLost()).isZero();
        assertThat(trial.picture().width()).isEqualTo(96);
        ofTheTestBefore = link;
    }

    @AfterAll
    static void linksAreClosedBehindTheirTests() {
        assertThatThrownBy(() -> ofTheTestBefore.send(PICTURE)).hasMessageContaining("closed");
    }

    @Test
    @SimulatedLink(radio = "sim:snr=3,channel=awgn")
    void theMethodGoesBeforeTheClassAndTheParameterBeforeBoth(TestLink method,
            @SimulatedLink(radio = "sim:snr=20,channel=awgn", waveform = "sc:rolloff=0.2", rate = "2M", sampler = "ddim", steps = 3) TestLink parameter) {
        assertThat(method.send(PICTURE).trueSnrDb()).isCloseTo(3, within(0.01));
        TestTrial trial = parameter.send(PICTURE);
        assertThat(trial.trueSnrDb()).isCloseTo(20, within(0.01));
        assertThat(trial.json().at("/link/waveform").textValue()).contains("single-carrier");
        assertThat(trial.metric("link.sample_rate_hz")).isEqualTo(2e6);
        assertThat(trial.json().at("/diffusion/sampler").textValue()).isEqualTo("ddim");
        assertThat(trial.metric("diffusion.steps")).isEqualTo(3);
    }

    @Nested
    class Inside {
        @Test
        void theEnclosingClassCountsToo(TestLink link) {
            assertThat(link.send(PICTURE).trueSnrDb()).isCloseTo(12, within(0.01));
        }
    }

    @Test
    void theSameSeedGivesTheSameSamplesAndTheNextPictureOthers(TestLink a, TestLink b, @SimulatedLink(radio = "sim:snr=12,channel=awgn", seed = 6) TestLink other) {
        double first = a.send(PICTURE).receivedNmseDb();
        assertThat(b.send(PICTURE).receivedNmseDb()).isEqualTo(first);
        assertThat(a.send(PICTURE).receivedNmseDb()).isNotEqualTo(first);
        assertThat(other.send(PICTURE).receivedNmseDb()).isNotEqualTo(first);
    }

    /** A codec of a user's: the second half of all coefficients thrown away. */
    private static final class Coarse implements ImageCodec {
        private final ImageCodec whole = new LinearCodec();

        @Override
        public LatentFormat format() {
            return whole.format();
        }

        @Override
        public Latent encode(Picture picture) {
            Latent all = whole.encode(picture);
            float[] values = all.values().clone();
            Arrays.fill(values, values.length / 2, values.length, 0);
            return new Latent(all.shape(), values);
        }

        @Override
        public Picture decode(Latent latent, int width, int height) {
            return whole.decode(latent, width, height);
        }

        @Override
        public void close() {
            throw new AssertionError("what a test gives is the test's to close");
        }
    }

    @Test
    void aCodecADenoiserAndASamplerOfOnesOwnTakeTheirPlaces(TestLink link) {
        double usual = link.send(PICTURE).psnrDb();
        TestTrial coarse = link.with(new Coarse()).send(PICTURE);
        assertThat(coarse.psnrDb()).isLessThan(usual - 1);
        assertThat(coarse.json().at("/model/name").textValue()).contains("Coarse");
        TestTrial grey = link.with(new ToNothing()).send(PICTURE);
        assertThat(grey.denoisedNmseDb()).as("a denoiser that gives zeros loses all energy").isCloseTo(0, within(1e-9));
        AtomicInteger calls = new AtomicInteger();
        Sampler own = (start, denoiser, path, random) -> {
            calls.addAndGet(path.length());
            return start.observed();
        };
        TestTrial untouched = link.with(own, 4).send(PICTURE);
        assertThat(calls).hasValue(4);
        assertThat(untouched.denoisedNmseDb()).isEqualTo(untouched.receivedNmseDb());
        assertThat(link.send(PICTURE).psnrDb()).as("this link itself stays as it is").isCloseTo(usual, within(0.5));
    }

    private static final class ToNothing implements Denoiser {
        @Override
        public Latent denoise(NoisyLatent noisy) {
            return new Latent(noisy.shape(), new float[noisy.shape().size()]);
        }

        @Override
        public void close() {
            throw new AssertionError("what a test gives is the test's to close");
        }
    }

    @Test
    @SimulatedLink(radio = "sim:loss=1")
    void aNumberThatIsNotThereFailsTheTestWithItsReason(TestLink link) {
        TestTrial trial = link.send(PICTURE);
        assertThat(trial.framesLost()).isPositive();
        assertThatThrownBy(trial::snrDb).isInstanceOf(AssertionError.class).hasMessageContaining("no burst arrived");
        assertThatThrownBy(() -> trial.metric("link.snr")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("link.snr");
    }

    @SimulatedLink(radio = "file:a.cf32")
    private interface NoSimulation { }

    @SimulatedLink(radio = "sim:snrr=3")
    private interface UnknownOption { }

    @SimulatedLink(waveform = "ofmd")
    private interface UnknownWaveform { }

    @SimulatedLink(model = "lineer")
    private interface UnknownModel { }

    @SimulatedLink(steps = 5)
    private interface TooManySteps { }

    @SimulatedLink(sampler = "ddim", steps = 0)
    private interface TooFewSteps { }

    @SimulatedLink(rate = "1 MHz")
    private interface NoRate { }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "NoSimulation | sim:snr=10", "UnknownOption | did you mean 'snr'", "UnknownWaveform | did you mean 'ofdm'", "UnknownModel | lineer",
        "TooManySteps | must be 1", "TooFewSteps | at least 1", "NoRate | 1 MHz"})
    void slipsFailTheTestInOneLine(String type, String message) throws ClassNotFoundException {
        SimulatedLink wanted = Class.forName(SimulatedLinkTest.class.getName() + "$" + type).getAnnotation(SimulatedLink.class);
        assertThatThrownBy(() -> SimulatedLinkExtension.open(wanted, name -> LoadedModel.open(name, "cpu"))).isInstanceOf(ParameterResolutionException.class)
                .hasMessageStartingWith("@SimulatedLink: ").hasMessageContaining(message).hasCauseInstanceOf(SemlinkException.class);
    }

    @Test
    void aLinkOpensWithoutJunitToo() {
        try (LoadedModel model = LoadedModel.open(LoadedModel.LINEAR, "cpu");
                TestLink link = TestLink.open("sim:ideal", new OfdmWaveform(), model, 1)) {
            TestTrial trial = link.send(PICTURE);
            assertThat(trial.psnrDb()).isCloseTo(trial.ceilingPsnrDb(), within(0.2));
        }
    }
}
