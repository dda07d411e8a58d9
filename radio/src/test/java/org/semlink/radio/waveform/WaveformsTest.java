// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.common.SemlinkException;

/** Waveforms by the texts that users type. */
class WaveformsTest {

    @Test
    void namesAndOptions() {
        assertThat(Waveforms.of("ofdm").name()).isEqualTo("ofdm");
        assertThat(Waveforms.of("ofdm:midamble=0").name()).isEqualTo("ofdm");
        assertThat(Waveforms.of("ofdm:midamble=16").name()).isEqualTo("ofdm:midamble=16");
        assertThat(Waveforms.of("sc").name()).isEqualTo("single-carrier:rolloff=0.25");
        assertThat(Waveforms.of(" single-carrier:rolloff=0.3 ").name()).isEqualTo("single-carrier:rolloff=0.30");
        assertThat(Waveforms.of("sc", 20e6).sampleRateHz()).isEqualTo(20e6);
        assertThat(Waveforms.names()).containsExactly("ofdm", "single-carrier", "sc");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "odfm | unknown waveform 'odfm', did you mean 'ofdm'?; known: ofdm, single-carrier, sc",
        "sc:roloff=0.3 | waveform sc has no option 'roloff', did you mean 'rolloff'?; known: rolloff",
        "ofdm:rolloff=0.3 | waveform ofdm has no option 'rolloff'; known: midamble",
        "ofdm:midamble=7 | midamble must be a power of two from 1 to 128, or 0 for none, got 7; 16 suits a channel that moves",
        "ofdm:midamble=256 | midamble must be a power of two from 1 to 128, or 0 for none, got 256; 16 suits a channel that moves",
        "ofdm:midamble=-4 | midamble must be a power of two from 1 to 128, or 0 for none, got '-4'; 16 suits a channel that moves",
        "ofdm:midamble= | midamble must be a power of two from 1 to 128, or 0 for none, got ''; 16 suits a channel that moves",
        "sc:rolloff | waveform options must be KEY=VALUE, each once, got 'rolloff' in 'sc:rolloff'; write sc:rolloff=0.3 for example",
        "sc:rolloff=0.2,rolloff=0.3 | waveform options must be KEY=VALUE, each once, got 'rolloff=0.3' in 'sc:rolloff=0.2,rolloff=0.3'; write "
            + "sc:rolloff=0.3 for example",
        "sc:rolloff=x | waveform option rolloff must be a number, got 'x'; write one such as 10, -3.5, 250k or 2.4G",
        "sc:rolloff=0.22 | rolloff must be 0.10, 0.15, 0.20, 0.25 or 0.30, got 0.22; 0.25 is usual"})
    void slipsAreAnswered(String text, String message) {
        assertThatThrownBy(() -> Waveforms.of(text)).isInstanceOf(SemlinkException.class).hasMessage(message);
    }
}
