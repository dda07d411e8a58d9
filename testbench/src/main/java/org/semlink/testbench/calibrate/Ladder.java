// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import java.util.Locale;
import java.util.Map;
import org.semlink.common.SemlinkException;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioSpec;
import org.semlink.radio.safety.TransmitHistory;
import org.semlink.radio.waveform.Waveform;

/**
 * The levels through which a calibration moves one option of the transmitter: noise on the simulated radio, transmit gain on hardware.
 *
 * @param ends           the radios
 * @param key            option that the levels set, dB
 * @param lowestDb       lowest level
 * @param highestDb      highest level
 * @param burstsPerVisit bursts sent each time the radio is set to a level: hardware takes long to set
 * @param history        what was sent at all levels, for the transmit limits
 */
record Ladder(Ends ends, String key, double lowestDb, double highestDb, int burstsPerVisit, TransmitHistory history) {

    /** The option of hardware that levels set, and the condition that says over which range. */
    static final String TRANSMIT_GAIN = "txgain";

    private static final double SIM_LOWEST_DB = -6;
    private static final double SIM_HIGHEST_DB = 30;
    private static final int HARDWARE_BURSTS = 5;

    /** The ladder of a radio that does both, with its usual range. */
    static Ladder of(String radio) {
        return of(Ends.of(radio, Map.of()), null);
    }

    /**
     * The ladder of two ends.
     *
     * @param levels {@code FROM..TO} in dB, or null for the simulated radio's usual range
     */
    static Ladder of(Ends ends, String levels) {
        String tx = ends.tx().orElseThrow();
        switch (RadioSpec.parse(tx).scheme()) {
            case "sim":
                double[] noise = levels == null ? new double[] {SIM_LOWEST_DB, SIM_HIGHEST_DB} : parse(levels);
                return new Ladder(ends, "snr", noise[0], noise[1], 1, new TransmitHistory());
            case "soapy":
                if (levels == null) {
                    throw SemlinkException.input("calibrate needs the transmit gains to climb for %s; add --levels FROM..TO in dB", tx);
                }
                double[] gains = parse(levels);
                return new Ladder(ends, TRANSMIT_GAIN, gains[0], gains[1], HARDWARE_BURSTS, new TransmitHistory());
            default:
                throw SemlinkException.input("calibrate sends and listens, radio '%s' cannot; give a sim: or soapy: radio", tx);
        }
    }

    private static double[] parse(String levels) {
        String[] ends = levels.split("\\.\\.", -1);
        try {
            double[] range = {Double.parseDouble(ends[0].strip()), Double.parseDouble(ends[ends.length - 1].strip())};
            if (ends.length == 2 && range[1] - range[0] >= 1 && Double.isFinite(range[1] - range[0])) {
                return range;
            }
        } catch (NumberFormatException e) {
            // Answered below with all other slips.
        }
        throw SemlinkException.input("--levels must be FROM..TO in dB, at least 1 dB apart, got '%s'; write one such as 0..40", levels);
    }

    /** The radios set to a level; the caller closes them. */
    Radio open(double levelDb, Waveform waveform, long seed) {
        RadioSpec tx = RadioSpec.parse(ends.tx().orElseThrow()).with(key, String.format(Locale.ROOT, "%.3f", levelDb));
        return ends.open(tx.toString(), waveform, seed, history);
    }

    /**
     * Opens the radios at either end of the ladder, which says at once what the hardware cannot reach or may not do.
     *
     * @return the ends as they describe themselves
     */
    Ends tried(Waveform waveform, long seed) {
        open(lowestDb, waveform, seed).close();
        try (Radio highest = open(highestDb, waveform, seed)) {
            return ends.describedBy(highest);
        }
    }

    /** What a calibration over this ladder depends on: of a transmit gain, that it lies on the ladder. */
    Map<String, String> conditions(Ends described, Waveform waveform) {
        Map<String, String> conditions = CalibrationOption.link(described, waveform);
        if (key.equals(TRANSMIT_GAIN)) {
            conditions.put(key, lowestDb + ".." + highestDb);
        }
        return conditions;
    }
}
