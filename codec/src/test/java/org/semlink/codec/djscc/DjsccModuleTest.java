// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djscc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentShape;
import org.semlink.codec.MappedLatent;
import org.semlink.codec.NoisyLatent;
import org.semlink.codec.Picture;
import org.semlink.codec.PixelCodec;
import org.semlink.codec.SymbolMapper;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.Layers;
import org.semlink.codec.djl.Parameters;
import org.semlink.codec.djl.Precision;
import org.semlink.codec.djl.StoredTensor;
import org.semlink.codec.image.BuiltInPictures;

/** What holds whatever the weights are, with untrained ones. */
class DjsccModuleTest {

    private static final BandwidthRatio WIDE = new BandwidthRatio(24);
    private static final BandwidthRatio NARROW = new BandwidthRatio(96);
    private static final DjsccNetwork.Config SIZES = new DjsccNetwork.Config(16, 8, 12, 1, 1);
    private static final Picture PICTURE = BuiltInPictures.all().values().iterator().next().resizedCanvas(45, 30);

    private static Compute compute;
    private static Map<String, StoredTensor> weights;
    private static DjsccModule module;
    private static Latent latent;

    @BeforeAll
    static void build() {
        compute = Compute.open("cpu");
        try (NDManager scope = compute.manager().newSubManager()) {
            Parameters parameters = Parameters.initialised(scope, 7);
            new DjsccNetwork(parameters, SIZES);
            weights = parameters.store();
            module = new DjsccModule(compute, weights, SIZES, "test", List.of(WIDE, NARROW));
        }
        latent = new PixelCodec().encode(PICTURE);
    }

    @AfterAll
    static void close() {
        module.close();
        compute.close();
    }

    /** Half precision is computed in, not only announced: its rounding shows, and no more than that. */
    @Test
    void halfPrecisionRounds() {
        try (Compute half = Compute.open("cpu", Precision.FP16); DjsccModule rounded = new DjsccModule(half, weights, SIZES, "test", List.of(WIDE, NARROW))) {
            float[] exact = module.compress(latent, WIDE).values();
            float[] near = rounded.compress(latent, WIDE).values();
            double error = 0;
            for (int i = 0; i < exact.length; i++) {
                error += Math.pow(exact[i] - near[i], 2) / exact.length;
            }
            assertThat(Math.sqrt(error)).isBetween(1e-6, 1e-2);
        }
    }

    /** 45 x 30 pixels are 6 x 4 positions; two reals make a symbol, so 1/24 has 16 channels and 1/96 four. */
    @Test
    void codesHaveTheRatiosSizeAndUnitPowerWhateverThePicturesSides() {
        for (BandwidthRatio ratio : module.ratios()) {
            Latent code = module.compress(latent, ratio);
            assertThat(code.shape()).isEqualTo(new LatentShape(ratio.equals(WIDE) ? 16 : 4, 4, 6));
            double power = 0;
            for (float value : code.values()) {
                power += value * value / code.values().length;
            }
            assertThat(power).isCloseTo(1, within(1e-5));
        }
        assertThat(module.own()).isEqualTo(WIDE);
    }

    /** The mapper adds nothing and the decoder gives whole pictures of the size asked for, in range and the same each time. */
    @Test
    void whatIsSentWithoutNoiseIsTheCeiling() {
        MappedLatent mapped = mapper(NARROW).map(module.compress(latent, NARROW), 5);
        NoisyLatent noisy = mapper(NARROW).unmap(mapped.symbols(), new float[mapped.symbols().length / 2], mapped.mapping(), 1e6);
        Latent ceiling = module.ceiling(latent, NARROW);
        assertThat(module.expand(noisy, latent.shape(), NARROW).observed().values()).containsExactly(ceiling.values(), within(1e-3f));
        assertThat(ceiling.shape()).isEqualTo(latent.shape());
        assertThat(new PixelCodec().decode(ceiling, 45, 30).samples()).hasSize(3 * 45 * 30).doesNotContain(Float.NaN);
        assertThat(ceiling.values()).isNotEqualTo(module.ceiling(latent, WIDE).values());
    }

    /** What was lost is unknown, not zero, and its value does not count. */
    @Test
    void lostSymbolsAreWhatWasNotSent() {
        Latent code = module.compress(latent, WIDE);
        float[] values = code.values().clone();
        float[] variance = new float[values.length];
        int sent = 4 * code.shape().plane();
        Arrays.fill(variance, sent, variance.length, Float.POSITIVE_INFINITY);
        Arrays.fill(values, sent, values.length, 0);
        float[] holed = expand(new Latent(code.shape(), values), variance, WIDE);
        // A code of the narrow ratio with the same values: its other channels were not sent.
        Latent narrow = new Latent(new LatentShape(4, code.shape().height(), code.shape().width()), Arrays.copyOf(values, sent));
        assertThat(expand(narrow, new float[sent], NARROW)).isEqualTo(holed);
        assertThat(expand(new Latent(code.shape(), values), new float[values.length], WIDE)).isNotEqualTo(holed);
    }

    @Test
    void ofNothingNothingIsMadeUp() {
        NoisyLatent lost = NoisyLatent.erased(module.compress(latent, WIDE).shape(), 1);
        NoisyLatent received = module.expand(lost, latent.shape(), WIDE);
        assertThat(received.isErased()).isTrue();
        assertThat(received.observed().values()).containsOnly(0);
    }

    @Test
    void pixelUnshuffleIsTheInverseOfPixelShuffle() {
        try (NDManager scope = compute.manager().newSubManager()) {
            NDArray x = scope.arange(2 * 12 * 3 * 5).reshape(new Shape(2, 12, 3, 5)).toType(ai.djl.ndarray.types.DataType.FLOAT32, false);
            assertThat(Layers.pixelUnshuffle(Layers.pixelShuffle(x, 2), 2).toFloatArray()).isEqualTo(x.toFloatArray());
        }
    }

    private static float[] expand(Latent code, float[] variance, BandwidthRatio ratio) {
        return module.expand(new NoisyLatent(code, variance, 10), latent.shape(), ratio).observed().values();
    }

    private static SymbolMapper mapper(BandwidthRatio ratio) {
        return new SymbolMapper(module.format(ratio).orElseThrow());
    }
}
