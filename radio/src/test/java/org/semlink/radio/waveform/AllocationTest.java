// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.semlink.radio.Iq;

/** In steady state nothing is allocated per sample or symbol but the result itself. */
class AllocationTest {

    /** Complex float and its variance. */
    private static final int BYTES_PER_SYMBOL = 12;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Bytes that one call of {@code work} allocates: the least of several, for compilers come and go. */
    private static long allocated(IntConsumer work) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 8; i++) {
            long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
            work.accept(i);
            least = Math.min(least, THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before);
        }
        return least;
    }

    /** A list per push and nothing else. */
    @Test
    void searchingAllocatesNothingPerSample() {
        int piece = 1 << 16;
        float[] noise = TestLink.noise(new float[2 * piece], 0.06, 1);
        FrameReceiver receiver = TestLink.WAVEFORM.receiver();
        assertThat(allocated(i -> receiver.push(new Iq(noise, 1e6, (long) i * piece)))).isLessThan(piece / 100);
    }

    /** From 2 to 170 OFDM symbols of payload the frames grow by their symbols and variances only. */
    @Test
    void decodingAllocatesTheFrameOnly() {
        int few = 2 * OfdmParameters.DATA;
        int most = TestLink.WAVEFORM.maxPayloadSymbols();
        long growth = decoded(most) - decoded(few);
        assertThat(growth - (long) BYTES_PER_SYMBOL * (most - few)).isLessThan(most / 4);
    }

    private static long decoded(int symbols) {
        float[] burst = TestLink.pad(TestLink.noise(TestLink.burst(symbols, 1), 0.001, 2), 40, 600);
        int length = burst.length / 2;
        FrameReceiver receiver = TestLink.WAVEFORM.receiver();
        int[] frames = {0};
        long bytes = allocated(i -> frames[0] += receiver.push(new Iq(burst, 1e6, (long) i * length)).size());
        assertThat(frames[0]).as("frames of %d symbols", symbols).isEqualTo(8);
        return bytes;
    }

    @Test
    void modulatingAllocatesTheBurstOnly() {
        int few = 2 * OfdmParameters.DATA;
        int most = TestLink.WAVEFORM.maxPayloadSymbols();
        long samples = TestLink.burst(most, 1).length / 2 - TestLink.burst(few, 1).length / 2;
        assertThat(modulated(most) - modulated(few) - 8 * samples).isLessThan(most / 4);
    }

    private static long modulated(int symbols) {
        FrameHeader header = TestLink.header(symbols, 1);
        float[] payload = TestLink.gaussianSymbols(symbols, 1);
        return allocated(i -> TestLink.WAVEFORM.modulate(header, payload));
    }
}
