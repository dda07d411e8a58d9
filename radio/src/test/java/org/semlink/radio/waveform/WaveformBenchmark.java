// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jtransforms.fft.FloatFFT_1D;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.semlink.radio.Iq;

/** Samples per microsecond (million a second) of transform, search, decoding and modulation, one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class WaveformBenchmark {

    private static final int PIECE = 1 << 15;
    private static final int SYMBOLS = TestLink.WAVEFORM.maxPayloadSymbols();

    private final float[] symbols = TestLink.gaussianSymbols(SYMBOLS, 1);
    private final FrameHeader header = TestLink.header(SYMBOLS, 1);
    private final Fft transform = new Fft(OfdmParameters.FFT);
    private final FloatFFT_1D peer = new FloatFFT_1D(OfdmParameters.FFT);
    private final float[] work = new float[2 * OfdmParameters.FFT];
    private final float[] noise = TestLink.noise(new float[2 * PIECE], Waveform.BURST_POWER, 1);
    private final float[] frame = TestLink.noise(TestLink.burst(SYMBOLS, 1), Waveform.BURST_POWER / 100, 2);
    private final FrameReceiver searching = TestLink.WAVEFORM.receiver();
    private final FrameReceiver decoding = TestLink.WAVEFORM.receiver();
    private long searched;
    private long decoded;

    /** Our transform of 256, input copied in. */
    @Benchmark
    @OperationsPerInvocation(OfdmParameters.FFT)
    public float[] fft256() {
        System.arraycopy(noise, 0, work, 0, work.length);
        transform.forward(work);
        return work;
    }

    /** JTransforms itself, the same way. */
    @Benchmark
    @OperationsPerInvocation(OfdmParameters.FFT)
    public float[] fft256OfJTransforms() {
        System.arraycopy(noise, 0, work, 0, work.length);
        peer.complexForward(work);
        return work;
    }

    /** A receiver that finds nothing in noise. */
    @Benchmark
    @OperationsPerInvocation(PIECE)
    public Object search() {
        searched += PIECE;
        return searching.push(new Iq(noise, TestLink.WAVEFORM.sampleRateHz(), searched - PIECE));
    }

    /** The longest frames without a gap, 20 dB. */
    @Benchmark
    @OperationsPerInvocation(OfdmParameters.MAX_BURST)
    public Object decode() {
        decoded += OfdmParameters.MAX_BURST;
        return decoding.push(new Iq(frame, TestLink.WAVEFORM.sampleRateHz(), decoded - OfdmParameters.MAX_BURST));
    }

    @Benchmark
    @OperationsPerInvocation(OfdmParameters.MAX_BURST)
    public Iq modulate() {
        return TestLink.WAVEFORM.modulate(header, symbols);
    }

    /** Whether the benchmarks do what they claim: every frame but the one in progress is decoded. */
    int framesOf(int pushes) {
        FrameReceiver receiver = TestLink.WAVEFORM.receiver();
        int frames = 0;
        for (int i = 0; i < pushes; i++) {
            frames += receiver.push(new Iq(Arrays.copyOf(frame, frame.length), 1e6, (long) i * OfdmParameters.MAX_BURST)).size();
        }
        return frames;
    }
}
