// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.HEADER_SYMBOLS;
import static org.semlink.radio.waveform.SingleCarrierLayout.EPOCH;
import static org.semlink.radio.waveform.SingleCarrierLayout.WORD;

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
    private double walk;
    private double correlation;

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
            gains.set(e, words.amplitude(e, phase(e)));
        }
        gains.track(count, Math.max(error / (2 * WORD), Double.MIN_NORMAL), prior / 2);
        walk = 0;
        correlation = 1;
        if (tracker.walk() > 0 && count > 2) {
            double sum = 0;
            for (int e = 1; e < count - 1; e++) {
                double before = phase(e - 1) + words.beyond(e - 1, phase(e - 1));
                double here = phase(e) + words.beyond(e, phase(e));
                double after = phase(e + 1) + words.beyond(e + 1, phase(e + 1));
                sum += Math.pow(here - (before + after) / 2, 2);
            }
            double ofWord = Math.max(error / (2 * WORD), Double.MIN_NORMAL);
            walk = Math.max(0, 2 * sum / (count - 2) - 3 * ofWord);
            double x = walk / ofWord;
            correlation = Math.max(0, 1 + x / 2 - Math.sqrt(x + x * x / 4));
        }
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
        double measured = Math.max(error / (2 * WORD), Double.MIN_NORMAL);
        for (int e = 0; e < count; e++) {
            double gain = gains.gain(e);
            residual += words.residual(e, phase(e), gain);
            double free = WORD - tracker.absorbed(HEADER_SYMBOLS + e) / 2 - gains.variance(e) / measured / 2;
            degrees += free;
            expected += free / (gain * gain);
        }
        // What the phase wanders within a word is in the walk between the words too.
        residual = Math.max(residual - degrees * walkInWord(), residual * SMALLEST_SHARE);
        return new PilotResidual(residual * unit, expected, degrees, (double) count * WORD * unit);
    }

    /**
     * Turns and scales the first {@code arrived} of all symbols into their places in the payload.
     *
     * @param words    number of words that arrived
     * @param noise    variance of a symbol by noise, at amplitude 1
     * @param constant variance that does not depend on the amplitude
     */
    void apply(float[] symbols, int arrived, int words, double noise, double constant, float[] payload, float[] variance) {
        double[] coefficients = new double[3];
        for (int i = 0; i < variance.length; i++) {
            int place = SingleCarrierLayout.place(i);
            if (place >= arrived) {
                return;
            }
            double at = (place - KnownWords.CENTRE) / EPOCH;
            int before = (int) Math.floor(at);
            before = Math.min(before, words - 1);
            double share = at - before;
            boolean behind = before == words - 1;
            double p0 = tracker.phase(HEADER_SYMBOLS + before);
            double phase = behind ? p0 + share * tracker.rate(HEADER_SYMBOLS + before)
                    : p0 + share * (tracker.phase(HEADER_SYMBOLS + before + 1) - p0);
            tracker.variance(HEADER_SYMBOLS + before, coefficients);
            double v = coefficients[0];
            if (!behind) {
                tracker.variance(HEADER_SYMBOLS + before + 1, coefficients);
                double both = Math.sqrt(v * coefficients[0]);
                v = (1 - share) * (1 - share) * v + share * share * coefficients[0]
                        + share * (1 - share) * (2 * correlation * both + walk);
            } else {
                v += walk * share;
            }
            double g0 = before < 0 ? 1 : gains.gain(before);
            double gain = behind ? g0 : g0 + share * (gains.gain(before + 1) - g0);
            double gv = words == 0 ? 0 : gains.variance(Math.max(0, before));
            float sign = SingleCarrierLayout.scramble(i);
            float cos = (float) (sign * Math.cos(phase) / gain);
            float sin = (float) (sign * -Math.sin(phase) / gain);
            payload[2 * i] = symbols[2 * place] * cos - symbols[2 * place + 1] * sin;
            payload[2 * i + 1] = symbols[2 * place] * sin + symbols[2 * place + 1] * cos;
            variance[i] = (float) ((noise + gv) / (gain * gain) + constant + v);
        }
    }
}
