// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.receiver;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.semlink.common.Seeds;
import org.semlink.common.Snr;
import org.semlink.radio.Iq;
import org.semlink.radio.waveform.FrameReceiver;
import org.semlink.radio.waveform.ReceivedFrame;
import org.semlink.radio.waveform.Waveform;

/**
 * A receiver against the figures that it must reach: detection, false alarms, headers, and estimates against their bounds.
 *
 * <p>Every burst goes to a receiver of its own, in white noise, with a carrier offset uniform over +-48 kHz at 2 MS/s (+-20 ppm at
 * 2.4 GHz), delay and phase anything. A burst counts as detected when a frame is reported within {@value #NEAR} samples of it. SNRs are
 * Es/N0 of payload symbols unless they say per sample.
 */
final class ReceiverBench {

    /** Largest carrier offset: 48 kHz at 2 MS/s, rad per sample. */
    private static final double CFO = 2 * Math.PI * 48e3 / 2e6;
    private static final double NEAR = 16;
    private static final int NOISE_PIECE = 1 << 18;
    private static final double CONFIDENCE = 0.95;

    private final Waveform waveform;
    private final long seed;
    private final int frames;
    private final long noiseSamples;

    ReceiverBench(Waveform waveform, int frames, long noiseSamples, long seed) {
        this.waveform = waveform;
        this.seed = seed;
        this.frames = frames;
        this.noiseSamples = noiseSamples;
    }

    /** Measures everything; each criterion goes to {@code sink} as soon as it is known. */
    void run(Consumer<Criterion> sink) {
        sink.accept(detection());
        sink.accept(falseAlarms());
        sink.accept(headers(0, 0.995));
        sink.accept(headers(-3, 0.9));
        for (int snrDb = -5; snrDb <= 30; snrDb += 5) {
            accuracy(snrDb).forEach(sink);
        }
    }

    private Criterion detection() {
        double sampleSnr = Snr.fromDb(-4);
        BurstAir air = new BurstAir(waveform, Seeds.child(seed, "detection"));
        int detected = 0;
        for (int i = 0; i < frames; i++) {
            detected += receive(air, cfo("detection", i), sampleSnr).isPresent() ? 1 : 0;
        }
        return proportion("detection at -4 dB per sample, CFO +-48 kHz", 0.97, detected);
    }

    private Criterion falseAlarms() {
        BurstAir air = new BurstAir(waveform, Seeds.child(seed, "noise"));
        FrameReceiver receiver = waveform.receiver();
        long alarms = 0;
        long done = 0;
        while (done < noiseSamples) {
            int count = (int) Math.min(NOISE_PIECE, noiseSamples - done);
            alarms += receiver.push(new Iq(air.noise(count, Waveform.BURST_POWER), waveform.sampleRateHz(), done)).size();
            done += count;
        }
        alarms += receiver.finish().size();
        double most = new ChiSquaredDistribution(2.0 * (alarms + 1)).inverseCumulativeProbability(CONFIDENCE) / 2 / noiseSamples;
        return new Criterion("false alarms per sample, upper bound", false, 1e-6, most,
                String.format(Locale.ROOT, "%d in %.3g samples of noise, 95 %% confidence", alarms, (double) noiseSamples));
    }

    private Criterion headers(double snrDb, double asked) {
        String name = "header at " + snrDb;
        BurstAir air = new BurstAir(waveform, Seeds.child(seed, name));
        double sampleSnr = Snr.fromDb(snrDb) * waveform.sampleSnrPerSymbolSnr();
        int read = 0;
        for (int i = 0; i < frames; i++) {
            read += receive(air, cfo(name, i), sampleSnr).filter(f -> f.header().equals(Optional.of(air.header()))).isPresent() ? 1 : 0;
        }
        return proportion(String.format(Locale.ROOT, "header read at %.0f dB", snrDb), asked, read);
    }

    private List<Criterion> accuracy(int snrDb) {
        String name = "accuracy at " + snrDb;
        BurstAir air = new BurstAir(waveform, Seeds.child(seed, name));
        double snr = Snr.fromDb(snrDb);
        double sampleSnr = snr * waveform.sampleSnrPerSymbolSnr();
        Accuracy accuracy = new Accuracy(air.bounds(), snr, sampleSnr, waveform.sampleRateHz());
        for (int i = 0; i < frames; i++) {
            double cfo = cfo(name, i);
            receive(air, cfo, sampleSnr).filter(f -> f.header().equals(Optional.of(air.header())))
                    .ifPresent(frame -> accuracy.add(frame.link(), cfo, air.delay()));
        }
        String note = String.format(Locale.ROOT, "%d frames read; a deviation is known to %.1f %%", accuracy.count(),
                100 / Math.sqrt(2.0 * accuracy.count()));
        List<Criterion> criteria = new ArrayList<>();
        criteria.add(new Criterion("SNR bias in dB at " + snrDb + " dB", false, 0.1, Math.abs(accuracy.snrBiasDb()), note));
        criteria.add(new Criterion("SNR deviation over its bound at " + snrDb + " dB", false, 1.1, accuracy.snrDeviation(), note));
        if (snrDb >= 0) {
            criteria.add(new Criterion("CFO error over its bound at " + snrDb + " dB", false, 1.3, accuracy.cfoDeviation(), note));
            criteria.add(new Criterion("timing error over its bound at " + snrDb + " dB", false, 1.3, accuracy.timingDeviation(), note));
        }
        return criteria;
    }

    private double cfo(String name, int frame) {
        return CFO * (2 * new SplittableRandom(Seeds.child(seed, name + " CFO", frame)).nextDouble() - 1);
    }

    /** The frame that a new receiver reports where the next burst is. */
    private Optional<ReceivedFrame> receive(BurstAir air, double cfo, double sampleSnr) {
        FrameReceiver receiver = waveform.receiver();
        List<ReceivedFrame> found = new ArrayList<>(receiver.push(air.next(cfo, sampleSnr)));
        found.addAll(receiver.finish());
        return found.stream().filter(f -> Math.abs(f.link().arrivalSample() - air.delay()) < NEAR).findFirst();
    }

    private Criterion proportion(String name, double asked, int successes) {
        double rate = (double) successes / frames;
        double deviation = Math.sqrt(Math.max(rate * (1 - rate), 1.0 / frames) / frames);
        return new Criterion(name, true, asked, rate, String.format(Locale.ROOT, "%d of %d, +-%.2g", successes, frames, 2 * deviation));
    }
}
