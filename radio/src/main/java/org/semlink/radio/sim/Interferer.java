// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.semlink.common.SemlinkException;
import org.semlink.common.Seeds;
import org.semlink.common.Snr;

/**
 * Someone else's unmodulated carrier: {@code interferer} dB over the nominal burst power, {@code interferer-freq} Hz from the receiver's
 * centre at the start, moving by {@code interferer-drift} Hz a second; always on, random phase.
 */
final class Interferer implements Impairment {

    static final ImpairmentKind KIND = new ImpairmentKind(List.of("interferer", "interferer-freq", "interferer-drift"), Interferer::from);

    private final double db;
    private final double amplitude;
    private final double frequencyHz;
    private final double driftHzPerS;
    private final Chirp chirp;
    private double re;
    private double im;

    Interferer(double db, double power, double frequencyHz, double driftHzPerS, double sampleRateHz) {
        this.db = db;
        this.amplitude = Math.sqrt(power);
        this.frequencyHz = frequencyHz;
        this.driftHzPerS = driftHzPerS;
        this.chirp = new Chirp(frequencyHz / sampleRateHz, driftHzPerS / (sampleRateHz * sampleRateHz));
    }

    private static Optional<Impairment> from(SimSettings settings) {
        double rate = settings.context().sampleRateHz();
        double power = settings.interfererPower();
        double frequency = settings.spec().number("interferer-freq", rate / 8, -rate / 2, rate / 2);
        double drift = settings.spec().number("interferer-drift", 0, -1e9, 1e9);
        if (!settings.spec().has("interferer")) {
            for (String key : List.of("interferer-freq", "interferer-drift")) {
                if (settings.spec().has(key)) {
                    throw SemlinkException.input("radio option %s needs the interferer's level too; add one such as interferer=-10 (dB)", key);
                }
            }
            return Optional.empty();
        }
        return Optional.of(new Interferer(settings.spec().number("interferer", 0, -100, 60), power, frequency, drift, rate));
    }

    @Override
    public void reset(long seed) {
        double phase = 2 * Math.PI * Seeds.random(seed, "phase").nextDouble();
        re = amplitude * Math.cos(phase);
        im = amplitude * Math.sin(phase);
        chirp.reset();
    }

    @Override
    public void process(Block block) {
        for (int i = 0; i < 2 * block.length; i += 2) {
            chirp.next();
            block.iq[i] += (float) (re * chirp.re - im * chirp.im);
            block.iq[i + 1] += (float) (re * chirp.im + im * chirp.re);
        }
    }

    @Override
    public void describe(Map<String, Object> into) {
        into.put("interferer_db", db);
        into.put("interferer_hz", frequencyHz);
        into.put("interferer_drift_hz_per_s", driftHzPerS);
    }
}
