// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Carrier frequency offset: {@code y[n] = x[n] exp(i 2 pi f n / rate)}, f = {@code cfo} Hz, or {@code clock} ppm of {@code freq}.
 */
final class CarrierOffset implements Impairment {

    static final ImpairmentKind KIND = new ImpairmentKind(List.of("cfo", "clock", "freq"), CarrierOffset::from);

    private static final double USUAL_HZ = 350;
    /** The rotation is computed afresh this often, so that rounding does not add up. */
    private static final int ANCHOR = 256;

    private final double offsetHz;
    private final double cyclesPerSample;
    private final double stepRe;
    private final double stepIm;
    private long index;
    private double re;
    private double im;

    CarrierOffset(double offsetHz, double sampleRateHz) {
        this.offsetHz = offsetHz;
        this.cyclesPerSample = offsetHz / sampleRateHz;
        this.stepRe = Math.cos(2 * Math.PI * cyclesPerSample);
        this.stepIm = Math.sin(2 * Math.PI * cyclesPerSample);
    }

    private static Optional<Impairment> from(SimSettings settings) {
        double rate = settings.context().sampleRateHz();
        double clock = settings.clockPpm() * 1e-6 * settings.centerFrequencyHz();
        double offset = settings.spec().has("clock") ? clock : settings.number("cfo", USUAL_HZ, 0, -rate / 2, rate / 2);
        return offset == 0 ? Optional.empty() : Optional.of(new CarrierOffset(offset, rate));
    }

    @Override
    public void reset(long seed) {
        index = 0;
    }

    @Override
    public void process(Block block) {
        float[] iq = block.iq;
        for (int i = 0; i < 2 * block.length; i += 2) {
            if (index++ % ANCHOR == 0) {
                double cycles = (index - 1) * cyclesPerSample;
                double angle = 2 * Math.PI * (cycles - Math.rint(cycles));
                re = Math.cos(angle);
                im = Math.sin(angle);
            }
            float x = iq[i];
            float y = iq[i + 1];
            iq[i] = (float) (x * re - y * im);
            iq[i + 1] = (float) (x * im + y * re);
            double t = re * stepRe - im * stepIm;
            im = re * stepIm + im * stepRe;
            re = t;
        }
    }

    @Override
    public void describe(Map<String, Object> into) {
        into.put("cfo_hz", offsetHz);
    }
}
