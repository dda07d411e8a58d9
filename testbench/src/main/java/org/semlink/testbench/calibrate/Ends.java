// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.semlink.common.SemlinkException;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioPair;
import org.semlink.radio.RadioSpec;
import org.semlink.radio.Radios;
import org.semlink.radio.safety.TransmitHistory;
import org.semlink.radio.waveform.Waveform;
import org.semlink.testbench.line.RadioStrings;

/**
 * The radios at both ends of a link, as far as they are known.
 *
 * @param tx          string of the transmitter; empty at a receiver, which does not know who sends
 * @param rx          string of the receiver; the transmitter's where one radio does both
 * @param description what the radios say of themselves when they are open; empty while they are not
 */
public record Ends(Optional<String> tx, String rx, Map<String, Object> description) {

    /** One radio for both directions. */
    public static Ends of(String radio, Map<String, Object> description) {
        return new Ends(Optional.of(radio), radio, description);
    }

    /** A receiver alone. */
    public static Ends receiving(String rx, Map<String, Object> description) {
        return new Ends(Optional.empty(), rx, description);
    }

    /** Two radios; a simulated one hears only itself. */
    static Ends of(String tx, String rx) {
        if (!tx.equals(rx) && (isSimulated(tx) || isSimulated(rx))) {
            throw SemlinkException.input("a simulated radio is heard by itself alone, got --tx %s and --rx %s; give --radio sim:...", tx, rx);
        }
        return new Ends(Optional.of(tx), rx, Map.of());
    }

    private static boolean isSimulated(String radio) {
        return RadioSpec.parse(radio).scheme().equals("sim");
    }

    /** Both ends, open, of which the transmitter has {@code transmitter} for its string and has sent {@code history}. */
    Radio open(String transmitter, Waveform waveform, long seed, TransmitHistory history) {
        if (tx.orElseThrow().equals(rx)) {
            return RadioStrings.open(transmitter, waveform, seed, history);
        }
        Radio sending = RadioStrings.open(RadioStrings.sending(transmitter), waveform, seed, history);
        try {
            return new RadioPair(sending, RadioStrings.open(RadioStrings.receiving(rx), waveform, seed));
        } catch (RuntimeException e) {
            sending.close();
            throw e;
        }
    }

    Ends describedBy(Radio open) {
        return new Ends(tx, rx, open.description());
    }

    /** What a link calibration depends on: settings but for the one that levels change, files they name, and which devices they are, where they say so. */
    Map<String, String> conditions() {
        Map<String, String> all = new TreeMap<>();
        Radios.checksums(rx).forEach((file, sha256) -> all.put("file " + file, "sha256 " + sha256));
        tx.ifPresent(radio -> {
            all.put("tx", settings(radio));
            all.putAll(transmitGain(radio));
        });
        all.put("rx", settings(rx));
        device("tx").ifPresent(device -> all.put("tx device", device));
        device("rx").ifPresent(device -> all.put("rx device", device));
        return all;
    }

    private static String settings(String radio) {
        RadioSpec spec = RadioSpec.parse(radio).without("snr").without("txgain").without("direction");
        Map<String, String> settings = new TreeMap<>();
        spec.options().forEach((key, value) -> settings.put(key, value == null ? "yes" : value));
        return spec.scheme() + settings;
    }

    private static Map<String, String> transmitGain(String radio) {
        return RadioSpec.parse(radio).text("txgain").map(gain -> Map.of(Ladder.TRANSMIT_GAIN, gain)).orElse(Map.of());
    }

    /** Driver, hardware and serial numbers of one end, as hardware tells them. */
    private Optional<String> device(String end) {
        Object said = description.get(end);
        // A pair of radios has the description of each, in which that end is one part.
        if (said instanceof Map<?, ?> whole && whole.get(end) != null) {
            said = whole.get(end);
        }
        return said instanceof Map<?, ?> device && device.get("driver") != null
                ? Optional.of(device.get("driver") + " " + device.get("hardware") + " " + device.get("info")) : Optional.empty();
    }
}
