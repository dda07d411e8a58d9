// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.codec.LinearCodec;
import org.semlink.codec.Picture;
import org.semlink.codec.metric.LatentError;
import org.semlink.codec.metric.Psnr;
import org.semlink.common.Snr;

/** The whole line without weights: its error is known in closed form at every stage. */
class WholeLineTest {

    /**
     * 16,384 symbols: their noise power has a standard deviation of 0.034 dB, the receiver's estimate of it, from some 1,500 known symbols
     * and nulls, one of 0.11 dB. A slip of 3.01 dB, a biased estimate or a power counted twice shows.
     */
    @ParameterizedTest
    @ValueSource(doubles = {-3, 0, 5, 10, 15, 20})
    void gaussianSourceMeetsItsClosedForm(double snrDb) {
        GaussianLatentCodec codec = new GaussianLatentCodec();
        TrialResult trial = TestLines.run(TestLines.line(codec, "posterior-mean", 1), TestLines.picture(512, 256), "sim:channel=awgn,snr=" + snrDb, 11);
        Reception reception = trial.reception();
        LatentError error = new LatentError(codec.format(), trial.truth().orElseThrow().transmission().latent());
        double gamma = Snr.fromDb(snrDb);
        assertThat(Snr.toDb(reception.reassembly().snr())).as("estimated SNR").isCloseTo(snrDb, within(0.3));
        double received = Snr.toDb(error.received(reception.noisy()));
        assertThat(received + snrDb).as("received error is 1 / gamma and the loss of the channel estimate, which grows as gamma falls")
                .isBetween(-0.1, 0.5);
        assertThat(Snr.toDb(error.predicted(reception.noisy()))).as("predicted against measured").isCloseTo(received, within(0.3));
        double mmse = 0;
        for (float variance : reception.noisy().variance()) {
            mmse += variance / (1 + variance) / reception.noisy().variance().length;
        }
        assertThat(Snr.toDb(error.of(reception.denoisedLatent()))).as("Tweedie step is the MMSE, element by element")
                .isCloseTo(Snr.toDb(mmse), within(0.25));
        assertThat(reception.alphaBar()).isCloseTo(gamma / (1 + gamma), within(0.03));
    }

    /** link-math section 3: at 0 dB ten DDIM steps cost 0.56567 on the SD schedule, ancestral sampling 1.0 in the limit; here ddpm-linear. */
    @Test
    void sampledModesCostWhatTheoryAsks() {
        GaussianLatentCodec codec = new GaussianLatentCodec();
        Picture picture = TestLines.picture(512, 256);
        double ddim = denoisedError(codec, TestLines.run(TestLines.line(codec, "ddim", 50), picture, "sim:channel=awgn,snr=0", 5));
        double ddpm = denoisedError(codec, TestLines.run(TestLines.line(codec, "ddpm", 50), picture, "sim:channel=awgn,snr=0", 5));
        double limit = Math.pow(1 - Math.sqrt(0.5), 2) + 0.5;
        assertThat(ddim).isBetween(0.5 * 1.05, limit * 1.04);
        assertThat(ddpm).as("posterior sampling doubles the MMSE").isCloseTo(1.0, within(0.06));
    }

    @Test
    void linearCodecErrorsAreTheNoiseOfItsChannels() {
        LinearCodec codec = new LinearCodec();
        TrialResult trial = TestLines.run(TestLines.line(codec, "posterior-mean", 1), TestLines.picture(321, 213), "sim:snr=10", 3);
        LatentError error = new LatentError(codec.format(), trial.truth().orElseThrow().transmission().latent());
        double measured = Snr.toDb(error.received(trial.reception().noisy()));
        assertThat(Snr.toDb(error.predicted(trial.reception().noisy()))).isCloseTo(measured, within(0.3));
        assertThat(psnr(trial, trial.reception().denoised())).isGreaterThan(psnr(trial, trial.reception().received()));
        assertThat(psnr(trial, trial.truth().orElseThrow().ceiling())).isGreaterThan(psnr(trial, trial.reception().denoised()));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "7,9", "8,8", "33,17", "200,1"})
    void picturesOfAnySizeComeBackInTheirSize(int width, int height) {
        TrialResult trial = TestLines.run(TestLines.line(new LinearCodec(), "ddim", 3), TestLines.picture(width, height), "sim:snr=12", 1);
        assertThat(trial.detected()).isTrue();
        assertThat(trial.reception().denoised().width()).isEqualTo(width);
        assertThat(trial.reception().denoised().height()).isEqualTo(height);
    }

    @Test
    void sameSeedSameBytesAndOtherSeedOtherBytes() {
        Line line = TestLines.line(new LinearCodec(), "ddpm", 4);
        Picture picture = TestLines.picture(100, 60);
        float[] once = TestLines.run(line, picture, "sim:snr=5", 9).reception().denoised().samples();
        float[] again = TestLines.run(line, picture, "sim:snr=5", 9).reception().denoised().samples();
        float[] other = TestLines.run(line, picture, "sim:snr=5", 10).reception().denoised().samples();
        assertThat(again).isEqualTo(once);
        assertThat(Arrays.equals(other, once)).isFalse();
    }

    @Test
    void aLostBurstLeavesAHoleSpreadOverThePicture() {
        LinearCodec codec = new LinearCodec();
        Picture picture = TestLines.picture(1200, 800);
        TrialResult trial = TestLines.run(TestLines.line(codec, "posterior-mean", 1), picture, "sim:snr=15,drop=1", 2);
        Reassembly reassembly = trial.reception().reassembly();
        assertThat(reassembly.framesExpected()).as("a picture of several bursts").isGreaterThan(2);
        assertThat(reassembly.framesReceived()).isEqualTo(reassembly.framesExpected() - 1);
        float[] variance = trial.reception().noisy().variance();
        float[] values = trial.reception().noisy().observed().values();
        double share = 1.0 / reassembly.framesExpected();
        int quarter = variance.length / 4;
        for (int part = 0; part < 4; part++) {
            int erased = 0;
            for (int k = part * quarter; k < (part + 1) * quarter; k++) {
                if (Float.isInfinite(variance[k])) {
                    erased++;
                    assertThat(values[k]).isZero();
                }
            }
            assertThat(erased / (double) quarter).as("erased in quarter %d", part).isCloseTo(share, within(0.03));
        }
        assertThat(Snr.toDb(reassembly.snr())).as("SNR of what arrived").isCloseTo(15, within(0.3));
        TrialResult whole = TestLines.run(TestLines.line(codec, "posterior-mean", 1), picture, "sim:snr=15", 2);
        assertThat(psnr(whole, whole.reception().denoised())).isGreaterThan(psnr(trial, trial.reception().denoised()) + 1);
    }

    @Test
    void nothingReceivedStillYieldsAPicture() {
        TrialResult trial = TestLines.run(TestLines.line(new LinearCodec(), "ddim", 5), TestLines.picture(64, 48), "sim:drop=0", 4);
        assertThat(trial.detected()).isFalse();
        assertThat(trial.reception().reassembly().framesReceived()).isZero();
        assertThat(trial.reception().evaluations()).as("nothing to denoise").isZero();
        assertThat(trial.reception().timestep()).as("starts at the noisiest level").isCloseTo(999, within(0.001));
        for (float sample : trial.reception().denoised().samples()) {
            assertThat(sample).isBetween(0f, 1f);
        }
    }

    /** A link cleaner than the schedule needs no denoiser, but a lost burst does; without one step its hole would stay a hole. */
    @Test
    void holesAreFilledOnTheCleanestLink() {
        Line line = TestLines.line(new LinearCodec(), "ddim", 5);
        Picture picture = TestLines.picture(512, 384);
        assertThat(TestLines.run(line, picture, "sim:ideal,snr=60", 2).reception().evaluations()).isZero();
        TrialResult holed = TestLines.run(line, picture, "sim:ideal,snr=60,drop=1", 2);
        assertThat(holed.reception().reassembly().framesReceived()).isPositive();
        assertThat(holed.reception().evaluations()).isEqualTo(1);
    }

    private static double denoisedError(GaussianLatentCodec codec, TrialResult trial) {
        return new LatentError(codec.format(), trial.truth().orElseThrow().transmission().latent()).of(trial.reception().denoisedLatent());
    }

    private static double psnr(TrialResult trial, Picture received) {
        return new Psnr().measure(trial.truth().orElseThrow().picture(), received).orElseThrow();
    }
}
