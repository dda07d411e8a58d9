// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.semlink.common.Seeds;

/**
 * Oscillator phase as a Wiener process: increments {@code N(0, 2 pi B / rate)} rad^2 a sample, B = {@code phasenoise} Hz, the 3 dB
 * width of the (Lorentzian) line.
 */
final class PhaseNoise implements Impairment {

    static final ImpairmentKind KIND = new ImpairmentKind(List.of("phasenoise"), PhaseNoise::from);

    private final double linewidthHz;
    private final double deviation;
    private SplittableRandom random = new SplittableRandom(0);
    private double phase;

    PhaseNoise(double linewidthHz, double sampleRateHz) {
        this.linewidthHz = linewidthHz;
        this.deviation = Math.sqrt(2 * Math.PI * linewidthHz / sampleRateHz);
    }

    private static Optional<Impairment> from(SimSettings settings) {
        double width = settings.spec().number("phasenoise", 0, 0, settings.context().sampleRateHz());
        return width == 0 ? Optional.empty() : Optional.of(new PhaseNoise(width, settings.context().sampleRateHz()));
    }

    @Override
    public void reset(long seed) {
        random = Seeds.random(seed, "phase");
        phase = 0;
    }

    @Override
    public void process(Block block) {
        float[] iq = block.iq;
        for (int i = 0; i < 2 * block.length; i += 2) {
            phase = Math.IEEEremainder(phase + deviation * random.nextGaussian(), 2 * Math.PI);
            double re = Math.cos(phase);
            double im = Math.sin(phase);
            float x = iq[i];
            float y = iq[i + 1];
            iq[i] = (float) (x * re - y * im);
            iq[i + 1] = (float) (x * im + y * re);
        }
    }

    @Override
    public void describe(Map<String, Object> into) {
        into.put("phase_noise_hz", linewidthHz);
    }
}
