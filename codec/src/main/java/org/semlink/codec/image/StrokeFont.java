// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.image;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Letters as straight strokes, so that text looks the same on machines with whatever fonts.
 *
 * <p>A glyph is a list of open lines on a grid 4 wide and 6 high, two digits (x, y) a point. Small letters are small capitals; a
 * character without a glyph is drawn as a box.
 */
final class StrokeFont {

    private static final double SMALL = 0.76;
    private static final double GAP = 2;
    private static final double CELL = 6;
    private static final String UNKNOWN = "00 40 46 06 00";
    private static final Map<Character, String> GLYPHS = new HashMap<>();

    static {
        String[] glyphs = {
            "A 06 20 46|14 34", "B 00 06|00 30 41 42 33 03|33 44 45 36 06", "C 41 30 10 01 05 16 36 45", "D 00 06|00 20 42 44 26 06",
            "E 40 00 06 46|03 33", "F 40 00 06|03 33", "G 41 30 10 01 05 16 36 45 43 23", "H 00 06|40 46|03 43", "I 00 06",
            "J 30 35 26 16 05", "K 00 06|40 03 46", "L 00 06 36", "M 06 00 23 40 46", "N 06 00 46 40", "O 10 30 41 45 36 16 05 01 10",
            "P 06 00 30 41 42 33 03", "Q 10 30 41 45 36 16 05 01 10|24 46", "R 06 00 30 41 42 33 03|23 46",
            "S 41 30 10 01 02 13 33 44 45 36 16 05", "T 00 40|20 26", "U 00 05 16 36 45 40", "V 00 26 40", "W 00 16 22 36 40", "X 00 46|40 06",
            "Y 00 23 40|23 26", "Z 00 40 06 46",
            "0 10 30 41 45 36 16 05 01 10|32 14", "1 02 20 26|06 46", "2 01 10 30 41 42 06 46", "3 00 40 22 32 43 45 36 16 05", "4 36 30 04 44",
            "5 40 00 02 32 43 45 36 06", "6 30 20 02 05 16 36 45 44 33 03", "7 00 40 16", "8 13 02 01 10 30 41 42 33 13 04 05 16 36 45 44 33",
            "9 16 26 44 41 30 10 01 02 13 43",
            ". 05 06", ", 15 06", ": 01 02|04 05", "- 03 33", "_ 06 46", "+ 21 25|03 43", "= 02 42|04 44", "/ 06 40", "% 06 40|00 01|45 46",
            "( 20 11 15 26", ") 00 11 15 06", "[ 20 00 06 26", "] 00 20 26 06", "< 41 03 45", "> 01 43 05", "' 00 01", "! 00 04|06 06",
            "? 01 10 30 41 42 24|26 26", "* 11 35|31 15|03 43", "# 11 15|31 35|02 42|04 44", "& 46 02 01 10 21 22 04 05 16 26 44"};
        for (String glyph : glyphs) {
            GLYPHS.put(glyph.charAt(0), glyph.substring(2));
        }
    }

    /** A straight stroke in pixels. */
    record Stroke(double x0, double y0, double x1, double y1) {
    }

    private StrokeFont() {
    }

    /** The strokes of {@code text} whose capitals are {@code size} high, from the corner {@code (left, top)}. */
    static List<Stroke> strokes(String text, double left, double top, double size) {
        List<Stroke> strokes = new ArrayList<>();
        double x = left;
        for (char letter : text.toCharArray()) {
            double unit = unit(letter, size);
            double y = top + size - 6 * unit;
            for (String line : glyph(letter).split("\\|")) {
                String[] points = line.split(" ");
                for (int i = Math.min(1, points.length - 1); i < points.length; i++) {
                    String from = points[Math.max(0, i - 1)];
                    if (!from.isEmpty()) {
                        strokes.add(new Stroke(x + unit * digit(from, 0), y + unit * digit(from, 1),
                                x + unit * digit(points[i], 0), y + unit * digit(points[i], 1)));
                    }
                }
            }
            x += advance(letter, size);
        }
        return strokes;
    }

    /** Width of {@code text} in pixels, without the gap after its last letter. */
    static double width(String text, double size) {
        double width = 0;
        for (char letter : text.toCharArray()) {
            width += advance(letter, size);
        }
        return Math.max(0, width - GAP * size / 6);
    }

    private static double advance(char letter, double size) {
        int widest = letter == ' ' ? 2 : 0;
        for (String point : glyph(letter).split("[ |]")) {
            widest = Math.max(widest, point.isEmpty() ? 0 : digit(point, 0));
        }
        return (widest + GAP) * unit(letter, size);
    }

    private static double unit(char letter, double size) {
        return (Character.isLowerCase(letter) ? SMALL : 1) * size / CELL;
    }

    private static String glyph(char letter) {
        return letter == ' ' ? "" : GLYPHS.getOrDefault(Character.toUpperCase(letter), UNKNOWN);
    }

    private static int digit(String point, int index) {
        return point.charAt(index) - '0';
    }
}
