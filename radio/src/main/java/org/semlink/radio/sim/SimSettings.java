// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import org.semlink.common.Seeds;
import org.semlink.common.SemlinkException;
import org.semlink.common.Snr;
import org.semlink.radio.RadioContext;
import org.semlink.radio.RadioSpec;
import org.semlink.radio.SiNumber;

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

    /** As {@link #number} within {@code +-most}; {@code +-20} is drawn by the seed, every value from -20 to 20 as likely. */
    double drawn(String key, double usual, double none, double most) {
        String text = spec.has(key) ? spec.text(key).orElse("") : "";
        if (!text.startsWith("+-")) {
            return number(key, usual, none, -most, most);
        }
        double bound = SiNumber.parse("radio option " + key, text.substring(2), 0, most);
        return bound * (2 * Seeds.random(context.seed(), "option " + key).nextDouble() - 1);
    }

    /** Es/N0 of payload symbols that {@code snr} asks for, linear; infinite for a wire without noise. */
    double snr() {
        return Snr.fromDb(number("snr", DEFAULT_SNR_DB, Double.POSITIVE_INFINITY, -60, Double.POSITIVE_INFINITY));
    }

    /** Noise variance per complex sample; from the nominal burst power, not from the power that a burst happens to have. */
    double noiseVariance() {
        return context.burstPower() / (snr() * context.sampleSnrPerSymbolSnr());
    }

    /** Occupied width as a fraction of the sample rate. */
    double band() {
        return context.occupiedBandwidthHz() / context.sampleRateHz();
    }

    /** The {@code doppler} asked for, 0 if absent, in cycles per sample. */
    double dopplerPerSample() {
        return spec.number("doppler", 0, 0, context.sampleRateHz() / 1000) / context.sampleRateHz();
    }

    /** Power of the {@code interferer}, 0 without one. */
    double interfererPower() {
        return spec.has("interferer") ? context.burstPower() * Snr.fromDb(spec.number("interferer", 0, -100, 60)) : 0;
    }

    /** By how much the transmitter's clock is fast, in ppm; 0 where {@code clock} is not given. */
    double clockPpm() {
        if (spec.has("clock") && (spec.has("cfo") || spec.has("sfo"))) {
            throw SemlinkException.input("radio option clock=%s sets cfo and sfo, which are given too; give either clock or those",
                    spec.text("clock").orElse(""));
        }
        return drawn("clock", 0, 0, 1000);
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
