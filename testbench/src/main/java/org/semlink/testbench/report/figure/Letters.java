// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.figure;

/** How wide text will be, near enough to lay out a legend without asking a font: widths of a grotesque as parts of its size. */
final class Letters {

    private Letters() {
    }

    static double width(String text, double size) {
        return size * text.codePoints().mapToDouble(Letters::width).sum();
    }

    private static double width(int letter) {
        if (" .,:;'|!ijl/()[]-tfI".indexOf(letter) >= 0) {
            return 0.32;
        }
        if ("mwMW%@".indexOf(letter) >= 0) {
            return 0.88;
        }
        return Character.isUpperCase(letter) || letter > 0x2e80 ? 0.7 : 0.57;
    }

    /** Cut to a width, with an ellipsis where something is missing. */
    static String fit(String text, double size, double most) {
        if (width(text, size) <= most) {
            return text;
        }
        int end = text.length();
        while (end > 1 && width(text.substring(0, end) + "\u2026", size) > most) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end) + "\u2026";
    }
}
