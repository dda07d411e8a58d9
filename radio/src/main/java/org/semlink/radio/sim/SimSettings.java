// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import org.semlink.common.SemlinkException;
import org.semlink.common.Snr;
import org.semlink.radio.RadioContext;
import org.semlink.radio.RadioSpec;

/**
 * What the impairments are made from: the user's options, the waveform's facts, and what several of them share.
 *
 * <p>Under the switch {@code ideal} every impairment is left out that is not asked for.
 */
record SimSettings(RadioSpec spec, RadioContext context) {

    private static final double DEFAULT_SNR_DB = 10;

    /** The number given for {@code key}; otherwise {@code usual}, or {@code none} where the link is ideal. */
    double number(String key, double usual, double none, double min, double max) {
        return spec.number(key, spec.flag("ideal") ? none : usual, min, max);
    }

    /** Es/N0 of payload symbols that {@code snr} asks for, linear; infinite for a wire without noise. */
    double snr() {
        return Snr.fromDb(number("snr", DEFAULT_SNR_DB, Double.POSITIVE_INFINITY, -60, Double.POSITIVE_INFINITY));
    }

    /** Noise variance per complex sample; from the nominal burst power, not from the power that a burst happens to have. */
    double noiseVariance() {
        return context.burstPower() / (snr() * context.sampleSnrPerSymbolSnr());
    }

    /** By how much the transmitter's clock is fast, in ppm; 0 where {@code clock} is not given. */
    double clockPpm() {
        if (spec.has("clock") && (spec.has("cfo") || spec.has("sfo"))) {
            throw SemlinkException.input("radio option clock=%s sets cfo and sfo, which are given too; give either clock or those",
                    spec.text("clock").orElse(""));
        }
        return spec.number("clock", 0, -1000, 1000);
    }

    /** Carrier frequency; needed by {@code clock}. */
    double centerFrequencyHz() {
        if (spec.has("clock") && !spec.has("freq")) {
            throw SemlinkException.input("radio option clock=%s needs a carrier frequency; add one such as freq=2.4G",
                    spec.text("clock").orElse(""));
        }
        if (spec.has("freq") && !spec.has("clock")) {
            throw SemlinkException.input("radio option freq=%s has an effect only with clock; add one such as clock=2 (ppm)",
                    spec.text("freq").orElse(""));
        }
        return spec.number("freq", 0, 0, 1e12);
    }
}
