// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.receiver;

import java.util.Locale;

/**
 * One figure that the receiver must reach, and the one measured.
 *
 * @param name     what was measured, and at which SNR
 * @param atLeast  whether {@code measured} must not be below {@code asked}; otherwise it must not be above
 * @param asked    the limit
 * @param measured the value that is compared with the limit
 * @param note     how much the measurement itself can be trusted
 */
record Criterion(String name, boolean atLeast, double asked, double measured, String note) {

    /** Whether the figure was reached; a measurement that is not a number was not. */
    boolean passed() {
        return atLeast ? measured >= asked : measured <= asked;
    }

    /** One line of the table. */
    String line() {
        return String.format(Locale.ROOT, "%-44s %s %-9.4g %-10.4g %-4s  %s", name, atLeast ? ">=" : "<=", asked, measured,
                passed() ? "ok" : "FAIL", note);
    }
}
