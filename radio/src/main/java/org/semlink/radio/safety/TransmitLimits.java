// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.safety;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.semlink.common.Registry;
import org.semlink.common.SemlinkException;
import org.semlink.common.YamlMap;

/**
 * What the user's real radios may transmit, as the section {@code transmit} of the configuration file says.
 *
 * @param source        the file, as error messages name it
 * @param bands         where transmitting is allowed; none means nowhere
 * @param window        the duty cycle holds in any stretch of time this long
 * @param pause         silence that ends a continuous transmission
 * @param maxTotal      most time on the air in one run of the program
 * @param waits         whether a burst over the duty cycle or the continuous limit waits; else it is refused
 */
public record TransmitLimits(String source, List<AllowedBand> bands, Duration window, Duration pause, Duration maxTotal, boolean waits) {

    static final double DUTY_CYCLE = 0.1;
    static final Duration WINDOW = Duration.ofSeconds(60);
    static final Duration MAX_CONTINUOUS = Duration.ofSeconds(4);
    static final Duration PAUSE = Duration.ofMillis(100);
    static final Duration MAX_TOTAL = Duration.ofSeconds(600);
    private static final List<String> KEYS = List.of("bands", "duty-cycle", "window", "max-continuous", "pause", "max-total", "over-limit");
    private static final List<String> ACTIONS = List.of("wait", "refuse");

    public TransmitLimits {
        bands = List.copyOf(bands);
    }

    /** Limits that allow nothing, for a file that is not there. */
    static TransmitLimits nothing(String source) {
        return new TransmitLimits(source, List.of(), WINDOW, PAUSE, MAX_TOTAL, true);
    }

    /** Reads a whole configuration; unknown keys and values out of range are input errors with their line. */
    public static TransmitLimits read(YamlMap file, String source) {
        file.requireKnown(List.of("transmit", "trust"));
        Optional<YamlMap> section = file.map("transmit");
        if (section.isEmpty()) {
            return nothing(source);
        }
        YamlMap map = section.get();
        map.requireKnown(KEYS);
        double dutyCycle = AllowedBand.share(map, DUTY_CYCLE);
        Duration maxContinuous = AllowedBand.seconds(map, "max-continuous", MAX_CONTINUOUS);
        String action = map.text("over-limit").orElse("wait");
        if (!ACTIONS.contains(action)) {
            throw SemlinkException.input("%s must be one of %s, got '%s'%s", map.where("over-limit"), ACTIONS, action,
                    Registry.nearest(action, ACTIONS).map(n -> "; did you mean '" + n + "'?").orElse(""));
        }
        return new TransmitLimits(source, map.maps("bands").stream().map(band -> AllowedBand.read(band, dutyCycle, maxContinuous)).toList(),
                AllowedBand.seconds(map, "window", WINDOW), AllowedBand.seconds(map, "pause", PAUSE),
                AllowedBand.seconds(map, "max-total", MAX_TOTAL), action.equals("wait"));
    }

    /**
     * The permit to transmit a signal of this width around this frequency; an input error where no band holds all of it.
     *
     * @param radio what error messages call the radio
     */
    public TransmitPermit permit(String radio, double frequencyHz, double bandwidthHz) {
        if (bands.isEmpty()) {
            throw SemlinkException.input("radio %s may not transmit: %s allows no band; list what you may use there, 'semlink radios limits' "
                    + "says how", radio, source);
        }
        return bands.stream().filter(band -> band.contains(frequencyHz, bandwidthHz)).findFirst()
                .map(band -> new TransmitPermit(this, band, radio, bandwidthHz))
                .orElseThrow(() -> SemlinkException.input("radio %s may not transmit from %s to %s MHz: %s allows %s; choose a frequency so that "
                        + "the whole signal lies in a band that you may use", radio, AllowedBand.megahertz(frequencyHz - bandwidthHz / 2),
                        AllowedBand.megahertz(frequencyHz + bandwidthHz / 2), source,
                        bands.stream().map(AllowedBand::toString).collect(Collectors.joining(", "))));
    }
}
