// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.semlink.common.Seeds;
import org.semlink.common.SemlinkException;
import org.semlink.radio.SiNumber;

/**
 * To which bursts something happens: to each with a probability, and to those numbered (from 0, over the radio's life).
 *
 * <p>Written {@code late=0.1} (probability) and {@code late-bursts=0/2} (numbers). Each burst has a seed of its own: naming one more
 * leaves the fate of the others alone.
 */
record BurstEvents(double probability, Set<Long> numbers) {

    BurstEvents {
        numbers = new TreeSet<>(numbers);
    }

    static List<String> keys(String name) {
        return List.of(name, name + "-bursts");
    }

    /** What the user asked for under {@code probabilityKey} and {@code numbersKey}; empty where that is nothing. */
    static Optional<BurstEvents> from(SimSettings settings, String probabilityKey, String numbersKey) {
        double probability = settings.spec().number(probabilityKey, 0, 0, 1);
        Set<Long> numbers = new TreeSet<>();
        settings.spec().text(numbersKey).ifPresent(list -> {
            for (String number : list.split("/", -1)) {
                double index = SiNumber.parse("radio option " + numbersKey, number, 0, Integer.MAX_VALUE);
                if (index != Math.rint(index)) {
                    throw SemlinkException.input("radio option %s must be whole numbers, got %s", numbersKey, number);
                }
                numbers.add((long) index);
            }
        });
        return probability == 0 && numbers.isEmpty() ? Optional.empty() : Optional.of(new BurstEvents(probability, numbers));
    }

    /** Where it happens to burst {@code number}: the random numbers that say how; else empty. */
    Optional<SplittableRandom> at(long seed, long number) {
        SplittableRandom random = new SplittableRandom(Seeds.child(seed, "burst", number));
        boolean drawn = random.nextDouble() < probability;
        return drawn || numbers.contains(number) ? Optional.of(random) : Optional.empty();
    }
}
