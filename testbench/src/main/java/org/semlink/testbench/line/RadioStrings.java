// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import org.semlink.radio.Radio;
import org.semlink.radio.RadioContext;
import org.semlink.radio.Radios;
import org.semlink.radio.waveform.Waveform;

/** Radios by their strings, told what they must know of a waveform. */
public final class RadioStrings {

    private RadioStrings() {
    }

    /** The radio of a string; the caller closes it. */
    public static Radio open(String radio, Waveform waveform, long seed) {
        return Radios.open(radio, new RadioContext(waveform.sampleRateHz(), Waveform.BURST_POWER, waveform.sampleSnrPerSymbolSnr(),
                waveform.occupiedBandwidthHz(), seed));
    }
}
