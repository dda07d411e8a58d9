// SPDX-License-Identifier: Apache-2.0
package org.semlink.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryTest {

    private static final Registry<Integer> NUMBERS = Registry.<Integer>of("number").with("one", 1).with("two", 2).with("three", 3);

    @Test
    void findsByNameInOrder() {
        assertThat(NUMBERS.get("two")).isEqualTo(2);
        assertThat(NUMBERS.names()).containsExactly("one", "two", "three");
    }

    @Test
    void unknownNameSuggestsTheNearest() {
        assertThatThrownBy(() -> NUMBERS.get("tow")).isInstanceOfSatisfying(SemlinkException.class, e ->
                assertThat(e.kind()).isEqualTo(SemlinkException.Kind.INPUT))
                .hasMessage("unknown number 'tow', did you mean 'two'?; known: one, two, three");
        assertThatThrownBy(() -> NUMBERS.get("seventeen")).hasMessage("unknown number 'seventeen'; known: one, two, three");
    }

    @Test
    void growingLeavesTheOldOneAlone() {
        assertThat(NUMBERS.with("four", 4).get("four")).isEqualTo(4);
        assertThat(NUMBERS.names()).doesNotContain("four");
        assertThatThrownBy(() -> NUMBERS.with("one", 7)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NUMBERS.names().remove("one")).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @CsvSource({"chanel, channel", "rayliegh, rayleigh", "cf, cfo", "cof, cfo", "phase-noise, phasenoise"})
    void nearestIsTheSlip(String slip, String meant) {
        assertThat(Registry.nearest(slip, List.of("cfo", "channel", "rayleigh", "phasenoise"))).contains(meant);
    }

    @Test
    void nothingNearIsNoSuggestion() {
        assertThat(Registry.nearest("xyzzy", List.of("channel", "delay"))).isEmpty();
        assertThat(Registry.nearest("a", List.of())).isEmpty();
    }
}
