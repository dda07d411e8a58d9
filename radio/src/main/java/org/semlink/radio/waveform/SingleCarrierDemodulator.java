// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.HEADER_SYMBOLS;
import static org.semlink.radio.waveform.SingleCarrierLayout.EPOCH;
import static org.semlink.radio.waveform.SingleCarrierLayout.LEAD;
import static org.semlink.radio.waveform.SingleCarrierLayout.SAMPLES_PER_SYMBOL;
import static org.semlink.radio.waveform.SingleCarrierLayout.WORD_START;

import java.util.Arrays;
import java.util.Optional;

/**
 * Single-carrier payload to symbols.
 *
 * <p>Carriers that something hits have no say in the header's measurements, and tones are taken off the payload ({@link ToneFinder}).
 * {@link BlockEqualiser} with the channel, carrier and clock offset that the header gave; {@link KnownWords} of every epoch then join
 * the header symbols in the burst's {@link PhaseTracker}, and where that finds another clock offset, the payload is equalised again.
 * Phase and amplitude are taken off along straight lines between the words. The variance of symbol j is
 * {@code (noise (1 + loss) + amplitude's) / a^2 + interference + var(phase)}, corrected by what the known words around it left
 * ({@link WordErrors}).
 */
final class SingleCarrierDemodulator implements PayloadDemodulator {

    /** Signal power of a symbol over that of a loaded carrier at equal noise: 1.6 against 256/200 samples' energy. */
    static final double POWER = SAMPLES_PER_SYMBOL * OfdmParameters.LOADED / OfdmParameters.FFT;
    /** Symbols before the end of what arrived that the pulses of missing samples spoil. */
    private static final int SPOILT = 64;

    private static final int MOST_TONES = 8;
    /** Symbols that a fast clock leaves together; no word lies across its multiples. */
    private static final int SMALLEST_STEP = 240;
    /** Mean square of the carriers in the band, in spacings, and the share of a symbol's variance that a clock may add. */
    private static final double BAND = 53 * 53;
    private static final double CLOCK_SHARE = 0.01;

    private final BurstState burst;
    private final BlockEqualiser equaliser;
    private final KnownWords words;
    private final PayloadPhases phases;
    private final ToneFinder finder = new ToneFinder();
    private final ToneRemover remover = new ToneRemover();
    private final float[] symbols = new float[2 * SingleCarrierLayout.MAX_EPOCHS * EPOCH];
    private final double[] slopes = new double[SingleCarrierLayout.MAX_EPOCHS + 1];
    private final double[] blockSlopes = new double[symbols.length / 2 / SMALLEST_STEP + 1];
    private long start;
    private int step;

    SingleCarrierDemodulator(BurstState burst, RootRaisedCosine pulse) {
        this.burst = burst;
        this.equaliser = new BlockEqualiser(pulse);
        this.words = new KnownWords(pulse.rollOff());
        this.phases = new PayloadPhases(burst.tracker);
    }

    @Override
    public ReceivedFrame demodulate(SampleBuffer buffer, FrameHeader header) {
        int epochs = SingleCarrierLayout.epochs(header.payloadSymbols());
        start = burst.window() - OfdmParameters.TRAINING_START + OfdmParameters.PAYLOAD_START;
        long end = start + SingleCarrierLayout.samples(epochs);
        int arrived = epochs * EPOCH;
        if (buffer.end() < end) {
            end = buffer.end();
            arrived = (int) Math.max(0, (end - start - LEAD) * SingleCarrierLayout.DOWN / SingleCarrierLayout.UP - SPOILT);
        }
        int whole = (arrived + EPOCH - WORD_START - SingleCarrierLayout.WORD) / EPOCH;
        burst.excise(buffer);
        double error = design(epochs);
        equalise(buffer, end, arrived);
        if (removeTones(buffer, end)) {
            burst.receiveAnew(buffer);
            error = design(epochs);
            equalise(buffer, end, arrived);
        }
        track(whole, error);
        if (slopesMoved(whole, error)) {
            step = step(error);
            equalise(buffer, end, arrived);
            track(whole, error);
        }
        phases.settle(whole, words, error, burst.estimator.meanLoss() * burst.noise() / burst.estimator.meanPower());
        double unit = burst.noise() / Math.max(error, Double.MIN_NORMAL);
        PilotResidual residual = whole == 0 ? null : phases.residual(whole, words, error, unit);
        LinkState link = burst.linkState(residual, HEADER_SYMBOLS + whole, POWER);
        ReceivedSymbols received = finish(header.payloadSymbols(), arrived, whole, link.noise());
        return new ReceivedFrame(HeaderCheck.SOUND, Optional.of(header), Optional.of(received), link);
    }

    /** Sets the equaliser as the header has it; the variance of a symbol. */
    private double design(int epochs) {
        equaliser.design(burst.estimator.channel(), burst.noise(), burst.cfo());
        double error = equaliser.noisePerVariance() * burst.noise() + equaliser.interference();
        extrapolateSlopes(epochs);
        step = step(error);
        return error;
    }

    /** The header's clock offset, a straight line through the slopes of its symbols. */
    private void extrapolateSlopes(int epochs) {
        double last = burst.tracker.slope(HEADER_SYMBOLS - 1);
        double rate = (last - burst.tracker.slope(0)) / (HEADER_SYMBOLS - 1);
        for (int e = 0; e <= epochs; e++) {
            slopes[e] = last + rate * (e + 1);
        }
    }

    /** Whether the words found slopes that add too much to a symbol's variance; then {@link #slopes} are theirs. */
    private boolean slopesMoved(int whole, double error) {
        double square = 0;
        for (int e = 0; e < whole; e++) {
            square += Math.pow(burst.tracker.slope(HEADER_SYMBOLS + e) - slopes[e], 2) / whole;
        }
        boolean moved = square * BAND > CLOCK_SHARE * error;
        if (moved) {
            for (int e = 0; e < slopes.length; e++) {
                // Behind the last word, as before it.
                slopes[e] = e < whole ? burst.tracker.slope(HEADER_SYMBOLS + e)
                        : slopes[e - 1] + (whole > 1 ? slopes[whole - 1] - slopes[whole - 2] : 0);
            }
        }
        return moved;
    }

    /** The most symbols that may share a slope: it is right in their middle and off by half of what it changes at their ends. */
    private int step(double error) {
        double perSymbol = (slopes[1] - slopes[0]) / EPOCH;
        int symbols = BlockEqualiser.STEP;
        while (symbols > SMALLEST_STEP && Math.pow(perSymbol * symbols, 2) / 12 * BAND > CLOCK_SHARE * error) {
            symbols /= 2;
        }
        return symbols;
    }

    /** Takes tones off the samples of the burst, which nobody else reads any more; whether there were any. */
    private boolean removeTones(SampleBuffer buffer, long end) {
        long begin = Math.max(buffer.first(), burst.window() - OfdmParameters.TRAINING_START);
        boolean any = false;
        for (int tone : finder.find(equaliser.half(), MOST_TONES)) {
            any |= remover.remove(buffer, begin, end, burst.cfo() + 2 * Math.PI * tone / BlockEqualiser.BLOCK);
        }
        return any;
    }

    private void equalise(SampleBuffer buffer, long end, int arrived) {
        finder.clear();
        for (int first = 0; first < arrived; first += step) {
            long at = start + LEAD - BlockEqualiser.MARGIN + (long) first * SingleCarrierLayout.UP / SingleCarrierLayout.DOWN;
            double middle = (first + step / 2.0 - KnownWords.CENTRE) / EPOCH;
            int e = (int) Math.max(0, Math.floor(middle));
            double slope = slopes[e] + (middle - e) * (slopes[Math.min(e + 1, slopes.length - 1)] - slopes[e]);
            int count = Math.min(step, symbols.length / 2 - first);
            blockSlopes[first / step] = slope;
            equaliser.equalise(buffer, at, start + LEAD - RootRaisedCosine.HALF, end, slope, symbols, first, count);
            finder.add(equaliser.spectrum());
            derotate(first, count, -burst.cfo() * (at - burst.window()));
        }
    }

    /** Turns a block by {@code phase}. */
    private void derotate(int first, int count, double phase) {
        float cos = (float) Math.cos(phase);
        float sin = (float) Math.sin(phase);
        for (int i = 2 * first; i < 2 * (first + count); i += 2) {
            float re = symbols[i] * cos - symbols[i + 1] * sin;
            symbols[i + 1] = symbols[i] * sin + symbols[i + 1] * cos;
            symbols[i] = re;
        }
    }

    private void track(int whole, double error) {
        for (int e = 0; e < whole; e++) {
            words.measure(e, symbols);
            int block = (e * EPOCH + WORD_START) / step;
            words.compress(e, HEADER_SYMBOLS + e, blockSlopes[block], burst.noise() / Math.max(error, Double.MIN_NORMAL), burst.tracker);
        }
        burst.track(whole);
    }

    private ReceivedSymbols finish(int count, int arrived, int whole, NoiseEstimates estimates) {
        float[] payload = new float[2 * count];
        float[] variance = new float[count];
        Arrays.fill(variance, Float.POSITIVE_INFINITY);
        double noise = estimates.combined() * burst.meter.signal();
        double perSymbol = noise * equaliser.noisePerVariance() * (1 + POWER * equaliser.loss(burst.estimator));
        phases.apply(symbols, Math.min(arrived, SingleCarrierLayout.epochs(count) * EPOCH), whole, perSymbol, equaliser.interference(),
                estimates.degreesOfFreedom(), payload, variance);
        return new ReceivedSymbols(payload, variance);
    }
}
