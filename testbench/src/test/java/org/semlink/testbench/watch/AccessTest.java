// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.semlink.testbench.watch.Access.Verdict.FIRST;
import static org.semlink.testbench.watch.Access.Verdict.WELCOME;
import static org.semlink.testbench.watch.Access.Verdict.WRONG_HOST;
import static org.semlink.testbench.watch.Access.Verdict.WRONG_TOKEN;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.common.SemlinkException;

class AccessTest {

    private static final String TOKEN = "correct-horse-battery";

    private static InetAddress at(String address) throws UnknownHostException {
        return InetAddress.getByName(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:8471", "LOCALHOST:1", "127.0.0.1:8471", "127.3.2.1", "[::1]:8471"})
    void loopbackAnswersToItsOwnNames(String host) throws UnknownHostException {
        assertThat(Access.of(at("127.0.0.1"), null).judge(host, null, null)).isEqualTo(WELCOME);
    }

    /** Names that an attacker can make point to 127.0.0.1. */
    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:8471", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example/localhost",
        "xlocalhost", "10.0.0.1", "127.0.0.1:8471:evil", "::1", ""})
    void loopbackRefusesForeignNames(String host) throws UnknownHostException {
        assertThat(Access.of(at("127.0.0.1"), null).judge(host, null, null)).isEqualTo(WRONG_HOST);
        assertThat(Access.of(at("::1"), TOKEN).judge(host, "token=" + TOKEN, TOKEN)).as("not even with the token").isEqualTo(WRONG_HOST);
    }

    @Test
    void aRequestWithoutAHostIsRefused() throws UnknownHostException {
        assertThat(Access.of(at("127.0.0.1"), null).judge(null, null, null)).isEqualTo(WRONG_HOST);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        "-,                            -,                      WRONG_TOKEN",
        "token=correct-horse-battery,  -,                      FIRST",
        "token=correct-horse-batterx,  -,                      WRONG_TOKEN",
        "token=correct-horse-batter,   -,                      WRONG_TOKEN",
        "token=correct-horse-batteryx, -,                      WRONG_TOKEN",
        "token=,                       -,                      WRONG_TOKEN",
        "correct-horse-battery,        -,                      WRONG_TOKEN",
        "-,                            correct-horse-battery,  WELCOME",
        "-,                            correct-horse-batterx,  WRONG_TOKEN",
        "token=wrong,                  correct-horse-battery,  WELCOME"})
    void elsewhereTheTokenDecides(String query, String cookie, Access.Verdict verdict) throws UnknownHostException {
        assertThat(Access.of(at("0.0.0.0"), TOKEN).judge("radio.example:8471", query, cookie)).isEqualTo(verdict);
        assertThat(Access.of(at("127.0.0.1"), TOKEN).judge("localhost", query, cookie)).as("where one was asked for").isEqualTo(verdict);
    }

    @Test
    void beyondLoopbackThereIsAlwaysAToken() throws UnknownHostException {
        Access one = Access.of(at("0.0.0.0"), null);
        Access other = Access.of(at("192.0.2.7"), null);
        assertThat(one.token().orElseThrow()).as("128 bits in base 64").hasSize(22).isNotEqualTo(other.token().orElseThrow());
        assertThat(one.query()).isEqualTo("?token=" + one.token().orElseThrow());
        assertThat(one.judge("any", null, null)).isEqualTo(WRONG_TOKEN);
        assertThat(one.judge("any", one.query().substring(1), null)).isEqualTo(FIRST);
        assertThat(Access.of(at("127.0.0.1"), null).query()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "has a space in it ....", "semi;colon;semi;colon", "0123456789abcde"})
    void weakOrUnsendableTokensAreRefused(String token) {
        assertThatThrownBy(() -> Access.of(at("127.0.0.1"), token)).isInstanceOf(SemlinkException.class).hasMessageContaining("--token must be 16");
    }
}
