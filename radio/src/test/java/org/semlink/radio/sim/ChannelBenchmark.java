// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.semlink.radio.Iq;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioContext;
import org.semlink.radio.Radios;

/** Samples per microsecond (million a second) of the simulated radio, one burst in and all of it heard. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ChannelBenchmark {

    private static final int BURST = 1 << 16;
    private static final int PIECE = 1 << 14;

    /** AWGN and carrier offset; fading with Doppler; what {@code sim:} is by default. */
    @Param({"sim:channel=awgn,cfo=2k,snr=10,adc=0,dac=0", "sim:channel=rayleigh,doppler=10,adc=0,dac=0", "sim:"})
    public String radio;

    private final Iq burst = new Iq(new float[2 * BURST], 1e6, 0);
    private Radio opened;

    @Setup
    public void open() {
        opened = Radios.open(radio, new RadioContext(1e6, 1.0 / 16, 0.78, 0.82e6, 1));
    }

    @TearDown
    public void close() {
        opened.close();
    }

    @Benchmark
    @OperationsPerInvocation(BURST)
    public float sendAndHear() {
        opened.transmit(burst);
        float last = 0;
        for (Iq heard = opened.receive(PIECE, Duration.ZERO).iq(); heard.length() > 0; heard = opened.receive(PIECE, Duration.ZERO).iq()) {
            last = heard.samples()[0];
        }
        return last;
    }
}
