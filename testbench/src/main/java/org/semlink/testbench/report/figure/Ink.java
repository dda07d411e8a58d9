// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.figure;

import java.util.List;

/**
 * What is drawn has a role, and the role a colour on light and on dark paper.
 *
 * <p>The colours of series follow Okabe and Ito (2008), who chose them to be told apart with any kind of colour vision; on dark paper
 * they are lighter. Yellow, which vanishes on white, is left out.
 */
public enum Ink {
    TEXT("#1b1f24", "#e6e9ee"),
    MUTED("#5d6671", "#a3adb9"),
    GRID("#e4e7eb", "#2d343d"),
    AXIS("#8a939e", "#6d7783"),
    S0("#0072b2", "#56aeea"),
    S1("#d55e00", "#ff8f4a"),
    S2("#009e73", "#35c79b"),
    S3("#b0528a", "#e592c3"),
    S4("#c98500", "#f2b63c"),
    S5("#4a57a8", "#9aa6f2"),
    S6("#6b6b6b", "#b9bec5");

    private static final List<Ink> SERIES = List.of(S0, S1, S2, S3, S4, S5, S6);

    private final String light;
    private final String dark;

    Ink(String light, String dark) {
        this.light = light;
        this.dark = dark;
    }

    /** Ink of the series with this number, from 0; they come round again. */
    public static Ink series(int number) {
        return SERIES.get(Math.floorMod(number, SERIES.size()));
    }

    /** On white, as {@code #rrggbb}. */
    public String light() {
        return light;
    }

    /** On dark paper, as {@code #rrggbb}. */
    public String dark() {
        return dark;
    }

    /** Name in style sheets. */
    public String css() {
        return "ink-" + name().toLowerCase(java.util.Locale.ROOT);
    }
}
