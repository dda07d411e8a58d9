// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.Arrays;
import org.semlink.common.SemlinkException;
import org.semlink.common.Snr;
import org.semlink.radio.SiNumber;

/**
 * Paths of a multipath channel: delays in samples, whole or not; mean powers that sum to 1; phases.
 *
 * <p>Written {@code DELAY:DB:DEGREES/DELAY:DB...}, such as {@code 0:0/3:-12:130}; dB and degrees may be left out.
 */
final class TapProfile {

    /** The direct path and one echo: 3 samples late, 12 dB down. */
    static final String USUAL = "0:0/3:-12:130";

    private static final int MOST_DELAY = 512;

    final double[] delays;
    final double[] powers;
    final double[] phases;

    /** Paths of these delays, powers (in any unit) and phases in radians. */
    TapProfile(double[] delays, double[] powers, double[] phases) {
        double sum = Arrays.stream(powers).sum();
        this.delays = delays.clone();
        this.powers = Arrays.stream(powers).map(p -> p / sum).toArray();
        this.phases = phases.clone();
    }

    static TapProfile parse(String text) {
        String[] taps = text.split("/", -1);
        double[] delays = new double[taps.length];
        double[] powers = new double[taps.length];
        double[] phases = new double[taps.length];
        for (int i = 0; i < taps.length; i++) {
            String[] parts = taps[i].split(":", -1);
            if (parts.length > 3) {
                throw SemlinkException.input("radio option taps must be DELAY:DB:DEGREES joined by '/', got '%s'; such as %s", text, USUAL);
            }
            double delay = SiNumber.parse("delay in radio option taps", parts[0], 0, MOST_DELAY);
            delays[i] = delay;
            powers[i] = Snr.fromDb(parts.length < 2 ? 0 : SiNumber.parse("dB in radio option taps", parts[1], -100, 100));
            phases[i] = parts.length < 3 ? 0 : Math.toRadians(SiNumber.parse("degrees in radio option taps", parts[2], -360, 360));
            if (Arrays.stream(delays, 0, i).anyMatch(d -> d == delay)) {
                throw SemlinkException.input("radio option taps has delay %s twice in '%s'; join the two taps", parts[0], text);
            }
        }
        return new TapProfile(delays, powers, phases);
    }

    int count() {
        return delays.length;
    }

    /** Root of the power-weighted variance of the delays, in samples. */
    double rmsDelay() {
        double mean = 0;
        double square = 0;
        for (int l = 0; l < delays.length; l++) {
            mean += powers[l] * delays[l];
            square += powers[l] * delays[l] * delays[l];
        }
        return Math.sqrt(Math.max(0, square - mean * mean));
    }

    /** Gains {@code sqrt(p) exp(i phase)} of the paths, interleaved. */
    double[] gains() {
        double[] gains = new double[2 * count()];
        for (int l = 0; l < count(); l++) {
            gains[2 * l] = Math.sqrt(powers[l]) * Math.cos(phases[l]);
            gains[2 * l + 1] = Math.sqrt(powers[l]) * Math.sin(phases[l]);
        }
        return gains;
    }
}
