// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.semlink.common.SemlinkException;
import org.semlink.common.Snr;

/**
 * The tapped delay lines of 3GPP TR 38.901, section 7.7.2, tables 1 to 5: {@code channel=tdl-a} to {@code tdl-e}.
 *
 * <p>The tables' delays have an rms spread of 1; {@code rms} seconds scales them (7.7.3; 100n if absent). Mean powers are scaled to a sum of
 * 1. Every path is Rayleigh; D and E have a line of sight of 13.3 and 22 dB over the scattered part of the first path, shifted by
 * {@code 0.7 doppler} as the report has it. {@code doppler} is that of {@link Fading}.
 */
enum TdlChannel {

    A(Double.NEGATIVE_INFINITY,
            0.0000, -13.4, 0.3819, 0.0, 0.4025, -2.2, 0.5868, -4.0, 0.4610, -6.0, 0.5375, -8.2, 0.6708, -9.9, 0.5750, -10.5, 0.7618, -7.5,
            1.5375, -15.9, 1.8978, -6.6, 2.2242, -16.7, 2.1718, -12.4, 2.4942, -15.2, 2.5119, -10.8, 3.0582, -11.3, 4.0810, -12.7,
            4.4579, -16.2, 4.5695, -18.3, 4.7966, -18.9, 5.0066, -16.6, 5.3043, -19.9, 9.6586, -29.7),
    B(Double.NEGATIVE_INFINITY,
            0.0000, 0.0, 0.1072, -2.2, 0.2155, -4.0, 0.2095, -3.2, 0.2870, -9.8, 0.2986, -1.2, 0.3752, -3.4, 0.5055, -5.2, 0.3681, -7.6,
            0.3697, -3.0, 0.5700, -8.9, 0.5283, -9.0, 1.1021, -4.8, 1.2756, -5.7, 1.5474, -7.5, 1.7842, -1.9, 2.0169, -7.6,
            2.8294, -12.2, 3.0219, -9.8, 3.6187, -11.4, 4.1067, -14.9, 4.2790, -9.2, 4.7834, -11.3),
    C(Double.NEGATIVE_INFINITY,
            0.0000, -4.4, 0.2099, -1.2, 0.2219, -3.5, 0.2329, -5.2, 0.2176, -2.5, 0.6366, 0.0, 0.6448, -2.2, 0.6560, -3.9, 0.6584, -7.4,
            0.7935, -7.1, 0.8213, -10.7, 0.9336, -11.1, 1.2285, -5.1, 1.3083, -6.8, 2.1704, -8.7, 2.7105, -13.2, 4.2589, -13.9,
            4.6003, -13.9, 5.4902, -15.8, 5.6077, -17.1, 6.3065, -16.0, 6.6374, -15.7, 7.0427, -21.6, 8.6523, -22.8),
    /** First path: line of sight at -0.2 dB and scattered at -13.5 dB together. */
    D(13.3,
            0.0000, Snr.toDb(Snr.fromDb(-0.2) + Snr.fromDb(-13.5)), 0.035, -18.8, 0.612, -21.0, 1.363, -22.8, 1.405, -17.9, 1.804, -20.1,
            2.596, -21.9, 1.775, -22.9, 4.042, -27.8, 7.937, -23.6, 9.424, -24.8, 9.708, -30.0, 12.525, -27.7),
    /** First path: line of sight at -0.03 dB and scattered at -22.03 dB together. */
    E(22,
            0.0000, Snr.toDb(Snr.fromDb(-0.03) + Snr.fromDb(-22.03)), 0.5133, -15.8, 0.5440, -18.1, 0.5630, -19.8, 0.5440, -22.9,
            0.7112, -22.4, 1.9092, -18.6, 1.9293, -20.8, 1.9589, -22.6, 2.6426, -22.3, 3.7136, -25.6, 5.4524, -20.2, 12.0034, -29.8,
            20.6519, -29.2);

    private static final double USUAL_RMS_S = 100e-9;
    private static final double LINE_OF_SIGHT_SHIFT = 0.7;
    private static final int MOST_DELAY = 2048;

    private final double k;
    private final double[] table;

    /** @param table delay and power in dB of each path in turn */
    TdlChannel(double kDb, double... table) {
        this.k = Snr.fromDb(kDb);
        this.table = table;
    }

    String label() {
        return "tdl-" + name().toLowerCase(Locale.ROOT);
    }

    ImpairmentKind kind() {
        return new ImpairmentKind(List.of("rms", "doppler"), this::from);
    }

    private Optional<Impairment> from(SimSettings settings) {
        double rms = settings.spec().number("rms", USUAL_RMS_S, 0, 1);
        double doppler = settings.dopplerPerSample();
        TapProfile profile = profile(rms * settings.context().sampleRateHz());
        double longest = Arrays.stream(profile.delays).max().orElseThrow();
        if (longest > MOST_DELAY) {
            throw SemlinkException.input("radio option rms=%s spreads %s over %.0f samples; the most is %d, so take a shorter one",
                    settings.spec().text("rms").orElse(""), label(), longest, MOST_DELAY);
        }
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("channel", label());
        description.put("rms_delay_spread_s", rms);
        description.put("doppler_per_sample", doppler);
        return Optional.of(new Fading(profile, k, doppler, LINE_OF_SIGHT_SHIFT * doppler, settings.band(), description));
    }

    /** The table with its delays times {@code rmsSamples}. */
    TapProfile profile(double rmsSamples) {
        int paths = table.length / 2;
        double[] delays = new double[paths];
        double[] powers = new double[paths];
        for (int l = 0; l < paths; l++) {
            delays[l] = table[2 * l] * rmsSamples;
            powers[l] = Snr.fromDb(table[2 * l + 1]);
        }
        return new TapProfile(delays, powers, new double[paths]);
    }
}
