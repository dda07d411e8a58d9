// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import java.util.Arrays;
import java.util.List;

/** Keys at the top of an experiment file; the reader, the JSON Schema and the guide all follow this list. */
enum ExperimentKey {

    NAME("name", Kind.TEXT, "What results and plots call the experiment; letters, digits, '.', '_' and '-'. Default: the file's name"),
    DESCRIPTION("description", Kind.TEXT, "What it is about, one line"),
    SEED("seed", Kind.INTEGER, "Seed of everything random. Default: 1"),
    SCHEMES("schemes", Kind.SCHEMES, "What to compare: a name, and under it options of 'semlink link' without their dashes. An option with a list of "
            + "values is an axis of its own. Default: the default model"),
    RADIOS("radios", Kind.TEXTS, "Radios as --radio takes them. Default: sim:"),
    WAVEFORMS("waveforms", Kind.TEXTS, "Waveforms as --waveform takes them. Default: ofdm"),
    RATE("rate", Kind.TEXT, "Complex samples per second, such as 2M. Default: 1M"),
    SNRS("snrs", Kind.LEVELS, "SNRs of simulated radios in dB, each a number or FROM..TO:STEP. Default: what the radios say"),
    GAINS("gains", Kind.LEVELS, "Transmit gains (txgain) of real radios in dB, each a number or FROM..TO:STEP. Default: what the radios say"),
    CALIBRATIONS("calibrations", Kind.TEXTS, "Calibration files, or 'none'. Default: none"),
    PICTURES("pictures", Kind.TEXTS, "Files, folders, patterns such as photos/*.jpg, or 'built-in'. Default: built-in"),
    CROP("crop", Kind.INTEGER, "Send only the square of so many pixels in each picture's middle. Default: the whole picture"),
    REPETITIONS("repetitions", Kind.INTEGER, "How often each picture is sent at each point of the grid, each time with other noise. Default: 1"),
    STOP("stop", Kind.STOP, "Instead of repetitions: go on at a point of the grid until a metric is known well enough"),
    SAMPLES("samples", Kind.INTEGER, "Of how many trials the pictures, symbols and spectrum are kept. Default: 12"),
    RETRIES("retries", Kind.INTEGER, "How often a trial is tried again that fails for an outer reason, such as a radio that vanished. Default: 1");

    /** What a key's value is. */
    enum Kind { TEXT, INTEGER, TEXTS, LEVELS, SCHEMES, STOP }

    private final String key;
    private final Kind kind;
    private final String description;

    ExperimentKey(String key, Kind kind, String description) {
        this.key = key;
        this.kind = kind;
        this.description = description;
    }

    String key() {
        return key;
    }

    Kind kind() {
        return kind;
    }

    String description() {
        return description;
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(ExperimentKey::key).toList();
    }
}
