// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.codec.LinearCodec;
import org.semlink.codec.Picture;
import org.semlink.codec.baseline.SoftCast;
import org.semlink.codec.metric.PictureMetrics;
import org.semlink.common.Snr;
import org.semlink.diffusion.GaussianDenoiser;
import org.semlink.diffusion.sampler.Sampler;
import org.semlink.diffusion.schedule.NoiseSchedule;

/** The bench with a linear codec and the Gaussian denoiser, where what it must print is known. */
class QualityBenchTest {

    /** A noise label off by the 3.01 dB of real against complex would show at once: 50,000 elements scatter by 0.03 dB. */
    @ParameterizedTest(name = "{0} dB")
    @ValueSource(doubles = {0, 10, 20})
    void receivedErrorIsWhatTheSnrSaysAndTheGaussianDenoiserIsShrinkage(double snrDb) {
        List<QualityBench.Sample> samples = bench().measure(List.of(picture()), snrDb, Map.of());
        QualityBench.Sample s = samples.get(0);
        assertThat(Snr.toDb(s.receivedNmse())).isCloseTo(Snr.toDb(s.predicted()), within(0.3));
        assertThat(s.denoisedNmse()).isCloseTo(s.shrunkNmse(), within(1e-6));
        assertThat(s.psnr(QualityBench.DENOISED)).isCloseTo(s.psnr(QualityBench.SHRUNK), within(1e-4));
        assertThat(s.psnr(QualityBench.SHRUNK)).isGreaterThanOrEqualTo(s.psnr(QualityBench.RECEIVED));
        assertThat(s.psnr(QualityBench.CEILING)).isGreaterThan(s.psnr(QualityBench.DENOISED));
    }

    @Test
    void bootstrapIntervalHoldsTheMeanAndShrinksWithSamples() {
        SplittableRandom random = new SplittableRandom(1);
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            values.add(random.nextGaussian());
        }
        Mean all = Mean.of(values, v -> v);
        Mean few = Mean.of(values.subList(0, 25), v -> v);
        assertThat(all.low()).isLessThan(all.value());
        assertThat(all.high()).isGreaterThan(all.value());
        // Normal theory: 2 x 1.96 / sqrt(n); the sample deviation of 25 draws is itself uncertain by 14 %.
        assertThat(all.high() - all.low()).isCloseTo(2 * 1.96 / 20, within(0.03));
        assertThat(few.high() - few.low()).isCloseTo(2 * 1.96 / 5, within(0.3));
    }

    private static QualityBench bench() {
        float[] identity = new float[192 * 192];
        for (int i = 0; i < 192; i++) {
            identity[i * 193] = 1;
        }
        return new QualityBench(new QualityBench.Contender(new LinearCodec(), new GaussianDenoiser(1), NoiseSchedule.REGISTRY.get("ddpm-linear"),
                Sampler.REGISTRY.get("posterior-mean"), 1), new SoftCast(identity, new float[192], 32), PictureMetrics.withoutLpips(), 3);
    }

    private static Picture picture() {
        float[] samples = new float[3 * 320 * 320];
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.5 + 0.25 * Math.sin(i % 320 * 0.05 + i / 320 * 0.03) + 0.05 * random.nextGaussian());
        }
        return new Picture(320, 320, samples);
    }
}
