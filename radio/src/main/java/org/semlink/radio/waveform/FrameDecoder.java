// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.CARRIERS;
import static org.semlink.radio.waveform.OfdmParameters.DATA;
import static org.semlink.radio.waveform.OfdmParameters.FFT;
import static org.semlink.radio.waveform.OfdmParameters.HEADER_SYMBOLS;
import static org.semlink.radio.waveform.OfdmParameters.PREFIX;
import static org.semlink.radio.waveform.OfdmParameters.SYMBOL;

import java.util.Arrays;
import java.util.Optional;

/**
 * From a located burst to its frame: channel, header, phases, noise, equalised payload.
 *
 * <p>The header is read against the channel of the two training symbols, its phases tracked by pilots. Once decoded it is 16 symbols of
 * known data: the channel is estimated again from all 18, and all phases once more against that. Payload symbols are
 * {@code s = y exp(-i psi) / H} (zero forcing, so without bias) with the variance
 * {@code N0 / |H_k|^2 (1 + loss_k) + var(psi_k) + error floor}. Reused burst by burst; one thread.
 */
final class FrameDecoder {

    /** From the middle of the training pair to the first header symbol, in symbols. */
    private static final double FIRST_STEP = (FFT + PREFIX + FFT / 2.0) / SYMBOL;
    /** The tracker is not told of less noise than this fraction of the signal: its covariances keep their precision. */
    private static final double SMALLEST_TRACKER_NOISE = 1e-6;
    /** Prior deviation of the carrier offset beyond what noise explains, rad per symbol. */
    private static final double CFO_WANDER = 0.03;

    private final SymbolDemodulator demodulator = new SymbolDemodulator();
    private final ChannelEstimator estimator = new ChannelEstimator();
    private final PhaseTracker tracker = new PhaseTracker();
    private final HeaderCoder coder = new HeaderCoder();
    private final KnownSymbols known = new KnownSymbols();
    private final LinkMeter meter;
    private final float[] training = new float[4 * CARRIERS];
    private final float[] carriers = new float[2 * CARRIERS * (HEADER_SYMBOLS + OfdmParameters.MAX_PAYLOAD_SYMBOLS)];
    private final float[] soft = new float[HeaderCoder.SLOTS];
    private final double[] phaseVariance = new double[3];
    private final float[] rotor = new float[2 * CARRIERS];

    private long window;
    private double cfo;
    private int symbols;
    private double noise;

    FrameDecoder(double sampleRateHz) {
        meter = new LinkMeter(sampleRateHz, estimator, tracker, known);
    }

    /** Window start of symbol {@code m}, counted from the first header symbol. */
    private long windowOf(int m) {
        return window + 2 * FFT + PREFIX + (long) m * SYMBOL;
    }

    /** First stream index behind what {@code count} header and payload symbols need. */
    static long end(long window, int count) {
        return window + 2 * FFT + (long) count * SYMBOL;
    }

    /**
     * Reads training and 16 header symbols, or at least one where the stream ended; the header, if all of it is there and its checksum
     * holds.
     */
    Optional<FrameHeader> header(SampleBuffer buffer, long window, double cfo) {
        this.window = window;
        this.cfo = cfo;
        demodulator.tune(cfo, window);
        demodulator.demodulate(buffer, window, training, 0);
        demodulator.demodulate(buffer, window + FFT, training, CARRIERS);
        symbols = 0;
        receive(buffer, HEADER_SYMBOLS);
        estimator.clear();
        addTraining();
        estimator.estimate();
        known.forget();
        measureNoise();
        track();
        if (symbols < HEADER_SYMBOLS) {
            return Optional.empty();
        }
        softBits();
        Optional<FrameHeader> header = coder.decode(soft, OfdmParameters.MAX_PAYLOAD_SYMBOLS * DATA);
        header.ifPresent(this::useHeader);
        return header;
    }

    /** The frame with all payload symbols that the buffer holds. */
    ReceivedFrame frame(SampleBuffer buffer, Optional<FrameHeader> header) {
        if (header.isEmpty()) {
            return new ReceivedFrame(Optional.empty(), Optional.empty(), meter.linkState(symbols, training, carriers, window, cfo));
        }
        receive(buffer, HEADER_SYMBOLS + OfdmParameters.payloadSymbols(header.get().payloadSymbols()));
        measureNoise();
        track();
        LinkState link = meter.linkState(symbols, training, carriers, window, cfo);
        return new ReceivedFrame(header, Optional.of(equalise(header.get().payloadSymbols(), link.noise())), link);
    }

    /** Demodulates symbols up to {@code count} as far as their samples have come. */
    private void receive(SampleBuffer buffer, int count) {
        while (symbols < count && windowOf(symbols) + FFT <= buffer.end()) {
            demodulator.demodulate(buffer, windowOf(symbols), carriers, symbols * CARRIERS);
            symbols++;
        }
    }

    private void addTraining() {
        float[] sent = TrainingSignals.TRAINING_CARRIERS;
        for (int i = 0; i < 2 * CARRIERS; i++) {
            int u = i % CARRIERS;
            estimator.add(u, training[2 * i], training[2 * i + 1], sent[2 * u], sent[2 * u + 1]);
        }
    }

    /** Noise as far as it is known without the phases. */
    private void measureNoise() {
        noise = meter.training(training).and(meter.nulls(symbols, carriers)).variance();
    }

    private void track() {
        double power = estimator.meanPower();
        double trackerNoise = Math.max(noise, SMALLEST_TRACKER_NOISE * power);
        double ratio = trackerNoise / Math.max(power, Double.MIN_NORMAL);
        double step = (double) SYMBOL / FFT;
        double cfoPrior = ratio * (1 + ratio / 2) / CARRIERS * step * step + CFO_WANDER * CFO_WANDER;
        for (int m = 0; m < symbols; m++) {
            known.compress(m, carriers, estimator.channel(), tracker);
        }
        tracker.track(symbols, Math.max(trackerNoise, Double.MIN_NORMAL), FIRST_STEP, cfoPrior);
    }

    private void softBits() {
        float[] channel = estimator.channel();
        for (int m = 0; m < HEADER_SYMBOLS; m++) {
            KnownSymbols.rotor(tracker.phase(m), tracker.slope(m), rotor);
            int[] data = CarrierMap.data(m);
            for (int i = 0; i < DATA; i++) {
                int u = data[i];
                int at = 2 * (m * CARRIERS + u);
                float re = carriers[at] * rotor[2 * u] - carriers[at + 1] * rotor[2 * u + 1];
                float im = carriers[at] * rotor[2 * u + 1] + carriers[at + 1] * rotor[2 * u];
                soft[m * DATA + i] = re * channel[2 * u] + im * channel[2 * u + 1];
            }
        }
    }

    /** Takes the decoded header as known: tracks its phases with all of it, then estimates the channel anew. */
    private void useHeader(FrameHeader header) {
        known.learn(HeaderCoder.encode(header));
        track();
        estimator.clear();
        addTraining();
        for (int m = 0; m < HEADER_SYMBOLS; m++) {
            KnownSymbols.rotor(tracker.phase(m), tracker.slope(m), rotor);
            for (int u = 0; u < CARRIERS; u++) {
                float x = known.value(m, u);
                int at = 2 * (m * CARRIERS + u);
                float re = carriers[at] * rotor[2 * u] - carriers[at + 1] * rotor[2 * u + 1];
                float im = carriers[at] * rotor[2 * u + 1] + carriers[at + 1] * rotor[2 * u];
                estimator.add(u, re, im, x, 0);
            }
        }
        estimator.estimate();
    }

    private ReceivedSymbols equalise(int count, NoiseEstimates estimates) {
        PayloadEqualiser equaliser = new PayloadEqualiser(estimator, estimates);
        float[] payload = new float[2 * count];
        float[] variance = new float[count];
        Arrays.fill(variance, Float.POSITIVE_INFINITY);
        for (int m = HEADER_SYMBOLS; m < symbols; m++) {
            KnownSymbols.rotor(tracker.phase(m), tracker.slope(m), rotor);
            tracker.variance(m, phaseVariance);
            equaliser.equalise(m, carriers, rotor, phaseVariance, payload, variance);
        }
        return new ReceivedSymbols(payload, variance);
    }
}
