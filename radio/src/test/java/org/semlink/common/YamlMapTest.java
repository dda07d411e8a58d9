// SPDX-License-Identifier: Apache-2.0
package org.semlink.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hand-written YAML: values as typed, and every slip answered with its line. */
class YamlMapTest {

    @Test
    void valuesStayAsTypedAndKnowTheirLines() {
        YamlMap map = YamlMap.parse("# comment\nfreq: 2.4G\nhex: 0x10\nbands:\n  - from: 1\n    to: 2\n  - from: 3\nnames: [a, 'b c']\n"
                + "more:\n  deep: yes\n", "f.yaml");
        assertThat(map.text("freq")).contains("2.4G");
        assertThat(map.text("hex")).contains("0x10");
        assertThat(map.text("absent")).isEmpty();
        assertThat(map.texts("names")).containsExactly("a", "b c");
        assertThat(map.textOrTexts("names")).containsExactly("a", "b c");
        assertThat(map.textOrTexts("freq")).containsExactly("2.4G");
        assertThat(map.textOrTexts("absent")).isEmpty();
        assertThat(map.maps("bands")).hasSize(2);
        assertThat(map.maps("bands").get(1).line()).isEqualTo(7);
        assertThat(map.maps("bands").get(0).where("to")).isEqualTo("f.yaml line 6: to");
        assertThat(map.maps("absent")).isEmpty();
        assertThat(map.map("more").orElseThrow().text("deep")).contains("yes");
        assertThat(map.keys()).containsExactly("freq", "hex", "bands", "names", "more");
        assertThat(YamlMap.parse("", "f.yaml").keys()).isEmpty();
        assertThat(YamlMap.parse("# only a comment\n", "f.yaml").keys()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "a: 1\\nfrq: 2          | f.yaml line 2, column 1: unknown key 'frq', did you mean 'freq'?; known: freq, a",
        "a: 1\\na: 2            | f.yaml line 2: key 'a' is given twice, first in line 1",
        "a: 1\\n- b             | not valid YAML at line 2",
        "a: 'open\\nb: 1        | not valid YAML at line",
        "a: \"\\t\\x01\"        | must have one value",
        "- a\\n- b              | f.yaml line 1: the file must be a mapping",
        "a: 1\\n---\\nb: 2      | not valid YAML at line 2",
        "[1]: 2                 | a key must be plain text",
        "a: [1, 2]              | f.yaml line 1: a must have one value",
        "a:                     | f.yaml line 1: a must have one value",
        "a: &x [*x]             | must have one value"})
    void slipsAreNamedWithTheirLine(String text, String message) {
        assertThatThrownBy(() -> {
            YamlMap map = YamlMap.parse(text.replace("\\n", "\n").replace("\\t", " ").replace("\\x01", ""), "f.yaml");
            map.requireKnown(List.of("freq", "a"));
            map.text("a");
        }).isInstanceOfSatisfying(SemlinkException.class, e -> assertThat(e.kind()).isEqualTo(SemlinkException.Kind.INPUT))
                .hasMessageContaining(message).hasMessageNotContaining("\n");
    }

    @Test
    void aValueOfAnotherKindIsRefused() {
        YamlMap map = YamlMap.parse("a: 1\nb: {c: 2}\n", "f.yaml");
        assertThatThrownBy(() -> map.maps("a")).hasMessageContaining("f.yaml line 1: a must be a list");
        assertThatThrownBy(() -> map.map("a")).hasMessageContaining("f.yaml line 1: a must be a mapping");
        assertThatThrownBy(() -> map.text("b")).hasMessageContaining("f.yaml line 2: b must have one value");
        assertThatThrownBy(() -> YamlMap.parse("a: \u0000", "f.yaml")).isInstanceOf(SemlinkException.class)
                .hasMessageContaining("f.yaml is not valid YAML");
    }
}
