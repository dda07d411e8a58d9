// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import java.nio.file.Path;
import java.util.Optional;
import org.semlink.common.SemlinkException;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioContext;
import org.semlink.radio.RadioSpec;
import org.semlink.radio.Radios;
import org.semlink.radio.file.PieceLimit;
import org.semlink.radio.file.RecordingRadio;
import org.semlink.radio.safety.TransmitHistory;
import org.semlink.radio.waveform.Waveform;

/** Radios by their strings, told what they must know of a waveform. */
public final class RadioStrings {

    private RadioStrings() {
    }

    /** The string of a radio that only sends, as far as its kind lets that be said: it then needs no receiver. */
    public static String sending(String radio) {
        return oneWay(radio, "direction=tx", "");
    }

    /** The string of a radio that only receives: hardware then never transmits, a recording must exist. */
    public static String receiving(String radio) {
        return oneWay(radio, "direction=rx", "mode=read");
    }

    private static String oneWay(String radio, String soapy, String file) {
        RadioSpec spec = RadioSpec.parse(radio);
        return switch (spec.scheme()) {
            case "sim" -> throw SemlinkException.input("radio '%s' is heard by itself alone; use 'semlink link --radio %<s', or a soapy: or "
                    + "file: radio", radio);
            case "soapy" -> spec.has("direction") ? radio : radio + "," + soapy;
            case "file" -> spec.has("mode") || file.isEmpty() ? radio : radio + "," + file;
            default -> radio;
        };
    }

    /**
     * The radio of which everything received is also recorded in {@code record}, if that is not null; closing it closes {@code opened}.
     *
     * @param limit of its pieces; empty for a single file
     */
    public static Radio recorded(Radio opened, Path record, Optional<PieceLimit> limit) {
        if (record == null) {
            return opened;
        }
        try {
            return new RecordingRadio(opened, record, limit);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** The radio of a string; the caller closes it. */
    public static Radio open(String radio, Waveform waveform, long seed) {
        return open(radio, waveform, seed, new TransmitHistory());
    }

    /** As above, for a run that opens radios again and again: transmit limits go on with the history that the run has. */
    public static Radio open(String radio, Waveform waveform, long seed, TransmitHistory history) {
        return Radios.open(radio, new RadioContext(waveform.sampleRateHz(), Waveform.BURST_POWER, waveform.sampleSnrPerSymbolSnr(),
                waveform.occupiedBandwidthHz(), seed, history));
    }
}
