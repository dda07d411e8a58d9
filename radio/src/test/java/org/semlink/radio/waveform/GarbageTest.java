// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams that are no bursts raise no frame and no exception, and a burst behind or among them is still read. */
class GarbageTest {

    private static final int LENGTH = 20_000;

    static Stream<Arguments> streams() {
        Random random = new Random(1);
        return Stream.of(
                Arguments.of("zeros", stream(i -> 0)),
                Arguments.of("NaN", stream(i -> Double.NaN)),
                Arguments.of("infinity", stream(i -> i % 3 == 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY)),
                Arguments.of("largest floats", stream(i -> i % 2 == 0 ? Float.MAX_VALUE : -Float.MAX_VALUE)),
                Arguments.of("smallest floats", stream(i -> Float.MIN_VALUE)),
                Arguments.of("constant carrier", stream(i -> 0.7)),
                Arguments.of("tone in range", stream(i -> Math.cos(0.1 * (i / 2) - i % 2 * Math.PI / 2))),
                Arguments.of("tone at the edge", stream(i -> Math.cos(Math.PI / 16 * (i / 2) - i % 2 * Math.PI / 2))),
                Arguments.of("real tone", stream(i -> i % 2 == 0 ? Math.cos(0.3 * i) : 0)),
                Arguments.of("square wave of the preamble's period", stream(i -> i / 32 % 2 == 0 ? 0.5 : -0.5)),
                Arguments.of("impulses", stream(i -> i % 512 == 0 ? 1 : 0)),
                Arguments.of("random bits of floats", stream(i -> Float.intBitsToFloat(random.nextInt()))),
                Arguments.of("preamble without end", repeated(TrainingSignals.PREAMBLE)),
                Arguments.of("training without end", repeated(TrainingSignals.TRAINING)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void noFrameAndNoException(String name, float[] stream) {
        List<ReceivedFrame> frames = TestLink.receive(stream, new int[] {1, 999, 4096});
        assertThat(frames).as(name).noneMatch(f -> f.header().isPresent());
    }

    @ParameterizedTest(name = "behind {0}")
    @MethodSource("streams")
    void aBurstBehindItIsRead(String name, float[] stream) {
        float[] burst = TestLink.pad(TestLink.burst(300, 6), 600, 100);
        float[] air = Arrays.copyOf(stream, stream.length + burst.length);
        System.arraycopy(burst, 0, air, stream.length, burst.length);
        List<ReceivedFrame> frames = TestLink.receive(air);
        assertThat(frames).as(name).anyMatch(f -> f.header().equals(java.util.Optional.of(TestLink.header(300, 6))));
    }

    @Test
    void someBadSamplesInAPayloadDoNotSpoilTheRest() {
        float[] air = TestLink.noise(TestLink.pad(TestLink.burst(4000, 7), 300, 100), TestLink.noiseVariance(100), 1);
        int at = 300 + OfdmParameters.PAYLOAD_START + 5 * OfdmParameters.SYMBOL + 100;
        air[2 * at] = Float.NaN;
        air[2 * at + 5] = Float.POSITIVE_INFINITY;
        List<ReceivedFrame> frames = new ArrayList<>(TestLink.receive(air));
        assertThat(frames).hasSize(1);
        double error = TestLink.errorVariance(frames.get(0).payload().orElseThrow(), TestLink.gaussianSymbols(4000, 7));
        assertThat(error).isLessThan(0.02);
    }

    private static float[] stream(IntToDoubleFunction value) {
        float[] samples = new float[2 * LENGTH];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) value.applyAsDouble(i);
        }
        return samples;
    }

    private static float[] repeated(float[] period) {
        return stream(i -> period[i % period.length]);
    }
}
