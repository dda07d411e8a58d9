// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.common.SemlinkException;

class BandwidthRatioTest {

    @ParameterizedTest
    @CsvSource({"32, 8, 12", "64, 16, 24", "32, 16, 48", "16, 16, 96", "4, 8, 96"})
    void isTwoRealsASymbolOverThreeValuesAPixel(int channels, int stride, int denominator) {
        assertThat(BandwidthRatio.of(channels, stride)).isEqualTo(new BandwidthRatio(denominator));
        assertThat(new BandwidthRatio(denominator).channels(stride)).isEqualTo(channels);
    }

    @Test
    void readsWhatItWrites() {
        assertThat(BandwidthRatio.parse("1/48")).hasToString("1/48");
    }

    @ParameterizedTest
    @ValueSource(strings = {"48", "2/48", "1/0", "1/65536", "1/-3", "1/123456789012", ""})
    void refusesOtherTexts(String text) {
        assertThatThrownBy(() -> BandwidthRatio.parse(text)).isInstanceOf(SemlinkException.class).hasMessageContaining("--ratio")
                .hasMessageContaining("'" + text + "'");
    }
}
