// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentShape;
import org.semlink.codec.NoisyLatent;
import org.semlink.diffusion.GaussianDenoiser;
import org.semlink.diffusion.schedule.DiscreteSchedule;
import org.semlink.diffusion.schedule.NoiseSchedule;

/** What every sampler must do, run over all that are registered. */
class SamplerContractTest {

    private static final NoiseSchedule SCHEDULE = DiscreteSchedule.REGISTRY.get("ddpm-linear");

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
