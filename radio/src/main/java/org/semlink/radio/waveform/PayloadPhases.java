// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.HEADER_SYMBOLS;
import static org.semlink.radio.waveform.SingleCarrierLayout.EPOCH;
import static org.semlink.radio.waveform.SingleCarrierLayout.WORD;
import static org.semlink.radio.waveform.SingleCarrierLayout.WORD_START;

/**
 * Phase and amplitude of every symbol of a single-carrier payload: straight lines between the known words.
 *
 * <p>At a share s of the way between two words whose phases have the variances p0 and p1, a phase that walks by q per epoch has the
 * variance {@code (1 - s)^2 p0 + s^2 p1 + 2 l s (1 - s) sqrt(p0 p1) + q s (1 - s)}: the last term is that of a Brownian bridge, and l, the
 * correlation of two neighbours' errors, is {@code 1 + x/2 - sqrt(x + x^2/4)}, {@code x = q / r}. Behind the last word it is
 * {@code p + q s}. q is measured on the words' own phases: the mean square of a phase less the mean of its neighbours' is
 * {@code q / 2 + 3 r / 2}, r the variance of a word's phase. Reused burst by burst; one thread.
 */
final class PayloadPhases {

    private static final double SMALLEST_SHARE = 0.01;

    private final PhaseTracker tracker;
    private final GainTracker gains = new GainTracker();
    private final WordErrors errors = new WordErrors();
    private double walk;
    private double correlation;
    private final double[] coefficients = new double[3];
    private double phase0;
    private double phaseStep;
    private double variance0;
    private double variance1;

    PayloadPhases(PhaseTracker tracker) {
        this.tracker = tracker;
    }

    /**
     * Takes the tracker's phases of {@code count} words as final and tracks the amplitudes.
     *
     * @param error variance of a symbol
     * @param prior variance of the channel estimate's amplitude, relative
     */
    void settle(int count, KnownWords words, double error, double prior) {
        for (int e = 0; e < count; e++) {
            gains.set(e, words.amplitude(e, phase(e)), ofWord(e, words, error));
        }
        gains.track(count, prior / 2);
        walk = 0;
        correlation = 1;
        if (tracker.walk() > 0 && count > 2) {
            double sum = 0;
            double ofWord = 0;
            for (int e = 1; e < count - 1; e++) {
                double before = phase(e - 1) + words.beyond(e - 1, phase(e - 1));
                double here = phase(e) + words.beyond(e, phase(e));
                double after = phase(e + 1) + words.beyond(e + 1, phase(e + 1));
                sum += Math.pow(here - (before + after) / 2, 2);
                ofWord += ofWord(e, words, error) / (count - 2);
            }
            walk = Math.max(0, 2 * sum / (count - 2) - 3 * ofWord);
            double x = walk / ofWord;
            correlation = Math.max(0, 1 + x / 2 - Math.sqrt(x + x * x / 4));
        }
    }

    /** Variance of a word's phase, or amplitude, by the error of its symbols. */
    private static double ofWord(int epoch, KnownWords words, double error) {
        return Math.max(error / (2 * words.wordEnergy(epoch)), Double.MIN_NORMAL);
    }

    /** Variance of the phase about its mean within a word. */
    private double walkInWord() {
        return walk * WORD / EPOCH / 6;
    }

    private double phase(int epoch) {
        return tracker.phase(HEADER_SYMBOLS + epoch);
    }

    /**
     * What the words leave.
     *
     * @param error variance of a symbol as predicted
     * @param unit  noise per carrier over {@code error}: the residual's scale
     */
    PilotResidual residual(int count, KnownWords words, double error, double unit) {
        double residual = 0;
        double degrees = 0;
        double expected = 0;
        double energy = 0;
        for (int e = 0; e < count; e++) {
            double gain = gains.gain(e);
            double free = WORD - tracker.absorbed(HEADER_SYMBOLS + e) / 2 - gains.absorbed(e) / 2;
            // What the phase wanders within a word is in the walk between the words too.
            double left = words.residual(e, phase(e), gain);
            left = Math.max(left - free * walkInWord(), left * SMALLEST_SHARE);
            errors.set(e, left, free);
            residual += left;
            degrees += free;
            expected += free / (gain * gain);
            energy += words.wordEnergy(e);
        }
        return new PilotResidual(residual * unit, expected, degrees, energy * unit);
    }

    /**
     * Turns and scales the first {@code arrived} of all symbols into their places in the payload.
     *
     * @param words    number of words that arrived
     * @param noise    variance of a symbol by noise, at amplitude 1
     * @param constant variance that does not depend on the amplitude
     * @param degrees  degrees of freedom behind the two
     */
    void apply(float[] symbols, int arrived, int words, double noise, double constant, double degrees, float[] payload,
            float[] variance) {
        for (int e = 0; e < words; e++) {
            errors.predict(e, noise / (gains.gain(e) * gains.gain(e)) + constant);
        }
        errors.settle(words, degrees);
        int payloadSymbol = 0;
        int place = 0;
        for (int before = -1; before < words; before++) {
            boolean behind = before == words - 1;
            int to = behind ? arrived : Math.min(arrived, (int) Math.ceil(KnownWords.CENTRE + (before + 1) * EPOCH));
            line(before, behind);
            double gain0 = before < 0 ? 1 : gains.gain(before);
            double gainStep = behind ? 0 : gains.gain(before + 1) - gain0;
            double ofGain = words == 0 ? 0 : gains.variance(Math.max(0, before));
            double factor0 = words == 0 ? 1 : errors.factor(Math.max(0, before));
            double factorStep = behind || before < 0 ? 0 : errors.factor(before + 1) - factor0;
            double share = (place - KnownWords.CENTRE) / EPOCH - before;
            double re = Math.cos(phase0 + share * phaseStep);
            double im = -Math.sin(phase0 + share * phaseStep);
            double stepRe = Math.cos(phaseStep / EPOCH);
            double stepIm = -Math.sin(phaseStep / EPOCH);
            for (; place < to && payloadSymbol < variance.length; place++) {
                int inWord = place % EPOCH - WORD_START;
                if (inWord < 0 || inWord >= WORD) {
                    share = (place - KnownWords.CENTRE) / EPOCH - before;
                    double scale = 1 / (gain0 + share * gainStep);
                    float cos = (float) (SingleCarrierLayout.scramble(payloadSymbol) * re * scale);
                    float sin = (float) (SingleCarrierLayout.scramble(payloadSymbol) * im * scale);
                    payload[2 * payloadSymbol] = symbols[2 * place] * cos - symbols[2 * place + 1] * sin;
                    payload[2 * payloadSymbol + 1] = symbols[2 * place] * sin + symbols[2 * place + 1] * cos;
                    variance[payloadSymbol] = (float) ((noise * scale * scale + constant) * (factor0 + share * factorStep)
                            + ofGain * scale * scale + variance(share, behind));
                    payloadSymbol++;
                }
                double next = re * stepRe - im * stepIm;
                im = re * stepIm + im * stepRe;
                re = next;
            }
        }
    }

    /** Phase and variance at word {@code before} and at the next one, or the way on behind the last. */
    private void line(int before, boolean behind) {
        int m = HEADER_SYMBOLS + before;
        phase0 = tracker.phase(m);
        phaseStep = behind ? tracker.rate(m) : tracker.phase(m + 1) - phase0;
        tracker.variance(m, coefficients);
        variance0 = coefficients[0];
        if (!behind) {
            tracker.variance(m + 1, coefficients);
        }
        variance1 = coefficients[0];
    }

    private double variance(double share, boolean behind) {
        if (behind) {
            return variance0 + walk * share;
        }
        double rest = 1 - share;
        return rest * rest * variance0 + share * share * variance1
                + share * rest * (2 * correlation * Math.sqrt(variance0 * variance1) + walk);
    }
}
