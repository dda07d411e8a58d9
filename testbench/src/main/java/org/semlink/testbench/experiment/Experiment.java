// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.semlink.common.Sha256;
import org.semlink.radio.Radios;

/**
 * A grid of settings, and how often each is tried.
 *
 * @param name         of the experiment
 * @param description  one line, may be empty
 * @param seed         of everything random
 * @param rate         complex samples per second, as typed
 * @param schemes      what is compared
 * @param radios       radio strings
 * @param waveforms    waveform strings
 * @param levelOption  the radio option that {@code levels} sets: {@code snr} or {@code txgain}
 * @param levels       in dB; empty where the radio strings say all
 * @param calibrations files, or {@value #NONE}
 * @param pictures     to send
 * @param crop         side of the square that is sent of each picture; 0 for all of it
 * @param repetitions  of each picture at each point, where there is no stopping rule
 * @param stop         the stopping rule
 * @param samples      trials of which pictures are kept
 * @param retries      of a trial that failed for an outer reason
 */
record Experiment(String name, String description, long seed, String rate, List<Scheme> schemes, List<String> radios, List<String> waveforms,
        String levelOption, List<String> levels, List<String> calibrations, List<PictureFile> pictures, int crop, int repetitions,
        Optional<StopRule> stop, int samples, int retries) {

    /** The schedule's own map instead of a calibration. */
    static final String NONE = "none";
    /** What keys of the configuration begin with that stand for a file which a radio string names. */
    static final String RADIO_FILE = "radio file ";

    /** Most trials that one point of the grid can get. */
    int mostPerPoint() {
        return stop.map(StopRule::atMost).orElse(Math.multiplyExact(repetitions, pictures.size()));
    }

    /** All that decides results, as texts: two experiments with the same map are the same, however their files are written. */
    Map<String, String> configuration() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("seed", String.valueOf(seed));
        map.put("rate", rate);
        schemes.forEach(scheme -> map.put("scheme " + scheme.label(), scheme.text()));
        map.put("radios", String.join(" ", radios));
        radios.forEach(radio -> Radios.checksums(radio).forEach((file, sha256) -> map.put(RADIO_FILE + file, sha256)));
        map.put("waveforms", String.join(" ", waveforms));
        map.put(levelOption.equals("snr") ? "snrs" : "gains", String.join(" ", levels));
        calibrations.forEach(file -> map.put("calibration " + file, file.equals(NONE) ? NONE : Sha256.of(Path.of(file))));
        pictures.forEach(picture -> map.put("picture " + picture.name(), picture.sha256()));
        map.put("crop", String.valueOf(crop));
        map.put("repetitions", stop.isPresent() ? "by the stopping rule" : String.valueOf(repetitions));
        map.put("stop", stop.map(StopRule::toString).orElse(NONE));
        return map;
    }
}
