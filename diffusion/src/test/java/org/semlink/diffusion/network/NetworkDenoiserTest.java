// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentShape;
import org.semlink.codec.NoisyLatent;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.Parameters;
import org.semlink.codec.djl.Precision;
import org.semlink.codec.djl.StoredTensor;
import org.semlink.diffusion.GaussianDenoiser;

class NetworkDenoiserTest {

    private static final UNet.Config SMALL = new UNet.Config(4, 8, 8, 1);

    /** The output layer starts at zero, so what is left is exact linear shrinkage, on even and odd sizes alike. */
    @ParameterizedTest
    @CsvSource({"4, 6", "5, 6", "4, 7", "1, 1", "3, 3"})
    void untrainedNetworkIsLinearShrinkage(int height, int width) {
        NoisyLatent noisy = noisy(new LatentShape(4, height, width), 1);
        try (Compute compute = Compute.open("cpu"); NetworkDenoiser denoiser = new NetworkDenoiser(compute, untrained(compute), SMALL, "t")) {
            float[] expected = new GaussianDenoiser(1).denoise(noisy).values();
            assertThat(denoiser.denoise(noisy).values()).containsExactly(expected, within(1e-6f));
        }
    }

    /** With all weights alive: noise-free elements pass untouched, erased ones get a finite word, and the word depends on the SNR told. */
    @Test
    void deviationGatesTheNetwork() {
        NoisyLatent noisy = noisy(new LatentShape(4, 6, 6), 2);
        Arrays.fill(noisy.variance(), 0, 36, 0);
        noisy.variance()[40] = Float.POSITIVE_INFINITY;
        try (Compute compute = Compute.open("cpu"); NetworkDenoiser denoiser = new NetworkDenoiser(compute, alive(compute), SMALL, "t")) {
            float[] out = denoiser.denoise(noisy).values();
            assertThat(Arrays.copyOf(out, 36)).isEqualTo(Arrays.copyOf(noisy.observed().values(), 36));
            assertThat(out[40]).isFinite().isNotZero();
            float[] told = denoiser.denoise(new NoisyLatent(noisy.observed(), noisy.variance(), 100)).values();
            assertThat(told[50]).isNotEqualTo(out[50]);
            assertThat(denoiser.denoise(noisy).values()).isEqualTo(out);
            assertThat(denoiser.denoise(noisy.toldSnr(1e6)).values()).as("holes on a link cleaner than training had")
                    .containsExactly(denoiser.denoise(noisy.toldSnr(1e3)).values(), within(1e-5f));
        }
    }

    /** Latents of other noise and SNR beside it change nothing but roundings; odd sides and holes come along. */
    @Test
    void aBatchIsItsLatentsOneByOne() {
        LatentShape shape = new LatentShape(4, 7, 6);
        List<NoisyLatent> noisy = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            noisy.add(noisy(shape, 10 + i).toldSnr(Math.pow(3, i)));
        }
        noisy.get(3).variance()[20] = Float.POSITIVE_INFINITY;
        noisy.set(4, noisy.get(3).toldSnr(1e5));
        try (Compute compute = Compute.open("cpu"); NetworkDenoiser denoiser = new NetworkDenoiser(compute, alive(compute), SMALL, "t")) {
            List<Latent> together = denoiser.denoiseAll(noisy);
            assertThat(together).hasSize(5);
            for (int i = 0; i < 5; i++) {
                assertThat(together.get(i).values()).as("latent %d", i).containsExactly(denoiser.denoise(noisy.get(i)).values(), within(1e-5f));
            }
            List<NoisyLatent> mixed = List.of(noisy.get(0), noisy(new LatentShape(4, 6, 7), 1));
            assertThatThrownBy(() -> denoiser.denoiseAll(mixed)).hasMessageContaining("one shape");
        }
    }

    /** What is known without noise passes exactly also in half precision; the network's own word moves by roundings, and moves. */
    @Test
    void halfPrecisionRoundsTheNetworkAlone() {
        NoisyLatent noisy = noisy(new LatentShape(4, 6, 6), 2);
        Arrays.fill(noisy.variance(), 0, 36, 0);
        try (Compute single = Compute.open("cpu"); Compute half = Compute.open("cpu", Precision.FP16);
                NetworkDenoiser exact = new NetworkDenoiser(single, alive(single), SMALL, "t");
                NetworkDenoiser rounded = new NetworkDenoiser(half, alive(single), SMALL, "t")) {
            float[] expected = exact.denoise(noisy).values();
            float[] found = rounded.denoise(noisy).values();
            assertThat(Arrays.copyOf(found, 36)).isEqualTo(Arrays.copyOf(expected, 36));
            assertThat(found).containsExactly(expected, within(0.02f)).isNotEqualTo(expected);
        }
    }

    private static Map<String, StoredTensor> untrained(Compute compute) {
        Parameters parameters = Parameters.initialised(compute.manager(), 3);
        new UNet(parameters, SMALL);
        return parameters.store();
    }

    private static Map<String, StoredTensor> alive(Compute compute) {
        SplittableRandom random = new SplittableRandom(4);
        Map<String, StoredTensor> alive = new LinkedHashMap<>();
        untrained(compute).forEach((name, tensor) -> {
            float[] values = tensor.values().clone();
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) (0.1 * random.nextGaussian());
            }
            alive.put(name, new StoredTensor(tensor.shape(), values));
        });
        return alive;
    }

    private static NoisyLatent noisy(LatentShape shape, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[shape.size()];
        float[] variance = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
            variance[i] = (float) random.nextDouble(0.01, 2);
        }
        return new NoisyLatent(new Latent(shape, values), variance, 3);
    }
}
