// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Paths that do not change, scaled so that the power gain averaged over the occupied band is exactly 1: the label {@code snr} stays true.
 */
final class Multipath implements Impairment {

    static final ImpairmentKind KIND = new ImpairmentKind(List.of("taps"), Multipath::from);

    private final Map<String, Object> description;
    private final FixedFilter filter;

    /**
     * @param band        occupied width as a fraction of the sample rate
     * @param description what results say of the channel
     */
    Multipath(TapProfile profile, double band, Map<String, Object> description) {
        this.description = description;
        PathTaps paths = new PathTaps(profile.delays, band);
        float[] taps = new float[2 * paths.delays.length];
        paths.taps(profile.gains(), taps);
        float scale = (float) (1 / Math.sqrt(paths.bandPower(taps)));
        for (int i = 0; i < taps.length; i++) {
            taps[i] *= scale;
        }
        this.filter = FixedFilter.of(paths.delays, taps);
    }

    private static Optional<Impairment> from(SimSettings settings) {
        String text = settings.spec().text("taps").orElse(TapProfile.USUAL);
        return Optional.of(new Multipath(TapProfile.parse(text), settings.band(), Map.of("channel", "multipath", "taps", text)));
    }

    @Override
    public void reset(long seed) {
        filter.clear();
    }

    @Override
    public void process(Block block) {
        filter.process(block);
    }

    @Override
    public void describe(Map<String, Object> into) {
        into.putAll(description);
    }
}
