// SPDX-License-Identifier: Apache-2.0
package org.semlink.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SeedsTest {

    @Test
    void childrenOfDifferentNamesIndicesAndParentsDiffer() {
        Set<Long> seen = new HashSet<>();
        for (long seed = -50; seed < 50; seed++) {
            for (String name : new String[] {"", "a", "b", "ab", "ba", "noise", "noise "}) {
                seen.add(Seeds.child(seed, name));
                for (int index = 1; index < 20; index++) {
                    seen.add(Seeds.child(seed, name, index));
                }
            }
        }
        assertThat(seen).hasSize(100 * 7 * 20);
    }

    @Test
    void nameOrderMatters() {
        assertThat(Seeds.child(Seeds.child(1, "a"), "b")).isNotEqualTo(Seeds.child(Seeds.child(1, "b"), "a"));
    }

    @Test
    void sameNameSameNumbers() {
        assertThat(Seeds.random(3, "noise").nextLong()).isEqualTo(Seeds.random(3, "noise").nextLong());
    }

    /** Results that people have published must not change with a version of this project. */
    @Test
    void valuesAreFrozen() {
        assertThat(Seeds.child(1, "noise")).isEqualTo(5124192074811918381L);
        assertThat(Seeds.child(1, "noise", 2)).isEqualTo(1683694716404392960L);
    }

    @Test
    void generatorsOfNeighbouringSeedsAreUncorrelated() {
        int n = 20_000;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += (Seeds.random(i, "x").nextDouble() - 0.5) * (Seeds.random(i + 1, "x").nextDouble() - 0.5);
        }
        assertThat(12 * sum / n).isCloseTo(0, Offset.offset(5 / Math.sqrt(n)));
    }
}
