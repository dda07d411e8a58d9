// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentShape;
import org.semlink.codec.NoisyLatent;
import org.semlink.common.Snr;
import org.semlink.diffusion.Denoiser;
import org.semlink.diffusion.GaussianConsistency;
import org.semlink.diffusion.GaussianDenoiser;
import org.semlink.diffusion.schedule.NoiseSchedule;

/** Every sampler against closed forms: a Gaussian source has an exact denoiser, so the error of any number of steps is known. */
class GaussianOracleTest {

    /** With 1.2e6 elements a measured variance scatters by 0.13 %: 1 % is more than seven standard deviations. */
    private static final LatentShape SHAPE = new LatentShape(12, 250, 400);
    private static final NoiseSchedule STABLE_DIFFUSION = NoiseSchedule.REGISTRY.get("scaled-linear");

    @ParameterizedTest(name = "lambda {0}, {1} dB: MMSE {2}")
    @CsvSource({"1, 0, .5", "1, 10, .0909091", ".25, 0, .2", ".04, 0, .0384615", "4, 0, .8"})
    void posteriorMeanReachesMmse(double lambda, double db, double expected) {
        double snr = Snr.fromDb(db);
        assertWithinOnePercent(measure("posterior-mean", lambda, snr, SamplingPath.of(STABLE_DIFFUSION, snr, 1)), expected);
    }

    /** Golden values of the scaled-linear schedule with steps rounded to its grid; a start off by one moves S = 1 by 0.6 %, S = 2 more. */
    @ParameterizedTest(name = "S = {0}: {1}")
    @CsvSource({"1, .50000", "2, .51939", "5, .55059", "10, .56567", "50, .58070", "200, .58410"})
    void ddimMatchesGoldenErrorsExactly(int steps, double expected) {
        assertThat(ddimError(1, 1, grid(1, steps))).isCloseTo(expected, within(2e-5));
    }

    @ParameterizedTest(name = "lambda {0}, {1} dB: limit {2}")
    @CsvSource({"1, 0, .58579", "1, 10, .09307", ".25, 0, .27639", ".04, 0, .06431", "4, 0, .84458"})
    void ddimTendsToItsLimit(double lambda, double db, double limit) {
        double snr = Snr.fromDb(db);
        double exact = ddimError(lambda, snr, fine(snr, 4000));
        assertThat(exact).isCloseTo(limit, within(0.001 * limit));
    }

    @ParameterizedTest(name = "lambda {0}, {1} dB, {2} steps")
    @CsvSource({"1, 0, 5", "1, 10, 8", ".25, 0, 20", "4, 5, 10"})
    void ddimDoesOnSamplesWhatItsGainSays(double lambda, double db, int steps) {
        double snr = Snr.fromDb(db);
        SamplingPath path = SamplingPath.of(STABLE_DIFFUSION, snr, steps);
        assertWithinOnePercent(measure("ddim", lambda, snr, path), ddimError(lambda, snr, path));
    }

    @ParameterizedTest(name = "lambda {0}, {1} dB")
    @CsvSource({"1, 0", "1, 10", ".25, 0", "4, 0"})
    void ancestralSamplingDoesWhatItsMomentsSayAndTendsToTwiceMmse(double lambda, double db) {
        double snr = Snr.fromDb(db);
        SamplingPath path = fine(snr, 30);
        assertWithinOnePercent(measure("ddpm", lambda, snr, path), ancestralError(lambda, snr, path));
        double twiceMmse = 2 * lambda / (1 + lambda * snr);
        assertThat(ancestralError(lambda, snr, fine(snr, 20_000))).isCloseTo(twiceMmse, within(0.001 * twiceMmse));
    }

    /** The exact student's one step is the limit of DDIM's many; measured, and to the golden values by its gain. */
    @ParameterizedTest(name = "lambda {0}, {1} dB: limit {2}")
    @CsvSource({"1, 0, .58579", "1, 10, .09307", ".25, 0, .27639", ".04, 0, .06431", "4, 0, .84458"})
    void consistencyReachesTheLimitOfDdimInOneStep(double lambda, double db, double limit) {
        double snr = Snr.fromDb(db);
        SamplingPath path = SamplingPath.of(STABLE_DIFFUSION, snr, 1);
        double c = gain("consistency", snr, new GaussianConsistency(lambda), path);
        assertThat(lambda * (1 - c) * (1 - c) + c * c / snr).isCloseTo(limit, within(2e-5));
        assertWithinOnePercent(measure("consistency", lambda, snr, path, new GaussianConsistency(lambda)), limit);
    }

    /** Between the two jumps noise of the second level is added: {@code f_1 (f_0 (u + n) + s_1 z)}. Without it, or with the first level's, 1 % is far off. */
    @ParameterizedTest(name = "lambda {0}, {1} dB")
    @CsvSource({"1, 0", "1, 10", ".25, 0", "4, 0"})
    void twoConsistencyStepsHaveTheErrorOfTheirAlgorithm(double lambda, double db) {
        double snr = Snr.fromDb(db);
        SamplingPath path = SamplingPath.of(STABLE_DIFFUSION, snr, 2);
        double first = Math.sqrt(lambda / (lambda + 1 / path.snr(0)));
        double second = Math.sqrt(lambda / (lambda + 1 / path.snr(1)));
        double gain = first * second;
        double expected = lambda * (1 - gain) * (1 - gain) + gain * gain / snr + second * second / path.snr(1);
        assertWithinOnePercent(measure("consistency", lambda, snr, path, new GaussianConsistency(lambda)), expected);
    }

    @Test
    void exactlyAsManyStepsAsAskedEvenNearTheCleanEnd() {
        double snr = Snr.fromDb(29);
        SamplingPath path = SamplingPath.of(STABLE_DIFFUSION, snr, 50);
        assertThat(path.length()).isEqualTo(50);
        assertThat(path.snr(0)).isEqualTo(snr);
        for (int k = 1; k < 50; k++) {
            assertThat(path.snr(k)).as("step %d", k).isGreaterThan(path.snr(k - 1));
        }
    }

    /** Deterministic DDIM is linear: feeding it 1 gives its gain c, and MSE = lambda (1 - c)^2 + c^2 / snr. */
    private static double ddimError(double lambda, double snr, SamplingPath path) {
        double c = gain("ddim", snr, new GaussianDenoiser(lambda), path);
        return lambda * (1 - c) * (1 - c) + c * c / snr;
    }

    private static double gain(String sampler, double snr, Denoiser denoiser, SamplingPath path) {
        NoisyLatent one = new NoisyLatent(new Latent(new LatentShape(1, 1, 1), new float[] {1}), new float[] {(float) Snr.noiseVariance(snr)}, snr);
        return Sampler.REGISTRY.get(sampler).sample(one, denoiser, path, new SplittableRandom(0)).values()[0];
    }

    /** Ancestral sampling keeps {@code v = a u + w}; a and Var w follow a linear recursion. */
    private static double ancestralError(double lambda, double snr, SamplingPath path) {
        double a = 1;
        double w = 1 / snr;
        for (int k = 0; k < path.length() - 1; k++) {
            double variance = 1 / path.snr(k);
            double ratio = path.snr(k) / path.snr(k + 1);
            double gain = ratio + (1 - ratio) * lambda / (lambda + variance);
            a *= gain;
            w = gain * gain * w + variance * ratio * (1 - ratio);
        }
        double c = lambda / (lambda + 1 / path.snr(path.length() - 1));
        return lambda * (1 - c * a) * (1 - c * a) + c * c * w;
    }

    /** Steps at indices {@code round(i0 (S - k) / S)} of the schedule's grid, the start kept exact. */
    private static SamplingPath grid(double snr, int steps) {
        double start = STABLE_DIFFUSION.timestep(snr);
        double[] snrs = new double[steps];
        snrs[0] = snr;
        for (int k = 1; k < steps; k++) {
            snrs[k] = STABLE_DIFFUSION.snr(Math.rint(start * (steps - k) / steps));
        }
        return SamplingPath.through(snrs);
    }

    /** Many equal steps in dB far beyond the schedule's top, for limits. */
    private static SamplingPath fine(double snr, int steps) {
        double db = Snr.toDb(snr);
        double[] snrs = new double[steps];
        for (int k = 0; k < steps; k++) {
            snrs[k] = Snr.fromDb(db + (60 - db) * k / steps);
        }
        snrs[0] = snr;
        return SamplingPath.through(snrs);
    }

    private static double measure(String sampler, double lambda, double snr, SamplingPath path) {
        return measure(sampler, lambda, snr, path, new GaussianDenoiser(lambda));
    }

    private static double measure(String sampler, double lambda, double snr, SamplingPath path, Denoiser denoiser) {
        SplittableRandom random = new SplittableRandom(42);
        float[] clean = new float[SHAPE.size()];
        float[] noisy = new float[SHAPE.size()];
        float[] variance = new float[SHAPE.size()];
        Arrays.fill(variance, (float) Snr.noiseVariance(snr));
        for (int i = 0; i < clean.length; i++) {
            clean[i] = (float) (Math.sqrt(lambda) * random.nextGaussian());
            noisy[i] = (float) (clean[i] + Math.sqrt(Snr.noiseVariance(snr)) * random.nextGaussian());
        }
        float[] estimate = Sampler.REGISTRY.get(sampler)
                .sample(new NoisyLatent(new Latent(SHAPE, noisy), variance, snr), denoiser, path, random).values();
        double sum = 0;
        for (int i = 0; i < clean.length; i++) {
            double error = estimate[i] - clean[i];
            sum += error * error;
        }
        return sum / clean.length;
    }

    private static void assertWithinOnePercent(double measured, double expected) {
        assertThat(measured).isCloseTo(expected, within(0.01 * expected));
    }
}
