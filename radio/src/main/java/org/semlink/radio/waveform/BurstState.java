// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.CARRIERS;
import static org.semlink.radio.waveform.OfdmParameters.FFT;
import static org.semlink.radio.waveform.OfdmParameters.HEADER_SYMBOLS;
import static org.semlink.radio.waveform.OfdmParameters.PREFIX;
import static org.semlink.radio.waveform.OfdmParameters.SYMBOL;

/**
 * What a receiver knows of the burst in progress: where it begins, its demodulated OFDM symbols, channel, phases and noise.
 *
 * <p>{@link FrameDecoder} fills it from training and header, a {@link PayloadDemodulator} goes on from there. Symbols are counted from the
 * first header symbol. Reused burst by burst; one thread.
 */
final class BurstState {

    /** From the middle of the training pair to the first header symbol, in symbols. */
    static final double FIRST_STEP = (FFT + PREFIX + FFT / 2.0) / SYMBOL;
    /** The tracker is not told of less noise than this fraction of the signal: its covariances keep their precision. */
    private static final double SMALLEST_TRACKER_NOISE = 1e-6;
    /** Prior deviation of the carrier offset beyond what noise explains, rad per symbol. */
    private static final double CFO_WANDER = 0.03;

    /** Leakage beyond this fraction of the noise is worth a second look at the burst. */
    private static final double LEAK = 0.03;
    private static final int EXCISIONS = 3;

    final ChannelEstimator estimator = new ChannelEstimator();
    final PhaseTracker tracker = new PhaseTracker();
    final KnownSymbols known = new KnownSymbols();
    final CarrierNoise carrierNoise = new CarrierNoise();
    final LinkMeter meter;
    /** The two training symbols, 208 carriers each. */
    final float[] training = new float[4 * CARRIERS];
    /** All symbols received, 208 carriers each. */
    final float[] carriers = new float[2 * CARRIERS * (HEADER_SYMBOLS + OfdmParameters.MAX_PAYLOAD_SYMBOLS)];

    private final float[] rotor = new float[2 * CARRIERS];
    private final BurstHead head = new BurstHead();
    private final SymbolDemodulator demodulator = new SymbolDemodulator();
    private long window;
    private double cfo;
    private int symbols;
    private double noise;

    BurstState(double sampleRateHz) {
        meter = new LinkMeter(sampleRateHz, estimator, tracker, known, head, carrierNoise);
    }

    /** A new burst: its training symbols are read, and nothing else is known of it. */
    void begin(SampleBuffer buffer, long window, double cfo) {
        this.window = window;
        this.cfo = cfo;
        readTraining(buffer);
        symbols = 0;
        known.forget();
        carrierNoise.forget();
    }

    private void readTraining(SampleBuffer buffer) {
        demodulator.tune(cfo, window);
        head.read(buffer, demodulator, window);
        demodulator.demodulate(buffer, window, training, 0);
        demodulator.demodulate(buffer, window + FFT, training, CARRIERS);
    }

    /** Reads all symbols once more with the offset taken off that their phases showed, and tracks what phases are left. */
    private void retune(SampleBuffer buffer) {
        cfo += residualCfo();
        readTraining(buffer);
        int count = symbols;
        symbols = 0;
        receive(buffer, count);
        track();
    }

    /** Stream index where the transform window of the first training symbol begins: the zero of all phases. */
    long window() {
        return window;
    }

    /** Carrier offset that has been taken off, rad per sample. */
    double cfo() {
        return cfo;
    }

    /** Carrier offset that the phases show beyond {@link #cfo}, rad per sample. */
    private double residualCfo() {
        return tracker.rate(symbols / 2) / SYMBOL;
    }

    /**
     * Whether the offset that was not taken off makes carriers leak into each other, {@code (w 256 / 2)^2 / 3} of the signal (w in rad per
     * sample), by more than 3 % of the noise.
     */
    private boolean offsetMatters() {
        double half = residualCfo() * FFT / 2;
        return half * half / 3 * estimator.meanPower() > LEAK * noise;
    }

    /**
     * Finds the carriers that something hits and estimates channel, noise and phases anew without them; reads the burst once more where
     * what hits had pulled the carrier offset away.
     */
    void excise(SampleBuffer buffer) {
        exciseWhatIsHit();
        if (carrierNoise.any() && offsetMatters()) {
            retune(buffer);
            weighAnew();
            carrierNoise.measure(this, estimator);
            weighAnew();
        }
    }

    /** Reads and measures everything once more, its samples having been freed of what hit them. */
    void receiveAnew(SampleBuffer buffer) {
        carrierNoise.forget();
        retune(buffer);
        weighAnew();
        excise(buffer);
    }

    void exciseWhatIsHit() {
        for (int i = 0; i < EXCISIONS && carrierNoise.measure(this, estimator); i++) {
            weighAnew();
        }
    }

    /** What hits single carriers has spoiled channel, noise and phases too: all once more with the weights that it leaves them. */
    void weighAnew() {
        estimateChannel();
        measureNoise();
        track();
    }

    /** OFDM symbols received so far. */
    int symbols() {
        return symbols;
    }

    /** Window start of symbol {@code m}. */
    private long windowOf(int m) {
        return window + 2 * FFT + PREFIX + (long) m * SYMBOL;
    }

    /** Demodulates symbols up to {@code count} as far as their samples have come. */
    void receive(SampleBuffer buffer, int count) {
        while (symbols < count && windowOf(symbols) + FFT <= buffer.end()) {
            demodulator.demodulate(buffer, windowOf(symbols), carriers, symbols * CARRIERS);
            symbols++;
        }
    }

    /** The channel from the training symbols and all symbols that are wholly known, whose phases have been tracked. */
    void estimateChannel() {
        estimator.clear();
        float[] sent = TrainingSignals.TRAINING_CARRIERS;
        for (int i = 0; i < 2 * CARRIERS; i++) {
            int u = i % CARRIERS;
            estimator.add(u, training[2 * i], training[2 * i + 1], sent[2 * u], sent[2 * u + 1], carrierNoise.weight(u));
        }
        for (int m = 0; m < symbols; m++) {
            if (!known.whole(m)) {
                continue;
            }
            KnownSymbols.rotor(tracker.phase(m), tracker.slope(m), rotor);
            for (int u = 0; u < CARRIERS; u++) {
                int at = 2 * (m * CARRIERS + u);
                float re = carriers[at] * rotor[2 * u] - carriers[at + 1] * rotor[2 * u + 1];
                float im = carriers[at] * rotor[2 * u + 1] + carriers[at + 1] * rotor[2 * u];
                estimator.add(u, re, im, known.value(m, u), 0, carrierNoise.weight(u));
            }
            estimator.learned(m);
        }
        estimator.estimate(!carrierNoise.any());
    }

    /** Noise as far as it is known without the phases, from all symbols received. */
    void measureNoise() {
        noise = meter.training(training).and(meter.nulls(symbols, carriers)).variance();
    }

    /** Noise from the nulls alone, where the channel moves: the training symbols then differ by more than noise. */
    void measureNoiseOfMovingChannel() {
        noise = meter.nulls(symbols, carriers).variance();
    }

    /** N0 as last measured. */
    double noise() {
        return noise;
    }

    /** Tracks the phases of all symbols received, against the channel of training and header. */
    void track() {
        track(estimator, false);
    }

    /**
     * Tracks the phases of all symbols received.
     *
     * @param channel  what they are measured against
     * @param straight whether they are a straight line, whatever they look like
     */
    void track(Channel channel, boolean straight) {
        track(channel, straight, 0);
    }

    /**
     * A straight line as the phases of a channel that moves.
     *
     * @param lag symbols over which payload pilots tell the middle of what they turn by; 0 for the line that fits best from the start on
     */
    void trackLine(int lag) {
        track(estimator, true);
        if (lag > 0) {
            tracker.centre(HEADER_SYMBOLS, symbols, lag, FIRST_STEP);
        }
    }

    /** Tracks the phases of all symbols received, and of {@code more} symbols behind them whose products the caller has set. */
    void track(int more) {
        track(estimator, false, more);
    }

    private void track(Channel channel, boolean straight, int more) {
        double power = estimator.meanPower();
        double trackerNoise = Math.max(noise, SMALLEST_TRACKER_NOISE * power);
        double ratio = trackerNoise / Math.max(power, Double.MIN_NORMAL);
        double step = (double) SYMBOL / FFT;
        double cfoPrior = ratio * (1 + ratio / 2) / CARRIERS * step * step + CFO_WANDER * CFO_WANDER;
        for (int m = 0; m < symbols; m++) {
            known.compress(m, carriers, channel.at(m), carrierNoise, tracker);
        }
        tracker.track(symbols + more, Math.max(trackerNoise, Double.MIN_NORMAL), FIRST_STEP, cfoPrior, straight);
    }

    /** What has been measured so far, from all symbols received. */
    LinkState linkState() {
        return linkState(estimator);
    }

    /** The same with a channel that the payload told more of. */
    LinkState linkState(Channel channel) {
        return meter.linkState(symbols, training, carriers, window, cfo, channel);
    }

    /**
     * What has been measured, with a payload that is not OFDM.
     *
     * @param residual   what the payload's known symbols left, scaled to noise per carrier
     * @param phases     header symbols and what followed them in the phase tracker
     * @param power      power of payload symbols over that of carriers at equal noise
     */
    LinkState linkState(PilotResidual residual, int phases, double power) {
        return meter.linkState(training, carriers, window, cfo, residual, phases, power);
    }
}
