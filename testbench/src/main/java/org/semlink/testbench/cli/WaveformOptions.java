// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import org.semlink.radio.SiNumber;
import org.semlink.radio.waveform.OfdmWaveform;
import org.semlink.radio.waveform.Waveform;
import picocli.CommandLine.Option;

/** What goes over the air: both ends need the same. */
public final class WaveformOptions {

    @Option(names = "--rate", paramLabel = "HZ", description = "Complex samples per second, such as 2M; the signal is 0.82 of it wide. Default: 1M")
    private String rate = "1M";

    /** The waveform; a rate that is no positive number is an input error. */
    public Waveform waveform() {
        return new OfdmWaveform(SiNumber.parse("--rate", rate, 1, 1e9));
    }
}
