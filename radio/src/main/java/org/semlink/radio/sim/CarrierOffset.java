// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Carrier frequency offset: {@code y[n] = x[n] exp(i 2 pi (f t + d t^2 / 2))}, t = n / rate, f = {@code cfo} Hz, or {@code clock} ppm of
 * {@code freq}; d = {@code cfo-drift} Hz a second.
 */
final class CarrierOffset implements Impairment {

    static final ImpairmentKind KIND = new ImpairmentKind(List.of("cfo", "cfo-drift", "clock", "freq"), CarrierOffset::from);

    private static final double USUAL_HZ = 350;

    private final double offsetHz;
    private final double driftHzPerS;
    private final Chirp chirp;

    CarrierOffset(double offsetHz, double driftHzPerS, double sampleRateHz) {
        this.offsetHz = offsetHz;
        this.driftHzPerS = driftHzPerS;
        this.chirp = new Chirp(offsetHz / sampleRateHz, driftHzPerS / (sampleRateHz * sampleRateHz));
    }

    private static Optional<Impairment> from(SimSettings settings) {
        double rate = settings.context().sampleRateHz();
        double clock = settings.clockPpm() * 1e-6 * settings.centerFrequencyHz();
        double offset = settings.spec().has("clock") ? clock : settings.drawn("cfo", USUAL_HZ, 0, rate / 2);
        double drift = settings.spec().number("cfo-drift", 0, -1e9, 1e9);
        return offset == 0 && drift == 0 ? Optional.empty() : Optional.of(new CarrierOffset(offset, drift, rate));
    }

    @Override
    public void reset(long seed) {
        chirp.reset();
    }

    @Override
    public void process(Block block) {
        float[] iq = block.iq;
        for (int i = 0; i < 2 * block.length; i += 2) {
            chirp.next();
            float x = iq[i];
            float y = iq[i + 1];
            iq[i] = (float) (x * chirp.re - y * chirp.im);
            iq[i + 1] = (float) (x * chirp.im + y * chirp.re);
        }
    }

    @Override
    public void describe(Map<String, Object> into) {
        into.put("cfo_hz", offsetHz);
        if (driftHzPerS != 0) {
            into.put("cfo_drift_hz_per_s", driftHzPerS);
        }
    }
}
