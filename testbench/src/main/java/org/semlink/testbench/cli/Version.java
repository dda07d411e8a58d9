// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

/** Version of this program, as {@code --version} prints it and files record it. */
public final class Version {

    /** The version's text. */
    public static final String TEXT = "0.1.0-SNAPSHOT";

    /** Its date, as manual pages carry it: that of the build's time stamps. */
    public static final String DATE = "2026-11-23";

    private Version() {
    }
}
