// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.watch;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.semlink.common.SemlinkException;

/**
 * Who may see the page.
 *
 * <p>On loopback the Host header must name this machine: a foreign page that a browser shows could else have its own name point here (DNS
 * rebinding) and read what is served. Bound to anything else, or where a token was asked for, a request must carry the token: in its query
 * at first, in a cookie from then on.
 *
 * @param local whether the server is bound to loopback
 * @param token that requests must carry
 */
record Access(boolean local, Optional<String> token) {

    private static final Pattern THIS_MACHINE = Pattern.compile("(localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1])(:\\d{1,5})?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_.~-]{16,128}");
    private static final int TOKEN_BYTES = 16;
    private static final String IN_QUERY = "token=";

    /** What becomes of a request. */
    enum Verdict {
        /** It is answered. */
        WELCOME,
        /** It is answered, and its sender given the cookie. */
        FIRST,
        /** It is for another host than this machine. */
        WRONG_HOST,
        /** It lacks the token. */
        WRONG_TOKEN
    }

    /**
     * The rule for a server bound to {@code bind}.
     *
     * @param chosen the user's token, null for one drawn at random where one is needed
     */
    static Access of(InetAddress bind, String chosen) {
        if (chosen != null && !TOKEN.matcher(chosen).matches()) {
            throw SemlinkException.input("--token must be 16 to 128 letters, digits, '-', '_', '.' or '~', got %d characters; leave it out for "
                    + "one drawn at random", chosen.length());
        }
        if (chosen != null || bind.isLoopbackAddress()) {
            return new Access(bind.isLoopbackAddress(), Optional.ofNullable(chosen));
        }
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        return new Access(false, Optional.of(Base64.getUrlEncoder().withoutPadding().encodeToString(random)));
    }

    /**
     * Judges a request.
     *
     * @param host   its Host header, or null
     * @param query  of its address, undecoded, or null
     * @param cookie value of our cookie, or null
     */
    Verdict judge(String host, String query, String cookie) {
        if (local && (host == null || !THIS_MACHINE.matcher(host).matches())) {
            return Verdict.WRONG_HOST;
        }
        if (token.isEmpty() || same(cookie)) {
            return Verdict.WELCOME;
        }
        return query != null && query.startsWith(IN_QUERY) && same(query.substring(IN_QUERY.length())) ? Verdict.FIRST : Verdict.WRONG_TOKEN;
    }

    /** The part of the page's address that lets a browser in. */
    String query() {
        return token.map(t -> "?" + IN_QUERY + t).orElse("");
    }

    /** Takes as long for any wrong token of a length. */
    private boolean same(String given) {
        return given != null && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), token.orElseThrow().getBytes(StandardCharsets.UTF_8));
    }
}
