// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import org.semlink.radio.SiNumber;
import org.semlink.radio.waveform.Waveform;
import org.semlink.radio.waveform.Waveforms;
import picocli.CommandLine.Option;

/** What goes over the air: both ends need the same rate; a receiver reads every waveform without being told which. */
public final class WaveformOptions {

    @Option(names = "--waveform", completionCandidates = Names.OfWaveforms.class, paramLabel = "WAVEFORM",
            description = "ofdm, with mid-ambles as in ofdm:midamble=16, or single-carrier (sc), also with roll-off as in sc:rolloff=0.3. Default: ofdm")
    private String waveform = "ofdm";

    @Option(names = "--rate", paramLabel = "HZ", description = "Complex samples per second, such as 2M; the signal is about 0.8 of it wide. Default: 1M")
    private String rate = "1M";

    /** The waveform; an unknown one, or a rate that is no positive number, is an input error. */
    public Waveform waveform() {
        return Waveforms.of(waveform, SiNumber.parse("--rate", rate, 1, 1e9));
    }
}
