// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.semlink.common.Seeds;
import org.semlink.common.Snr;

/** The transmitter's oscillator leaking into its output: a constant of {@code lo} dBc (below the nominal burst power), random phase. */
final class LoLeakage implements Impairment {

    static final ImpairmentKind KIND = new ImpairmentKind(List.of("lo"), LoLeakage::from);

    private final double dbc;
    private final double amplitude;
    private float re;
    private float im;

    LoLeakage(double dbc, double burstPower) {
        this.dbc = dbc;
        this.amplitude = Math.sqrt(burstPower) * Snr.amplitudeFromDb(dbc);
    }

    private static Optional<Impairment> from(SimSettings settings) {
        return settings.spec().has("lo")
                ? Optional.of(new LoLeakage(settings.spec().number("lo", 0, -200, 20), settings.context().burstPower()))
                : Optional.empty();
    }

    @Override
    public void reset(long seed) {
        double phase = 2 * Math.PI * Seeds.random(seed, "phase").nextDouble();
        re = (float) (amplitude * Math.cos(phase));
        im = (float) (amplitude * Math.sin(phase));
    }

    @Override
    public void process(Block block) {
        for (int i = 0; i < 2 * block.length; i += 2) {
            block.iq[i] += re;
            block.iq[i + 1] += im;
        }
    }

    @Override
    public void describe(Map<String, Object> into) {
        into.put("lo_leakage_dbc", dbc);
    }
}
