// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.semlink.common.SemlinkException;
import org.semlink.common.Snr;

/**
 * A measured impulse response as a channel that does not change: {@code channel=measured,path=FILE,index=N}.
 *
 * <p>Each measured tap is a path at its delay in seconds, band-limited to the link's rate as {@link PathTaps} does it: at 1 MS/s a response
 * of a microsecond is nearly flat, as it was. {@code response-rate} is the rate at which the response was taken, 998.4M if absent
 * (DW1000 receivers); a lower one stretches the delays, and results then say by how much. Taps more than {@code threshold} dB (30 if
 * absent) below the strongest are taken for the measurement's own noise and left out; the first of the others has delay 0. The power
 * gain over the occupied band is scaled to 1, so path loss is not in it.
 */
final class MeasuredChannel {

    static final String FILE = "path";
    static final ImpairmentKind KIND = new ImpairmentKind(List.of(FILE, "index", "response-rate", "threshold"), MeasuredChannel::from);

    private static final double DW1000_RATE_HZ = 998.4e6;
    private static final double USUAL_THRESHOLD_DB = 30;
    private static final int MOST_DELAY = 1 << 14;

    private MeasuredChannel() {
    }

    private static Optional<Impairment> from(SimSettings settings) {
        Path path = Path.of(settings.spec().text(FILE).orElseThrow(() -> SemlinkException.input(
                "channel=measured needs a file of impulse responses; add path=FILE")));
        int index = (int) settings.spec().integer("index", 0, 0, Integer.MAX_VALUE);
        double responseRate = settings.spec().number("response-rate", DW1000_RATE_HZ, 1, 1e12);
        double threshold = settings.spec().number("threshold", USUAL_THRESHOLD_DB, 0, 200);
        double[] response = ImpulseResponses.read(path, index);
        TapProfile profile = profile(response, settings.context().sampleRateHz() / responseRate, threshold);
        double longest = profile.delays[profile.count() - 1];
        if (longest > MOST_DELAY) {
            throw SemlinkException.input("response %d of %s lasts %.0f samples of the link; the most is %d, so give a higher response-rate",
                    index, path, longest, MOST_DELAY);
        }
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("channel", "measured");
        description.put("response_file", path.getFileName().toString());
        description.put("response_index", index);
        description.put("response_rate_hz", responseRate);
        description.put("response_taps", profile.count());
        description.put("rms_delay_spread_s", profile.rmsDelay() / settings.context().sampleRateHz());
        return Optional.of(new Multipath(profile, settings.band(), description));
    }

    /** The taps that stand out of the noise as paths, the first of them at delay 0. */
    static TapProfile profile(double[] response, double samplesPerTap, double thresholdDb) {
        double[] power = new double[response.length / 2];
        double strongest = 0;
        for (int i = 0; i < power.length; i++) {
            power[i] = response[2 * i] * response[2 * i] + response[2 * i + 1] * response[2 * i + 1];
            strongest = Math.max(strongest, power[i]);
        }
        double least = strongest * Snr.fromDb(-thresholdDb);
        int[] kept = java.util.stream.IntStream.range(0, power.length).filter(i -> power[i] > 0 && power[i] >= least).toArray();
        double[] delays = new double[kept.length];
        double[] powers = new double[kept.length];
        double[] phases = new double[kept.length];
        for (int l = 0; l < kept.length; l++) {
            delays[l] = (kept[l] - kept[0]) * samplesPerTap;
            powers[l] = power[kept[l]];
            phases[l] = Math.atan2(response[2 * kept[l] + 1], response[2 * kept[l]]);
        }
        return new TapProfile(delays, powers, phases);
    }
}
