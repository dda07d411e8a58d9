// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.figure;

/** Something that a figure is drawn on: units are CSS pixels at full size, x to the right and y downwards from the upper left corner. */
public interface Canvas {

    /** Which end of a text stands at its position. */
    enum Anchor { START, MIDDLE, END }

    /**
     * How text looks.
     *
     * @param ink    its colour
     * @param size   of the font
     * @param anchor which end stands at the position
     * @param bold   whether it is heavy
     */
    record Lettering(Ink ink, double size, Anchor anchor, boolean bold) {

        /** Plain text that begins at its position. */
        public static Lettering of(Ink ink, double size) {
            return new Lettering(ink, size, Anchor.START, false);
        }

        /** The same, hung up at another end. */
        public Lettering at(Anchor other) {
            return new Lettering(ink, size, other, bold);
        }
    }

    /** A line through points; where a coordinate is NaN it is interrupted. */
    void line(double[] x, double[] y, Pen pen);

    /** A filled polygon. */
    void area(double[] x, double[] y, Ink ink, double opacity);

    /** A data point and what is said about it when it is pointed at. */
    void point(double x, double y, Marker marker, double size, Ink ink, String tip);

    /** Many small dots of one colour. */
    void dots(double[] x, double[] y, double radius, Ink ink, double opacity);

    /** A line of text whose base line lies at y. */
    void text(double x, double y, String text, Lettering lettering);

    /** What follows belongs to a series, as {@code part} of it: drawn data, or its key in the legend; until {@link #end}. */
    void begin(String part, String series);

    /** Ends what {@link #begin} began. */
    void end();
}
