// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

/** How a transfer or a status query ended, with the library's code. */
public enum StreamEvent {
    /** Samples moved, or a status without trouble (a burst ended). */
    OK(0),
    TIMEOUT(-1),
    STREAM_ERROR(-2),
    CORRUPTION(-3),
    /** The host was too slow: received samples were lost. */
    OVERFLOW(-4),
    NOT_SUPPORTED(-5),
    /** A burst came too late for its time and was dropped. */
    TIME_ERROR(-6),
    /** The host was too slow: a burst had a hole. */
    UNDERFLOW(-7);

    private final int code;

    StreamEvent(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** @param code a count of samples, or a code of the library; one it does not define is a stream error */
    static StreamEvent of(int code) {
        if (code >= 0) {
            return OK;
        }
        for (StreamEvent event : values()) {
            if (event.code == code) {
                return event;
            }
        }
        return STREAM_ERROR;
    }
}
