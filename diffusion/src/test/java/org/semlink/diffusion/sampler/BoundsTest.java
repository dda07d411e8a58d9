// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentShape;
import org.semlink.codec.NoiseMap;
import org.semlink.codec.NoisyLatent;
import org.semlink.codec.ObservedSymbols;
import org.semlink.common.Snr;
import org.semlink.diffusion.GaussianDenoiser;
import org.semlink.diffusion.schedule.NoiseSchedule;

/**
 * No receiver may beat the optimum performance theoretically attainable (Shannon 1959; Goblick 1965): a white Gaussian source of unit variance
 * over parallel channels of SNR gamma_k, one use per two reals, has {@code D >= exp(-mean ln(1 + gamma_k))}; on equal channels
 * that is {@code 1 / (1 + gamma)}, which sending it uncoded meets exactly. A result below would mean that the SNR's label is wrong.
 */
class BoundsTest {

    /** 120,000 reals: the mean square of an error scatters by 0.41 %; 3.01 dB of a wrong convention, or 0.1 dB of any label, is far outside. */
    private static final LatentShape SHAPE = new LatentShape(12, 100, 100);
    private static final double SCATTER = 4 * 0.0041;

    static Stream<String> samplers() {
        return Sampler.REGISTRY.names().stream();
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void noSamplerBeatsTheBoundAndThePosteriorMeanMeetsIt(String name) {
        for (double db : new double[] {-5, 0, 7, 15}) {
            double bound = 1 / (1 + Snr.fromDb(db));
            double error = error(name, "per-element", db, 0);
            assertThat(error).as("%s at %s dB", name, db).isGreaterThan(bound * (1 - SCATTER));
            if (name.equals("posterior-mean")) {
                assertThat(error).isCloseTo(bound, within(bound * SCATTER));
            }
        }
    }

    static Stream<String> noiseMaps() {
        return NoiseMap.REGISTRY.names().stream();
    }

    /** Symbols that fade by +-8 dB: using the map comes nearest to the bound, nothing crosses it. */
    @ParameterizedTest
    @MethodSource("noiseMaps")
    void noNoiseMapBeatsTheBoundOfUnequalChannels(String map) {
        for (double db : new double[] {0, 7, 15}) {
            double bound = 0;
            double linear = 0;
            for (int i = 0; i < SHAPE.size() / 2; i++) {
                bound += Math.log(1 + Snr.fromDb(db + fade(i, 8))) / (SHAPE.size() / 2);
                linear += 1 / (1 + Snr.fromDb(db + fade(i, 8))) / (SHAPE.size() / 2);
            }
            double error = error("posterior-mean", map, db, 8);
            assertThat(error).as("%s at %s dB", map, db).isGreaterThan(Math.exp(-bound) * (1 - SCATTER));
            assertThat(error).as("%s at %s dB against the linear optimum", map, db).isGreaterThan(linear * (1 - SCATTER));
            if (map.equals("per-element")) {
                assertThat(error).isCloseTo(linear, within(linear * SCATTER));
            } else {
                assertThat(error).isGreaterThan(linear * 1.05);
            }
        }
    }

    private static double fade(int symbol, double depthDb) {
        return depthDb * Math.sin(symbol * 0.37);
    }

    private static double error(String sampler, String map, double db, double depthDb) {
        SplittableRandom random = new SplittableRandom(8);
        float[] clean = new float[SHAPE.size()];
        float[] symbols = new float[SHAPE.size()];
        float[] variance = new float[SHAPE.size() / 2];
        for (int i = 0; i < clean.length; i++) {
            variance[i / 2] = (float) Snr.noiseVariance(Snr.fromDb(db + fade(i / 2, depthDb)));
            clean[i] = (float) random.nextGaussian();
            symbols[i] = (float) (Math.sqrt(0.5) * clean[i] + Math.sqrt(variance[i / 2] / 2) * random.nextGaussian());
        }
        ObservedSymbols observed = NoiseMap.REGISTRY.get(map).apply(new ObservedSymbols(symbols, variance, Snr.fromDb(db)), random);
        float[] values = new float[SHAPE.size()];
        float[] perReal = new float[SHAPE.size()];
        for (int i = 0; i < values.length; i++) {
            perReal[i] = observed.noiseVariance()[i / 2];
            values[i] = Float.isInfinite(perReal[i]) ? 0 : (float) (Math.sqrt(2) * observed.symbols()[i]);
        }
        NoiseSchedule schedule = NoiseSchedule.REGISTRY.get("ddpm-linear");
        float[] estimate = Sampler.REGISTRY.get(sampler).sample(new NoisyLatent(new Latent(SHAPE, values), perReal, observed.snr()),
                new GaussianDenoiser(1), SamplingPath.of(schedule, observed.snr(), sampler.equals("posterior-mean") ? 1 : 8), random).values();
        double sum = 0;
        for (int i = 0; i < clean.length; i++) {
            sum += (estimate[i] - clean[i]) * (estimate[i] - clean[i]) / clean.length;
        }
        return sum;
    }
}
