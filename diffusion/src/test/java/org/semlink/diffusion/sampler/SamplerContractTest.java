// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentShape;
import org.semlink.codec.NoisyLatent;
import org.semlink.diffusion.Denoiser;
import org.semlink.diffusion.GaussianDenoiser;
import org.semlink.diffusion.schedule.NoiseSchedule;

/** What every sampler must do, run over all that are registered. */
class SamplerContractTest {

    private static final NoiseSchedule SCHEDULE = NoiseSchedule.REGISTRY.get("ddpm-linear");

    static Stream<String> samplers() {
        return Sampler.REGISTRY.names().stream();
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void sameSeedSameBytesAndInputUntouched(String name) {
        NoisyLatent start = noisy(10);
        float[] before = start.observed().values().clone();
        float[] first = sample(name, start, 7);
        assertThat(sample(name, start, 7)).isEqualTo(first);
        assertThat(start.observed().values()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void aboveTheTopOfTheScheduleNothingIsTouched(String name) {
        NoisyLatent start = noisy(1e6);
        assertThat(sample(name, start, 1)).isEqualTo(start.observed().values());
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void erasedElementsTakeThePriorAndSpoilNothing(String name) {
        NoisyLatent start = noisy(10);
        start.observed().values()[5] = 0;
        start.variance()[5] = Float.POSITIVE_INFINITY;
        float[] out = sample(name, start, 3);
        assertThat(out[5]).isEqualTo(0);
        for (float value : out) {
            assertThat(value).isFinite();
        }
    }

    /** A schedule off by one would start a level late or end a level early: the levels are counted, and so are the calls. */
    @ParameterizedTest
    @MethodSource("samplers")
    void evaluatesExactlyAsOftenAsItSaysFromTheStartLevelOn(String name) {
        NoisyLatent start = noisy(7.3);
        List<Double> told = new ArrayList<>();
        Denoiser counting = new Denoiser() {
            @Override
            public Latent denoise(NoisyLatent noisy) {
                told.add(noisy.snr());
                assertThat(noisy.variance()[0] * noisy.snr()).isCloseTo(start.variance()[0] * start.snr(), within(1e-5));
                return new GaussianDenoiser(1).denoise(noisy);
            }

            @Override
            public void close() {
                // Holds nothing.
            }
        };
        Sampler sampler = Sampler.REGISTRY.get(name);
        SamplingPath path = SamplingPath.of(SCHEDULE, start.snr(), name.equals("posterior-mean") ? 1 : 6);
        sampler.sample(start, counting, path, new SplittableRandom(1));
        assertThat(told).hasSize(sampler.evaluations(path));
        double growth = name.equals("edm") ? 2 : 1;
        assertThat(told.get(0)).isBetween(start.snr() / growth - 1e-9, start.snr());
        assertThat(told.get(told.size() - 1)).isCloseTo(path.snr(path.length() - 1), within(path.snr(path.length() - 1) * (1 - 1 / growth) + 1e-9));
        assertThat(sampler.evaluations(SamplingPath.through())).isZero();
    }

    private static float[] sample(String name, NoisyLatent start, int steps) {
        return Sampler.REGISTRY.get(name).sample(start, new GaussianDenoiser(1), SamplingPath.of(SCHEDULE, start.snr(), steps),
                new SplittableRandom(9)).values();
    }

    private static NoisyLatent noisy(double snr) {
        SplittableRandom random = new SplittableRandom(1);
        LatentShape shape = new LatentShape(2, 3, 5);
        float[] values = new float[shape.size()];
        float[] variance = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
            variance[i] = (float) (random.nextDouble(0.5, 2) / snr);
        }
        return new NoisyLatent(new Latent(shape, values), variance, snr);
    }
}
