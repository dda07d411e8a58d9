// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.common.SemlinkException;

class RadioSpecTest {

    private static final RadioContext CONTEXT = new RadioContext(1e6, 1.0 / 16, 200.0 / 256, 0.82e6, 1);

    @ParameterizedTest
    @CsvSource({"2.4G, 2.4e9", "915M, 915e6", "1M, 1e6", "250k, 250e3", "2K, 2e3", "20u, 20e-6", "3m, 3e-3", "-3.5, -3.5", ".5, .5", "1e6, 1e6",
        "+7, 7", "5., 5", "1n, 1e-9"})
    void readsNumbersAsUsersTypeThem(String text, double value) {
        assertThat(RadioSpec.parse("sim:x=" + text).number("x", 0, -1e300, Double.POSITIVE_INFINITY)).isEqualTo(value);
    }

    @Test
    void readsSchemeOptionsAndSwitches() {
        RadioSpec spec = RadioSpec.parse(" sim:snr=10, channel=rayleigh ,ideal");
        assertThat(spec.scheme()).isEqualTo("sim");
        assertThat(spec.number("snr", 0, 0, 99)).isEqualTo(10);
        assertThat(spec.text("channel")).contains("rayleigh");
        assertThat(spec.flag("ideal")).isTrue();
        assertThat(spec.flag("other")).isFalse();
        assertThat(spec.number("other", 7, 0, 1)).isEqualTo(7);
        assertThat(spec).hasToString("sim:snr=10,channel=rayleigh,ideal");
        assertThat(RadioSpec.parse(spec.toString())).hasToString(spec.toString());
        assertThat(RadioSpec.parse("sim")).hasToString("sim:");
        assertThat(RadioSpec.parse("sim:snr=inf").number("snr", 0, 0, Double.POSITIVE_INFINITY)).isInfinite();
    }

    @Test
    void readsALeadingBareValue() {
        assertThat(RadioSpec.parse("file:a/b.cf32,rate=1M,switch").leading("path")).hasToString("file:path=a/b.cf32,rate=1M,switch");
        assertThat(RadioSpec.parse("file:rate=1M,a.cf32").leading("path").has("path")).isFalse();
        assertThat(RadioSpec.parse("file:path=a=b.cf32").leading("path").text("path")).contains("a=b.cf32");
        assertThat(RadioSpec.parse("file:").leading("path")).hasToString("file:");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "simm:snr=10            | unknown radio scheme 'simm', did you mean 'sim'?; known: sim",
        "hackrf                 | unknown radio scheme 'hackrf'; known: sim",
        "snr=10                 | radio must start with its scheme, got 'snr=10'",
        "''                     | radio must start with its scheme, got ''",
        "sim:snt=10             | unknown option 'snt' of radio sim, did you mean 'snr'?",
        "sim:chanel=awgn        | unknown option 'chanel' of radio sim, did you mean 'channel'?",
        "sim:snr=ten            | radio option snr must be a number, got 'ten'",
        "sim:snr=NaN            | radio option snr must be a number, got 'NaN'",
        "sim:snr=10dB           | radio option snr must be a number, got '10dB'",
        "sim:snr=0x10           | radio option snr must be a number, got '0x10'",
        "sim:snr=1d             | radio option snr must be a number, got '1d'",
        "sim:snr=-inf           | radio option snr must be a number, got '-inf'",
        "sim:snr=-61            | radio option snr must be from -60 to inf, got -61",
        "sim:snr=1e999          | radio option snr must be from -60 to inf, got 1e999",
        "sim:snr                | radio option snr needs a value",
        "sim:snr=               | radio option must be key=value, got 'snr='",
        "sim:snr=10,,cfo=2k     | radio option must be key=value, got ''",
        "sim:snr=10,            | radio option must be key=value, got ''",
        "sim:=10                | radio option must be key=value, got '=10'",
        "sim:snr=10,snr=5       | radio option snr is given twice, 10 and 5",
        "sim:ideal=yes          | radio option ideal takes no value, got yes",
        "sim:cfo=inf            | radio option cfo must be a number, got 'inf'",
        "sim:cfo=600k           | radio option cfo must be from -500000 to 500000, got 600k",
        "sim:adc=12.5           | radio option adc must be a whole number, got 12.5",
        "sim:adc=-1             | radio option adc must be from 0 to 24, got -1",
        "sim:loss=1.5           | radio option loss must be from 0 to 1, got 1.5",
        "sim:drop=x             | radio option drop must be a number, got 'x'",
        "sim:drop=1.5           | radio option drop must be whole numbers, got 1.5",
        "sim:delay=soon         | radio option delay must be a number, got 'soon'",
        "sim:delay=2.5          | radio option delay must be whole samples or random, got 2.5",
        "sim:channel=rayliegh   | unknown channel 'rayliegh', did you mean 'rayleigh'?",
        "sim:channel=awgn,taps=0 | radio option taps does not go with channel=awgn",
        "sim:taps=0:0/0:-3      | radio option taps has delay 0 twice",
        "sim:taps=9999          | delay in radio option taps must be from 0 to 512, got 9999",
        "sim:taps=0:1:2:3       | radio option taps must be DELAY:DB:DEGREES",
        "sim:pa-p=2             | radio option pa-p=2 needs the backoff too",
        "sim:clock=2            | radio option clock=2 needs a carrier frequency",
        "sim:clock=2,freq=1G,cfo=3 | radio option clock=2 sets cfo and sfo, which are given too",
        "sim:freq=1G            | radio option freq=1G has an effect only with clock",
        "sim:mtu=0              | radio option mtu must be from 1 to 1048576, got 0"})
    void refusesBadInputInOneLine(String text, String message) {
        SemlinkException e = catchThrowableOfType(SemlinkException.class, () -> Radios.open(text, CONTEXT).close());
        assertThat(e).as("error for '%s'", text).isNotNull().hasMessageStartingWith(message).hasMessageNotContaining("\n");
        assertThat(e.kind()).isEqualTo(SemlinkException.Kind.INPUT);
    }
}
