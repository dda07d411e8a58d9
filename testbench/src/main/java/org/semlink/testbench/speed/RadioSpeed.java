// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.speed;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.semlink.common.Seeds;
import org.semlink.radio.Iq;
import org.semlink.radio.Radio;
import org.semlink.radio.waveform.FrameHeader;
import org.semlink.radio.waveform.FrameReceiver;
import org.semlink.radio.waveform.Waveform;
import org.semlink.testbench.line.RadioStrings;

/**
 * Throughput of the radio's hot loops on one thread, in complex samples per second of its processor time.
 *
 * <p>Each job runs for a while to be compiled, then in several rounds of which the median counts: other processes, which take
 * the core now and then, spoil it little. Compare ratios within one run, not numbers from different machines.
 */
final class RadioSpeed {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 7;
    private static final int CHUNK = 1 << 15;

    private final Waveform waveform;
    private final long roundNs;

    /**
     * Of the jobs with one waveform.
     *
     * @param round length of one round; warming up takes three
     */
    RadioSpeed(Waveform waveform, Duration round) {
        this.waveform = waveform;
        roundNs = round.toNanos();
    }

    /** Median samples per second of every job; name and rate of each go to {@code sink} as soon as they are known. */
    void measure(BiConsumer<String, Double> sink) {
        sink.accept("modulate", rate(modulate()));
        sink.accept("search in noise", rate(receive(noise(1 << 20))));
        sink.accept("decode back-to-back frames, 20 dB", rate(receive(frames())));
        sink.accept("simulated radio, AWGN and carrier offset", simulate("sim:channel=awgn,cfo=2k,snr=10,adc=0,dac=0"));
        sink.accept("simulated radio, as by default", simulate("sim:"));
        sink.accept("simulated radio, Rayleigh with Doppler", simulate("sim:channel=rayleigh,doppler=10,adc=0,dac=0"));
        sink.accept("simulated radio, TDL-A with Doppler", simulate("sim:channel=tdl-a,rms=50n,doppler=10,adc=0,dac=0"));
    }

    /** Runs {@code job}, which returns the samples it handled, and gives the median rate. */
    private double rate(LongSupplier job) {
        run(job, 3 * roundNs);
        double[] rates = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            rates[i] = run(job, roundNs);
        }
        Arrays.sort(rates);
        return rates[ROUNDS / 2];
    }

    private static double run(LongSupplier job, long atLeastNs) {
        long start = THREADS.getCurrentThreadCpuTime();
        long samples = 0;
        long elapsed;
        do {
            samples += job.getAsLong();
            elapsed = THREADS.getCurrentThreadCpuTime() - start;
        } while (elapsed < atLeastNs);
        return samples * 1e9 / elapsed;
    }

    private LongSupplier modulate() {
        float[] symbols = symbols();
        FrameHeader header = header();
        return () -> waveform.modulate(header, symbols).length();
    }

    private LongSupplier receive(Iq stream) {
        FrameReceiver receiver = waveform.receiver();
        long[] position = {0};
        return () -> {
            for (int at = 0; at < stream.length(); at += CHUNK) {
                int end = Math.min(stream.length(), at + CHUNK);
                receiver.push(new Iq(Arrays.copyOfRange(stream.samples(), 2 * at, 2 * end), stream.sampleRateHz(), position[0]));
                position[0] += end - at;
            }
            return stream.length();
        };
    }

    private double simulate(String spec) {
        Iq burst = waveform.modulate(header(), symbols());
        try (Radio radio = RadioStrings.open(spec, waveform, 1)) {
            return rate(() -> {
                radio.transmit(burst);
                long samples = 0;
                Iq heard;
                do {
                    heard = radio.receive(CHUNK, Duration.ZERO).iq();
                    samples += heard.length();
                } while (heard.length() > 0);
                return samples;
            });
        }
    }

    /** Three bursts without a gap, with noise 20 dB below them. */
    private Iq frames() {
        float[] burst = waveform.modulate(header(), symbols()).samples();
        float[] stream = new float[3 * burst.length];
        float[] noise = noise(stream.length / 2).samples();
        for (int i = 0; i < stream.length; i++) {
            stream[i] = burst[i % burst.length] + 0.1f * noise[i];
        }
        return new Iq(stream, waveform.sampleRateHz(), 0);
    }

    /** White noise of the bursts' nominal power. */
    private Iq noise(int samples) {
        SplittableRandom random = Seeds.random(1, "noise");
        double deviation = Math.sqrt(Waveform.BURST_POWER / 2);
        float[] iq = new float[2 * samples];
        for (int i = 0; i < iq.length; i++) {
            iq[i] = (float) (deviation * random.nextGaussian());
        }
        return new Iq(iq, waveform.sampleRateHz(), 0);
    }

    private float[] symbols() {
        SplittableRandom random = Seeds.random(1, "symbols");
        float[] symbols = new float[2 * waveform.maxPayloadSymbols()];
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] = (float) (Math.sqrt(0.5) * random.nextGaussian());
        }
        return symbols;
    }

    private FrameHeader header() {
        return new FrameHeader(0, 0, 1, waveform.maxPayloadSymbols(), new byte[FrameHeader.METADATA_BYTES]);
    }
}
