// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.semlink.common.Seeds;
import org.semlink.common.Snr;

/**
 * An automatic gain that moves while a burst is on the air: from a random sample of each burst on, the level is {@code gain-step} dB
 * higher, until the next slot begins.
 *
 * <p>{@link #powerGain} is the mean power gain over the bursts' samples; it counts only where the step comes before the noise.
 */
final class GainStep implements Impairment {

    static final ImpairmentKind KIND = new ImpairmentKind(List.of("gain-step"), GainStep::from);

    private final double db;
    private final float gain;
    private long seed;
    private long slot = -1;
    private long seen;
    private long step;
    private double powerSum;
    private long samples;

    GainStep(double db) {
        this.db = db;
        this.gain = (float) Snr.amplitudeFromDb(db);
    }

    private static Optional<Impairment> from(SimSettings settings) {
        double db = settings.spec().number("gain-step", 0, -60, 60);
        return db == 0 ? Optional.empty() : Optional.of(new GainStep(db));
    }

    @Override
    public void reset(long seed) {
        this.seed = seed;
        slot = -1;
        powerSum = 0;
        samples = 0;
    }

    @Override
    public void process(Block block) {
        if (block.slot != slot) {
            slot = block.slot;
            seen = 0;
            step = new SplittableRandom(Seeds.child(seed, "burst", slot)).nextLong(block.burstLength);
        }
        // The silence before the burst is at the old gain, the silence after it at the new one.
        int from = (int) Math.max(0, Math.min(block.length, block.burst || seen > 0 ? step - seen : block.length));
        for (int i = 2 * from; i < 2 * block.length; i++) {
            block.iq[i] *= gain;
        }
        if (block.burst) {
            seen += block.length;
            samples += block.length;
            powerSum += from + (double) (block.length - from) * gain * gain;
        }
    }

    @Override
    public OptionalDouble powerGain() {
        return samples == 0 ? OptionalDouble.empty() : OptionalDouble.of(powerSum / samples);
    }

    @Override
    public void describe(Map<String, Object> into) {
        into.put("gain_step_db", db);
    }
}
