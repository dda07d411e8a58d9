// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.semlink.common.Registry;
import org.semlink.common.SemlinkException;
import org.semlink.radio.SiNumber;

/**
 * Waveforms as users name them: {@code ofdm}, {@code single-carrier} or {@code sc} for short, options behind a colon as in
 * {@code sc:rolloff=0.3} or {@code ofdm:midamble=16}. A new waveform is one class and one line here.
 */
public final class Waveforms {

    /** A waveform's options by name, and what makes it of their values and the sample rate. */
    private record Kind(List<String> options, BiFunction<Map<String, String>, Double, Waveform> maker) {
    }

    private static final Kind SINGLE_CARRIER = new Kind(List.of("rolloff"), Waveforms::singleCarrier);
    private static final Registry<Kind> NAMES = Registry.<Kind>of("waveform")
            .with("ofdm", new Kind(List.of("midamble"), Waveforms::ofdm))
            .with("single-carrier", SINGLE_CARRIER)
            .with("sc", SINGLE_CARRIER);

    private Waveforms() {
    }

    /** Names that {@link #of} takes. */
    public static Collection<String> names() {
        return NAMES.names();
    }

    /** The waveform of a text at {@link OfdmWaveform#DEFAULT_SAMPLE_RATE_HZ}. */
    public static Waveform of(String text) {
        return of(text, OfdmWaveform.DEFAULT_SAMPLE_RATE_HZ);
    }

    /** The waveform that {@code text} names; anything unknown, malformed or out of range in it is an input error. */
    public static Waveform of(String text, double sampleRateHz) {
        String trimmed = text.strip();
        int colon = trimmed.indexOf(':');
        String name = colon < 0 ? trimmed : trimmed.substring(0, colon);
        Kind kind = NAMES.get(name);
        Map<String, String> options = new LinkedHashMap<>();
        for (String item : colon < 0 ? new String[0] : trimmed.substring(colon + 1).split(",", -1)) {
            int equals = item.indexOf('=');
            String key = equals < 1 ? item : item.substring(0, equals).strip();
            if (equals < 1 || options.put(key, item.substring(equals + 1).strip()) != null) {
                throw SemlinkException.input("waveform options must be KEY=VALUE, each once, got '%s' in '%s'; write sc:rolloff=0.3 for example",
                        item, text);
            }
            if (!kind.options.contains(key)) {
                throw SemlinkException.input("waveform %s has no option '%s'%s; known: %s", name, key,
                        Registry.nearest(key, kind.options).map(n -> ", did you mean '" + n + "'?").orElse(""),
                        kind.options.isEmpty() ? "none" : String.join(", ", kind.options));
            }
        }
        return kind.maker.apply(options, sampleRateHz);
    }

    private static Waveform ofdm(Map<String, String> options, Double rate) {
        String interval = options.getOrDefault("midamble", "0");
        if (!interval.matches("\\d{1,9}")) {
            throw OfdmWaveform.refused("'" + interval + "'");
        }
        return new OfdmWaveform(rate, Integer.parseInt(interval));
    }

    private static Waveform singleCarrier(Map<String, String> options, Double rate) {
        String rollOff = options.get("rolloff");
        return new SingleCarrierWaveform(rate, rollOff == null ? SingleCarrierWaveform.DEFAULT_ROLL_OFF
                : SiNumber.parse("waveform option rolloff", rollOff, 0, 1));
    }
}
