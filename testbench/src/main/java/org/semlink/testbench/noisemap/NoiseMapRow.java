// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.noisemap;

import org.semlink.common.Snr;
import org.semlink.radio.waveform.ReceivedFrame;
import org.semlink.radio.waveform.ReceivedSymbols;

/**
 * Predicted against measured error of payload symbols, summed over bursts.
 *
 * <p>{@link #gapDb} is the ratio of the two means, which few deep fades decide where there are any; {@link #normalisedGapDb} is
 * {@code -10 lg mean(|error|^2 / predicted variance)}, in which every symbol counts the same, for the first, middle and last third of the
 * payload: a map that does not grow with the distance from the training shows there.
 */
final class NoiseMapRow {

    /** Parts of the payload that are looked at on their own. */
    static final int THIRDS = 3;

    private final double[] normalised = new double[THIRDS];
    private final long[] symbols = new long[THIRDS];
    private double predicted;
    private double measured;
    private double snr;
    private int sent;
    private int received;
    private int limited;

    void add(NoiseMapTrial trial) {
        sent++;
        trial.frame().ifPresent(frame -> add(trial.sent(), frame));
    }

    private void add(float[] reference, ReceivedFrame frame) {
        ReceivedSymbols payload = frame.payload().orElseThrow();
        received++;
        limited += frame.link().impairmentLimited() ? 1 : 0;
        snr += frame.link().snr();
        for (int i = 0; i < payload.length(); i++) {
            double variance = payload.noiseVariance()[i];
            if (variance < Float.POSITIVE_INFINITY) {
                double re = payload.symbols()[2 * i] - reference[2 * i];
                double im = payload.symbols()[2 * i + 1] - reference[2 * i + 1];
                double error = re * re + im * im;
                int third = (int) ((long) THIRDS * i / payload.length());
                predicted += variance;
                measured += error;
                normalised[third] += error / variance;
                symbols[third]++;
            }
        }
    }

    int sent() {
        return sent;
    }

    int received() {
        return received;
    }

    /** Bursts that the receiver called impairment-limited. */
    int limited() {
        return limited;
    }

    /** Mean estimated Es/N0. */
    double snrDb() {
        return Snr.toDb(snr / received);
    }

    /** Mean predicted variance over mean squared error. */
    double gapDb() {
        return Snr.toDb(predicted / measured);
    }

    /** Mean squared error of the payload symbols, dB. */
    double measuredDb() {
        return Snr.toDb(measured / (symbols[0] + symbols[1] + symbols[2]));
    }

    /** Predicted over measured, every symbol normalised by its own prediction, over the whole payload. */
    double normalisedGapDb() {
        return Snr.toDb((symbols[0] + symbols[1] + symbols[2]) / (normalised[0] + normalised[1] + normalised[2]));
    }

    /** The same over one third of the payload, 0 to 2. */
    double normalisedGapDb(int third) {
        return Snr.toDb(symbols[third] / normalised[third]);
    }
}
