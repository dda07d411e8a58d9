// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.Arrays;
import org.semlink.common.SemlinkException;
import org.semlink.common.Snr;
import org.semlink.radio.SiNumber;

/**
 * Paths of a multipath channel: delays in samples, mean powers that sum to 1, phases.
 *
 * <p>Written {@code DELAY:DB:DEGREES/DELAY:DB...}, such as {@code 0:0/3:-12:130}; dB and degrees may be left out.
 */
final class TapProfile {

    /** The direct path and one echo: 3 samples late, 12 dB down. */
    static final String USUAL = "0:0/3:-12:130";

    private static final int MOST_DELAY = 512;

    final int[] delays;
    final double[] powers;
    final double[] phases;

    private TapProfile(int[] delays, double[] powers, double[] phases) {
        this.delays = delays;
        this.powers = powers;
        this.phases = phases;
    }

    static TapProfile parse(String text) {
        String[] taps = text.split("/", -1);
        int[] delays = new int[taps.length];
        double[] powers = new double[taps.length];
        double[] phases = new double[taps.length];
        for (int i = 0; i < taps.length; i++) {
            String[] parts = taps[i].split(":", -1);
            if (parts.length > 3) {
                throw SemlinkException.input("radio option taps must be DELAY:DB:DEGREES joined by '/', got '%s'; such as %s", text, USUAL);
            }
            double delay = SiNumber.parse("delay in radio option taps", parts[0], 0, MOST_DELAY);
            if (delay != Math.rint(delay)) {
                throw SemlinkException.input("delay in radio option taps must be whole samples, got %s", parts[0]);
            }
            delays[i] = (int) delay;
            powers[i] = Snr.fromDb(parts.length < 2 ? 0 : SiNumber.parse("dB in radio option taps", parts[1], -100, 100));
            phases[i] = parts.length < 3 ? 0 : Math.toRadians(SiNumber.parse("degrees in radio option taps", parts[2], -360, 360));
            if (Arrays.stream(delays, 0, i).anyMatch(d -> d == (int) delay)) {
                throw SemlinkException.input("radio option taps has delay %s twice in '%s'; join the two taps", (int) delay, text);
            }
        }
        double sum = Arrays.stream(powers).sum();
        Arrays.setAll(powers, i -> powers[i] / sum);
        return new TapProfile(delays, powers, phases);
    }

    int count() {
        return delays.length;
    }

    int longestDelay() {
        return Arrays.stream(delays).max().orElse(0);
    }

    /**
     * Mean of {@code |sum_l h_l exp(-i 2 pi f d_l)|^2} over {@code |f| <= band / 2}, in closed form:
     * {@code sum_lm Re(h_l conj(h_m)) sinc(band (d_l - d_m))}.
     *
     * @param taps interleaved gains, {@code 2 * count()}
     * @param band width as a fraction of the sample rate
     */
    double bandPower(double[] taps, double band) {
        double sum = 0;
        for (int l = 0; l < delays.length; l++) {
            for (int m = 0; m < delays.length; m++) {
                double x = Math.PI * band * (delays[l] - delays[m]);
                double sinc = x == 0 ? 1 : Math.sin(x) / x;
                sum += (taps[2 * l] * taps[2 * m] + taps[2 * l + 1] * taps[2 * m + 1]) * sinc;
            }
        }
        return sum;
    }
}
