// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import java.util.Locale;
import org.semlink.common.SemlinkException;
import org.semlink.radio.RadioSpec;

/**
 * The levels through which a calibration moves one radio option: noise on the simulated radio, transmit gain on hardware.
 *
 * @param radio          the radio with all other options
 * @param key            option that the levels set, dB
 * @param lowestDb       lowest level
 * @param highestDb      highest level
 * @param burstsPerVisit bursts sent each time the radio is set to a level: hardware takes long to set
 */
record Ladder(RadioSpec radio, String key, double lowestDb, double highestDb, int burstsPerVisit) {

    private static final double SIM_LOWEST_DB = -6;
    private static final double SIM_HIGHEST_DB = 30;
    private static final int HARDWARE_BURSTS = 5;

    /**
     * The ladder of a radio.
     *
     * @param levels {@code FROM..TO} in dB, or null for the simulated radio's usual range
     */
    static Ladder of(String radio, String levels) {
        RadioSpec spec = RadioSpec.parse(radio);
        switch (spec.scheme()) {
            case "sim":
                double[] noise = levels == null ? new double[] {SIM_LOWEST_DB, SIM_HIGHEST_DB} : parse(levels);
                return new Ladder(spec.without("snr"), "snr", noise[0], noise[1], 1);
            case "soapy":
                if (levels == null) {
                    throw SemlinkException.input("calibrate needs the transmit gains to climb for %s; add --levels FROM..TO in dB", radio);
                }
                double[] gains = parse(levels);
                return new Ladder(spec.without("txgain"), "txgain", gains[0], gains[1], HARDWARE_BURSTS);
            default:
                throw SemlinkException.input("calibrate sends and listens, radio '%s' cannot; give a sim: or soapy: radio", radio);
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

    /** The radio set to a level. */
    String at(double levelDb) {
        return radio.with(key, String.format(Locale.ROOT, "%.3f", levelDb)).toString();
    }
}
