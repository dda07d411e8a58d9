// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.semlink.common.Snr;

/**
 * A receive mixer whose Q branch has another gain ({@code iq} dB) and is not quite in quadrature ({@code iq-phase} degrees).
 *
 * <p>{@code I' = I, Q' = g (Q cos a + I sin a)}: a tone gets an image, weaker by
 * {@code (1 + 2 g cos a + g^2) / (1 - 2 g cos a + g^2)} in power.
 */
final class IqImbalance implements Impairment {

    static final ImpairmentKind KIND = new ImpairmentKind(List.of("iq", "iq-phase"), IqImbalance::from);

    private final double gainDb;
    private final double degrees;
    private final float fromI;
    private final float fromQ;

    IqImbalance(double gainDb, double degrees) {
        this.gainDb = gainDb;
        this.degrees = degrees;
        double gain = Snr.amplitudeFromDb(gainDb);
        this.fromI = (float) (gain * Math.sin(Math.toRadians(degrees)));
        this.fromQ = (float) (gain * Math.cos(Math.toRadians(degrees)));
    }

    private static Optional<Impairment> from(SimSettings settings) {
        double gain = settings.spec().number("iq", 0, -20, 20);
        double phase = settings.spec().number("iq-phase", 0, -90, 90);
        return gain == 0 && phase == 0 ? Optional.empty() : Optional.of(new IqImbalance(gain, phase));
    }

    @Override
    public void reset(long seed) {
        // Memoryless and not random.
    }

    @Override
    public void process(Block block) {
        float[] iq = block.iq;
        for (int i = 0; i < 2 * block.length; i += 2) {
            iq[i + 1] = iq[i] * fromI + iq[i + 1] * fromQ;
        }
    }

    @Override
    public void describe(Map<String, Object> into) {
        into.put("iq_gain_db", gainDb);
        into.put("iq_phase_deg", degrees);
    }
}
