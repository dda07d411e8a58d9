// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.semlink.common.SemlinkException;
import org.semlink.common.Snr;

/**
 * A solid-state power amplifier: {@code y = x / (1 + (|x| / A)^(2p))^(1 / (2p))} (Rapp 1991), no phase distortion.
 *
 * <p>{@code pa} is the backoff in dB, {@code A^2} over the nominal burst power; {@code pa-p} the smoothness p, 2 to 3 in practice.
 */
final class RappAmplifier implements Impairment {

    static final ImpairmentKind KIND = new ImpairmentKind(List.of("pa", "pa-p"), RappAmplifier::from);

    private final double backoffDb;
    private final double p;
    private final double saturationPower;

    RappAmplifier(double backoffDb, double p, double burstPower) {
        this.backoffDb = backoffDb;
        this.p = p;
        this.saturationPower = burstPower * Snr.fromDb(backoffDb);
    }

    private static Optional<Impairment> from(SimSettings settings) {
        double p = settings.spec().number("pa-p", 2, 0.1, 100);
        if (!settings.spec().has("pa")) {
            if (settings.spec().has("pa-p")) {
                throw SemlinkException.input("radio option pa-p=%s needs the backoff too; add one such as pa=8",
                        settings.spec().text("pa-p").orElse(""));
            }
            return Optional.empty();
        }
        return Optional.of(new RappAmplifier(settings.spec().number("pa", 0, -20, 60), p, settings.context().burstPower()));
    }

    @Override
    public void reset(long seed) {
        // Memoryless and not random.
    }

    @Override
    public void process(Block block) {
        float[] iq = block.iq;
        for (int i = 0; i < 2 * block.length; i += 2) {
            double power = ((double) iq[i] * iq[i] + (double) iq[i + 1] * iq[i + 1]) / saturationPower;
            float gain = (float) Math.pow(1 + Math.pow(power, p), -0.5 / p);
            iq[i] *= gain;
            iq[i + 1] *= gain;
        }
    }

    @Override
    public void describe(Map<String, Object> into) {
        into.put("pa_backoff_db", backoffDb);
        into.put("pa_p", p);
    }
}
