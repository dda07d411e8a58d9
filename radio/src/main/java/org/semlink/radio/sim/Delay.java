// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.semlink.common.SemlinkException;
import org.semlink.common.Seeds;

/**
 * Silence of unknown length before each burst: {@code delay} samples, or for each burst a random number of them.
 */
final class Delay implements Impairment {

    static final ImpairmentKind KIND = new ImpairmentKind(List.of("delay"), Delay::from);

    private static final int MOST = 1 << 20;
    private static final int USUAL_RANGE = 4096;

    private final int least;
    private final int range;
    private SplittableRandom random = new SplittableRandom(0);
    private long slot = -1;

    /** From {@code least} to {@code least + range - 1} samples. */
    Delay(int least, int range) {
        if (least < 0 || range < 1 || least + range > MOST + 1) {
            throw new IllegalArgumentException("delay from " + least + " over " + range + " samples is out of range");
        }
        this.least = least;
        this.range = range;
    }

    private static Optional<Impairment> from(SimSettings settings) {
        boolean random = settings.spec().text("delay").map("random"::equals).orElse(!settings.spec().flag("ideal"));
        if (random) {
            return Optional.of(new Delay(0, USUAL_RANGE));
        }
        double samples = settings.number("delay", 0, 0, 0, MOST);
        if (samples != Math.rint(samples)) {
            throw SemlinkException.input("radio option delay must be whole samples or random, got %s", samples);
        }
        return Optional.of(new Delay((int) samples, 1));
    }

    @Override
    public void reset(long seed) {
        random = Seeds.random(seed, "delay");
        slot = -1;
    }

    @Override
    public void process(Block block) {
        if (block.slot == slot) {
            return;
        }
        slot = block.slot;
        int samples = least + random.nextInt(range);
        int old = block.length;
        block.resize(old + samples);
        System.arraycopy(block.iq, 0, block.iq, 2 * samples, 2 * old);
        Arrays.fill(block.iq, 0, 2 * samples, 0);
    }

    @Override
    public void describe(Map<String, Object> into) {
        into.put("delay_samples", range == 1 ? (Object) least : least + ".." + (least + range - 1));
    }
}
