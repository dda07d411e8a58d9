// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fixed taps, scaled so that the power gain averaged over the occupied band is exactly 1: the label {@code snr} stays true.
 */
final class Multipath implements Impairment {

    static final ImpairmentKind KIND = new ImpairmentKind(List.of("taps"), Multipath::from);

    private final String text;
    private final double[] taps;
    private final TapDelayLine line;

    /** @param band occupied width as a fraction of the sample rate */
    Multipath(String text, double band) {
        this.text = text;
        TapProfile profile = TapProfile.parse(text);
        this.line = new TapDelayLine(profile);
        this.taps = new double[2 * profile.count()];
        for (int l = 0; l < profile.count(); l++) {
            taps[2 * l] = Math.sqrt(profile.powers[l]) * Math.cos(profile.phases[l]);
            taps[2 * l + 1] = Math.sqrt(profile.powers[l]) * Math.sin(profile.phases[l]);
        }
        double scale = 1 / Math.sqrt(profile.bandPower(taps, band));
        java.util.Arrays.setAll(taps, i -> taps[i] * scale);
    }

    private static Optional<Impairment> from(SimSettings settings) {
        return Optional.of(new Multipath(settings.spec().text("taps").orElse(TapProfile.USUAL),
                settings.context().occupiedBandwidthHz() / settings.context().sampleRateHz()));
    }

    @Override
    public void reset(long seed) {
        line.clear();
    }

    @Override
    public void process(Block block) {
        for (int i = 0; i < 2 * block.length; i += 2) {
            line.filter(block.iq, i, taps);
        }
    }

    @Override
    public void describe(Map<String, Object> into) {
        into.put("channel", "multipath");
        into.put("taps", text);
    }
}
