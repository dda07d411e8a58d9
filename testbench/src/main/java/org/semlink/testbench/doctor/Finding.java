// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.doctor;

/**
 * What one look at the environment found.
 *
 * @param subject what was looked at
 * @param state   whether it is as it must be
 * @param found   what is there
 * @param remedy  what to do; empty where all is well
 */
record Finding(String subject, State state, String found, String remedy) {

    /** How well a thing is. */
    enum State {
        /** As it must be. */
        OK,
        /** Not there, and only needed for some things. */
        OPTIONAL,
        /** Not there or broken, and needed. */
        MISSING
    }

    static Finding ok(String subject, String found) {
        return new Finding(subject, State.OK, found, "");
    }

    static Finding optional(String subject, String found, String remedy) {
        return new Finding(subject, State.OPTIONAL, found, remedy);
    }

    static Finding missing(String subject, String found, String remedy) {
        return new Finding(subject, State.MISSING, found, remedy);
    }
}
