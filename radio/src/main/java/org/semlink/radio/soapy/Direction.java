// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

/** Which way samples go, with the library's numbers: transmit 0, receive 1. */
public enum Direction {
    TX(0),
    RX(1);

    private final int code;

    Direction(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
