// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without noise the line is exact to float precision, whatever the size, the carrier offset, the delay and the cut of the stream. */
class RoundTripTest {

    @ParameterizedTest(name = "{0} symbols")
    @ValueSource(ints = {1, 191, 192, 193, 4321, 32640})
    void payloadComesBackExactly(int count) {
        float[] air = TestLink.rotate(TestLink.pad(TestLink.burst(count, count), 777, 0), 0.15, 1);
        assertExact(TestLink.receive(air), count, count, 777, 1e-5);
    }

    @ParameterizedTest(name = "cfo {0} rad/sample")
    @ValueSource(doubles = {-0.17, -0.15, -0.03, -1e-4, 0, 1e-5, 0.02, 0.1, 0.15, 0.17})
    void anyCarrierOffset(double cfo) {
        List<ReceivedFrame> frames = TestLink.receive(TestLink.rotate(TestLink.pad(TestLink.burst(500, 1), 123, 50), cfo, 2));
        assertExact(frames, 500, 1, 123, 1e-5);
        assertThat(frames.get(0).link().cfoHz() * 2 * Math.PI / 1e6).isCloseTo(cfo, org.assertj.core.api.Assertions.within(1e-8));
    }

    /** The weakest carrier stands 13 dB below the strongest, and its rounding errors grow by as much. */
    @Test
    void echoesWithinThePrefix() {
        float[] air = TestLink.multipath(TestLink.pad(TestLink.burst(3000, 2), 400, 50), new double[] {0, 0.8, 0.1},
                new double[] {7, -0.2, 0.3}, new double[] {26, 0.1, -0.25});
        assertExact(TestLink.receive(air), 3000, 2, 400, 5e-5);
    }

    private static void assertExact(List<ReceivedFrame> frames, int count, long seed, long start, double tolerance) {
        assertThat(frames).hasSize(1);
        ReceivedFrame frame = frames.get(0);
        assertThat(frame.header()).contains(TestLink.header(count, seed));
        assertThat(frame.link().firstSample()).isEqualTo(start);
        float[] sent = TestLink.gaussianSymbols(count, seed);
        float[] received = frame.payload().orElseThrow().symbols();
        double worst = 0;
        for (int i = 0; i < sent.length; i++) {
            worst = Math.max(worst, Math.abs(received[i] - sent[i]));
        }
        assertThat(worst).as("largest error").isLessThan(tolerance);
        assertThat(frame.link().snr()).as("snr of a clean link").isGreaterThan(9e8);
        assertThat(frame.link().impairmentLimited()).isFalse();
    }
}
