// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.safety;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.semlink.common.SemlinkException;
import org.semlink.common.YamlMap;
import org.semlink.radio.SiNumber;

/**
 * A stretch of spectrum in which the user declares that transmitting is allowed, and how.
 *
 * @param fromHz        lower edge
 * @param toHz          upper edge, above {@code fromHz}
 * @param maxGainDb     most overall transmit gain that the device may report; infinite where not limited
 * @param dutyCycle     largest share of time on the air, in (0, 1]
 * @param maxContinuous longest transmission without a pause
 * @param note          why it is allowed: the licence, the rule, or the cable; never blank
 */
public record AllowedBand(double fromHz, double toHz, double maxGainDb, double dutyCycle, Duration maxContinuous, String note) {

    static final List<String> KEYS = List.of("from", "to", "max-gain", "duty-cycle", "max-continuous", "note");

    /** Reads an entry of {@code bands}; what it does not say is as {@code limits} say, and it cannot loosen those. */
    static AllowedBand read(YamlMap entry, double dutyCycle, Duration maxContinuous) {
        entry.requireKnown(KEYS);
        for (String key : List.of("from", "to", "note")) {
            if (!entry.has(key)) {
                throw SemlinkException.input("%s is missing in a band; give from, to (Hz) and note (licence, rule or cable)", entry.where(key));
            }
        }
        double from = number(entry, "from", 0, 0, 1e12);
        double to = number(entry, "to", 0, 0, 1e12);
        if (!(from < to)) {
            throw SemlinkException.input("%s must be above from, got %s to %s; give the lower edge first", entry.where("to"),
                    entry.text("from").orElseThrow(), entry.text("to").orElseThrow());
        }
        return new AllowedBand(from, to, number(entry, "max-gain", Double.POSITIVE_INFINITY, -200, 200),
                Math.min(dutyCycle, share(entry, dutyCycle)), shorter(maxContinuous, seconds(entry, "max-continuous", maxContinuous)),
                entry.text("note").orElseThrow());
    }

    static double number(YamlMap map, String key, double absent, double min, double max) {
        return map.text(key).map(text -> SiNumber.parse(map.where(key), text, min, max)).orElse(absent);
    }

    /** A duty cycle in (0, 1]. */
    static double share(YamlMap map, double absent) {
        return number(map, "duty-cycle", absent, 1e-6, 1);
    }

    static Duration seconds(YamlMap map, String key, Duration absent) {
        double seconds = number(map, key, absent.toNanos() / 1e9, 0.001, 1e6);
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** Whether a signal of this width around {@code frequencyHz} lies inside, edges included. */
    boolean contains(double frequencyHz, double bandwidthHz) {
        return frequencyHz - bandwidthHz / 2 >= fromHz && frequencyHz + bandwidthHz / 2 <= toHz;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s to %s MHz (%s)", megahertz(fromHz), megahertz(toHz), note);
    }

    static String megahertz(double hertz) {
        return new java.math.BigDecimal(hertz).movePointLeft(6).setScale(6, java.math.RoundingMode.HALF_EVEN).stripTrailingZeros().toPlainString();
    }
}
