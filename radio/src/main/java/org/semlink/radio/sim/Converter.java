// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.semlink.common.Snr;
import org.semlink.radio.RadioCounters;

/**
 * A pair of converters for I and Q, digital to analog ({@code dac} bits) or analog to digital ({@code adc} bits).
 *
 * <p>Codes are {@code -2^(b-1) ... 2^(b-1)-1} in steps of {@code 2^(1-b)}, rounded to nearest, clipped at the ends and counted. A gain
 * comes first: the receiver's is fixed, as an operator sets it, so that nominal signal, noise and interferer together have
 * {@code adc-level} dBFS, if absent at most -12 dBFS (0 dBFS is a complex tone of amplitude 1); there is no AGC. Full-scale sine through ideal codes: SQNR = 6.02 b + 1.76 dB.
 */
final class Converter implements Impairment {

    static final ImpairmentKind DAC = new ImpairmentKind(List.of("dac"), settings -> from(settings, "dac", 1));
    static final ImpairmentKind ADC = new ImpairmentKind(List.of("adc", "adc-level"), settings -> from(settings, "adc", receiveGain(settings)));

    private static final int USUAL_BITS = 12;
    private static final double OPERATING_POWER = 1.0 / 16;

    private final String name;
    private final int bits;
    private final float gain;
    private long clipped;
    private double energy;
    private long samples;

    Converter(String name, int bits, double gain) {
        this.name = name;
        this.bits = bits;
        this.gain = (float) gain;
    }

    private static double receiveGain(SimSettings settings) {
        double power = settings.context().burstPower() + settings.noiseVariance() + settings.interfererPower();
        return settings.spec().has("adc-level") ? Math.sqrt(Snr.fromDb(settings.spec().number("adc-level", 0, -120, 20)) / power)
                : Math.min(1, Math.sqrt(OPERATING_POWER / power));
    }

    private static Optional<Impairment> from(SimSettings settings, String name, double gain) {
        int bits = (int) settings.spec().integer(name, settings.spec().flag("ideal") ? 0 : USUAL_BITS, 0, 24);
        return bits == 0 ? Optional.empty() : Optional.of(new Converter(name, bits, gain));
    }

    @Override
    public void reset(long seed) {
        clipped = 0;
        energy = 0;
        samples = 0;
    }

    @Override
    public void process(Block block) {
        float scale = 1 << bits - 1;
        float[] iq = block.iq;
        for (int i = 0; i < 2 * block.length; i += 2) {
            float re = Math.round(iq[i] * gain * scale);
            float im = Math.round(iq[i + 1] * gain * scale);
            if (re < -scale || re > scale - 1 || im < -scale || im > scale - 1) {
                clipped++;
                re = Math.max(-scale, Math.min(scale - 1, re));
                im = Math.max(-scale, Math.min(scale - 1, im));
            }
            iq[i] = re / scale;
            iq[i + 1] = im / scale;
        }
        if (block.burst) {
            energy += block.power() * block.length;
            samples += block.length;
        }
    }

    @Override
    public RadioCounters counters() {
        return new RadioCounters(0, 0, 0, clipped);
    }

    @Override
    public void describe(Map<String, Object> into) {
        into.put(name + "_bits", bits);
        into.put(name + "_gain_db", 2 * Snr.toDb(gain));
        into.put(name + "_level_dbfs", samples == 0 || energy == 0 ? null : (Object) Snr.toDb(energy / samples));
        into.put(name + "_clipped_samples", clipped);
    }
}
