// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {

    @Test
    void valuesOfOneBinAreAveraged() {
        History history = new History();
        history.add(1, 2);
        history.add(1.05, 4);
        history.add(1.2, 7);
        History.Bins bins = history.since(History.Bins.NONE);
        assertThat(bins.mean()).containsExactly(3, 7);
        assertThat(bins.seconds()).containsExactly(1, 1.2);
        assertThat(bins.added()).isEqualTo(3);
    }

    @Test
    void whoKnowsSomeHearsOfTheRestAndOfTheBinThatGrew() {
        History history = new History();
        history.add(1, 2);
        history.add(2, 4);
        History.Bins known = history.since(History.Bins.NONE);
        history.add(2.05, 8);
        history.add(3, 5);
        History.Bins news = history.since(known);
        assertThat(news.from()).isEqualTo(1);
        assertThat(news.mean()).containsExactly(6, 5);
        assertThat(news.end()).isEqualTo(3);
        assertThat(history.since(news).mean()).as("nothing new but the last again").containsExactly(5);
    }

    /** Bins merge many times; one who follows all the way ends with the same as one who comes last, and no value is lost. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aLongRunStaysBoundedAndWhole(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        History history = new History();
        History.Bins known = History.Bins.NONE;
        double[] page = new double[0];
        double sum = 0;
        int count = 100_000;
        for (int i = 0; i < count; i++) {
            double value = random.nextDouble();
            sum += value;
            history.add(i * 0.1, value);
            if (random.nextInt(300) == 0 || i == count - 1) {
                known = history.since(known);
                page = Arrays.copyOf(page, known.end());
                System.arraycopy(known.mean(), 0, page, known.from(), known.mean().length);
            }
        }
        History.Bins all = history.since(History.Bins.NONE);
        assertThat(page).containsExactly(all.mean());
        assertThat(all.mean().length).isBetween(History.CAPACITY / 2, History.CAPACITY);
        assertThat(all.seconds()).isSorted();
        double weighted = 0;
        for (int i = 0; i < all.mean().length; i++) {
            double until = i + 1 < all.mean().length ? all.seconds()[i + 1] : count * 0.1;
            weighted += all.mean()[i] * (until - all.seconds()[i]) / 0.1;
        }
        assertThat(weighted).isCloseTo(sum, within(1e-6 * count));
    }
}
