// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

/** Why a receiver stopped waiting for the bursts of a picture. */
public enum Ending {
    /** All of them came. */
    COMPLETE("complete"),
    /** A burst of another transmission came. */
    NEWER("given up for a newer transmission"),
    /** None came for too long. */
    SILENCE("given up after silence"),
    /** The stream ended, or the user did. */
    END("given up at the end of the reception");

    private final String text;

    Ending(String text) {
        this.text = text;
    }

    /** As results say it. */
    @Override
    public String toString() {
        return text;
    }
}
