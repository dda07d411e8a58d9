// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentShape;
import org.semlink.codec.NoisyLatent;
import org.semlink.common.Snr;
import org.semlink.diffusion.Denoiser;
import org.semlink.diffusion.GaussianConsistency;
import org.semlink.diffusion.GaussianDenoiser;

/**
 * Order of convergence of the deterministic samplers, and the statistics of the stochastic one, with noise that differs from element to
 * element.
 *
 * <p>For {@code u ~ N(0, lambda)} the probability flow ODE from sigma to sigma' multiplies a value by
 * {@code sqrt((lambda + sigma'^2) / (lambda + sigma^2))}, whatever the schedule.
 */
class ConvergenceTest {

    private static final double LAMBDA = 0.5;
    /** Noise of each element relative to the link's: one link SNR, four noise levels. */
    private static final float[] RELATIVE = {0.25f, 1, 2, 6};
    private static final double END_DB = 25;

    @ParameterizedTest(name = "{0} from {1} dB: order {2}")
    @CsvSource({"ddim, 0, 1", "ddim, 7.3, 1", "dpm++, 0, 2", "dpm++, 7.3, 2", "dpm++, -4, 2", "heun, 0, 2", "heun, 7.3, 2", "heun, -4, 2"})
    void errorFallsWithTheOrderOfTheSampler(String sampler, double startDb, int order) {
        double coarse = error(sampler, startDb, 16);
        double fine = error(sampler, startDb, 64);
        assertThat(Math.log(coarse / fine) / Math.log(4)).as("errors %s and %s", coarse, fine).isCloseTo(order, within(0.25));
    }

    /** What the second order is for: with as many evaluations it is nearer to the ODE than DDIM. */
    @ParameterizedTest
    @ValueSource(doubles = {-4, 0, 7.3})
    void secondOrderBeatsDdimAtEqualCost(double startDb) {
        assertThat(error("dpm++", startDb, 20)).isLessThan(error("ddim", startDb, 20) / 3);
        assertThat(error("heun", startDb, 10)).isLessThan(error("ddim", startDb, 19));
    }

    /** The exact student is where the samplers of the ODE go, element by element. */
    @Test
    void heunTendsToTheConsistencyFunctionOfEveryElement() {
        NoisyLatent start = ones(1);
        double[] snrs = new double[400];
        for (int k = 0; k < snrs.length; k++) {
            snrs[k] = Snr.fromDb(60.0 * k / snrs.length);
        }
        float[] many = sample("heun", start, SamplingPath.through(snrs), new GaussianDenoiser(LAMBDA), 1);
        float[] one = sample("consistency", start, SamplingPath.through(1), new GaussianConsistency(LAMBDA), 1);
        for (int i = 0; i < one.length; i++) {
            assertThat(many[i]).as("element %d", i).isCloseTo(one[i], within(2e-4f));
        }
    }

    /** Largest relative deviation from the ODE over all elements; the last level's own denoising is taken out. */
    private static double error(String name, double startDb, int levels) {
        double start = Snr.fromDb(startDb);
        double[] snrs = new double[levels];
        for (int k = 0; k < levels; k++) {
            snrs[k] = Snr.fromDb(startDb + (END_DB - startDb) * k / (levels - 1));
        }
        snrs[0] = start;
        float[] out = sample(name, ones(start), SamplingPath.through(snrs), new GaussianDenoiser(LAMBDA), 1);
        double worst = 0;
        for (int i = 0; i < RELATIVE.length; i++) {
            double from = RELATIVE[i] / start;
            double to = RELATIVE[i] / snrs[levels - 1];
            double exact = Math.sqrt((LAMBDA + to) / (LAMBDA + from)) * LAMBDA / (LAMBDA + to);
            worst = Math.max(worst, Math.abs(out[i] / exact - 1));
        }
        return worst;
    }

    /**
     * With the exact denoiser every step of the stochastic sampler is linear, so the moments follow a recursion; 100,000 draws an element
     * scatter by 0.45 %, and 2 % would not pass a wrong factor of churn, of noise, or a missing correction.
     */
    @ParameterizedTest(name = "{0} dB, {1} levels")
    @CsvSource({"0, 5", "0, 20", "10, 10", "-4, 10"})
    void stochasticSamplerHasTheMomentsOfItsRecursion(double startDb, int levels) {
        double start = Snr.fromDb(startDb);
        double[] snrs = new double[levels];
        for (int k = 0; k < levels; k++) {
            snrs[k] = Snr.fromDb(startDb + (END_DB - startDb) * k / (levels - 1));
        }
        snrs[0] = start;
        SamplingPath path = SamplingPath.through(snrs);
        int draws = 100_000;
        SplittableRandom random = new SplittableRandom(3);
        LatentShape shape = new LatentShape(RELATIVE.length, 1, draws);
        float[] clean = new float[shape.size()];
        float[] noisy = new float[shape.size()];
        float[] variance = new float[shape.size()];
        for (int i = 0; i < clean.length; i++) {
            variance[i] = (float) (RELATIVE[i / draws] / start);
            clean[i] = (float) (Math.sqrt(LAMBDA) * random.nextGaussian());
            noisy[i] = (float) (clean[i] + Math.sqrt(variance[i]) * random.nextGaussian());
        }
        float[] out = sample("edm", new NoisyLatent(new Latent(shape, noisy), variance, start), path, new GaussianDenoiser(LAMBDA), 5);
        for (int e = 0; e < RELATIVE.length; e++) {
            double error = 0;
            double power = 0;
            for (int i = e * draws; i < (e + 1) * draws; i++) {
                error += (out[i] - clean[i]) * (out[i] - clean[i]) / draws;
                power += out[i] * out[i] / draws;
            }
            double[] moments = edmMoments(RELATIVE[e], path);
            assertThat(error).as("error, element %d", e).isCloseTo(moments[0], within(0.02 * moments[0]));
            assertThat(power).as("power, element %d", e).isCloseTo(moments[1], within(0.02 * moments[1]));
        }
    }

    /**
     * With many levels, churn that grows sigma as much as a level lowers it is the reverse SDE: draws of the posterior, twice the MMSE. More
     * churn forgets what was received; much more, and only the source is left: error 2 lambda.
     */
    @ParameterizedTest
    @ValueSource(doubles = {-4, 0, 10})
    void churnOfOneLevelDrawsFromThePosteriorAndMoreForgetsWhatWasReceived(double startDb) {
        double[] snrs = new double[8000];
        for (int k = 0; k < snrs.length; k++) {
            snrs[k] = Snr.fromDb(startDb + (60 - startDb) * k / snrs.length);
        }
        SamplingPath path = SamplingPath.through(snrs);
        double level = Math.sqrt(snrs[1] / snrs[0]);
        double noise = 1 / snrs[0];
        double[] once = moments(1, path, level);
        assertThat(once[0]).isCloseTo(2 * LAMBDA * noise / (LAMBDA + noise), within(0.002));
        assertThat(once[1]).isCloseTo(LAMBDA, within(0.002));
        double[] many = moments(1, path, Math.pow(level, 30));
        assertThat(many[0]).isCloseTo(2 * LAMBDA, within(0.08));
    }

    private static double[] edmMoments(double relative, SamplingPath path) {
        return moments(relative, path, 1 + Math.min(Sampler.EDM_CHURN / path.length(), Math.sqrt(2) - 1));
    }

    /** Mean squared error and mean power of what Algorithm 2 yields: {@code v = a u + w}, written with sigma as in the paper. */
    private static double[] moments(double relative, SamplingPath path, double growth) {
        double a = 1;
        double w = relative / path.snr(0);
        for (int k = 0; k < path.length(); k++) {
            double sigma = Math.sqrt(relative / path.snr(k));
            double hat = sigma * growth;
            w += hat * hat - sigma * sigma;
            double gain = LAMBDA / (LAMBDA + hat * hat);
            if (k < path.length() - 1) {
                double next = Math.sqrt(relative / path.snr(k + 1));
                double slope = hat / (LAMBDA + hat * hat);
                double euler = 1 + (next - hat) * slope;
                gain = 1 + (next - hat) * (slope + next / (LAMBDA + next * next) * euler) / 2;
            }
            a *= gain;
            w *= gain * gain;
        }
        return new double[] {LAMBDA * (1 - a) * (1 - a) + w, LAMBDA * a * a + w};
    }

    private static NoisyLatent ones(double snr) {
        float[] values = {1, 1, 1, 1};
        float[] variance = new float[RELATIVE.length];
        for (int i = 0; i < variance.length; i++) {
            variance[i] = (float) (RELATIVE[i] / snr);
        }
        return new NoisyLatent(new Latent(new LatentShape(1, 1, RELATIVE.length), values), variance, snr);
    }

    private static float[] sample(String name, NoisyLatent start, SamplingPath path, Denoiser denoiser, long seed) {
        return Sampler.REGISTRY.get(name).sample(start, denoiser, path, new SplittableRandom(seed)).values();
    }
}
