// SPDX-License-Identifier: Apache-2.0
package example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.semlink.codec.Picture;
import org.semlink.codec.image.BuiltInPictures;
import org.semlink.testbench.junit.SimulatedLink;
import org.semlink.testbench.junit.TestLink;
import org.semlink.testbench.junit.TestTrial;

/** A codec and a denoiser of one's own through a simulated radio. */
@SimulatedLink(radio = "sim:snr=5,channel=awgn", seed = 7)
class ThumbnailCodecTest {

    private static final Picture PICTURE = BuiltInPictures.all().get("lighthouse");

    @Test
    void theReceiverKnowsTheErrorOfTheCodecsLatents(TestLink link) {
        TestTrial trial = link.with(new ThumbnailCodec()).send(PICTURE);
        assertThat(trial.predictedNmseDb()).isCloseTo(trial.receivedNmseDb(), within(0.3));
        assertThat(trial.psnrDb()).isGreaterThan(18);
    }

    @Test
    void theDenoiserGainsADecibelOverLinearShrinkage(TestLink link) {
        TestTrial trial = link.with(new ThumbnailCodec(), new NeighbourDenoiser()).send(PICTURE);
        assertThat(trial.denoisedNmseDb()).isLessThan(trial.shrunkNmseDb() - 1);
    }

    @Test
    @SimulatedLink(radio = "sim:profile=hackrf,snr=15,channel=rayleigh", waveform = "sc")
    void aFadingChannelAndACheapRadioAreSurvived(TestLink link) {
        TestTrial trial = link.with(new ThumbnailCodec(), new NeighbourDenoiser()).send(PICTURE);
        assertThat(trial.framesLost()).isZero();
        assertThat(trial.ceilingPsnrDb() - trial.psnrDb()).as("dB lost to the channel").isLessThan(5);
    }
}
