// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.semlink.common.Seeds;
import org.semlink.common.SemlinkException;
import org.semlink.radio.SiNumber;

/**
 * Bursts that never arrive: each with probability {@code loss}, and those numbered in {@code drop} ({@code drop=2} or {@code drop=0/2}).
 *
 * <p>Bursts are counted from 0 over the radio's life. A lost burst leaves silence of its length.
 */
final class Loss implements Impairment {

    static final ImpairmentKind KIND = new ImpairmentKind(List.of("loss", "drop"), Loss::from);

    private final double probability;
    private final Set<Long> drop;
    private long seed;
    private long slot = -1;
    private boolean lost;
    private long count;

    Loss(double probability, Set<Long> drop) {
        this.probability = probability;
        this.drop = new TreeSet<>(drop);
    }

    private static Optional<Impairment> from(SimSettings settings) {
        double probability = settings.spec().number("loss", 0, 0, 1);
        Set<Long> drop = new TreeSet<>();
        settings.spec().text("drop").ifPresent(list -> {
            for (String number : list.split("/", -1)) {
                double index = SiNumber.parse("radio option drop", number, 0, Integer.MAX_VALUE);
                if (index != Math.rint(index)) {
                    throw SemlinkException.input("radio option drop must be whole numbers, got %s", number);
                }
                drop.add((long) index);
            }
        });
        return probability == 0 && drop.isEmpty() ? Optional.empty() : Optional.of(new Loss(probability, drop));
    }

    @Override
    public void reset(long seed) {
        this.seed = seed;
        slot = -1;
        count = 0;
    }

    @Override
    public void process(Block block) {
        if (block.slot != slot) {
            slot = block.slot;
            // A seed per burst: losing one more by number leaves the fate of the others alone.
            lost = drop.contains(slot) || new SplittableRandom(Seeds.child(seed, "burst", slot)).nextDouble() < probability;
            count += lost ? 1 : 0;
        }
        if (lost) {
            Arrays.fill(block.iq, 0, 2 * block.length, 0);
        }
    }

    @Override
    public void describe(Map<String, Object> into) {
        into.put("loss", probability);
        into.put("bursts_dropped", count);
    }
}
