// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.figure;

import org.semlink.testbench.report.figure.Canvas.Anchor;
import org.semlink.testbench.report.figure.Canvas.Lettering;

/**
 * Axes of a figure: where values lie on the canvas, and grid, ticks and names around them.
 *
 * @param x      left to right
 * @param y      bottom to top
 * @param left   of the area of data
 * @param top    of the area of data
 * @param width  of the area of data
 * @param height of the area of data
 */
record Frame(Scale x, Scale y, double left, double top, double width, double height) {

    /** Above the area of data: the title, and the name of the ordinate under it. */
    static final double TOP = 50;

    /** Under the area of data: ticks and the name of the abscissa. */
    static final double UNDER = 44;

    private static final double LABEL = 12;
    private static final double MARGIN = 2;

    double atX(double value) {
        return left + width * x.position(value);
    }

    double atY(double value) {
        return top + height * (1 - y.position(value));
    }

    double[] atX(double[] values) {
        return java.util.Arrays.stream(values).map(this::atX).toArray();
    }

    double[] atY(double[] values) {
        return java.util.Arrays.stream(values).map(this::atY).toArray();
    }

    double bottom() {
        return top + height;
    }

    /** Everything but the data. */
    void draw(Canvas canvas, String title, String xName, String yName) {
        Lettering tick = Lettering.of(Ink.MUTED, LABEL);
        for (Scale.Tick at : y.ticks()) {
            canvas.line(new double[] {left, left + width}, new double[] {atY(at.value()), atY(at.value())}, Pen.thin(Ink.GRID));
            canvas.begin("tick-y", at.label());
            canvas.text(left - 7, atY(at.value()) + 4, at.label(), tick.at(Anchor.END));
            canvas.end();
        }
        canvas.line(new double[] {left, left + width}, new double[] {bottom(), bottom()}, Pen.thin(Ink.AXIS));
        for (Scale.Tick at : x.ticks()) {
            canvas.line(new double[] {atX(at.value()), atX(at.value())}, new double[] {bottom(), bottom() + 4}, Pen.thin(Ink.AXIS));
            canvas.begin("tick-x", at.label());
            canvas.text(atX(at.value()), bottom() + 18, at.label(), tick.at(Anchor.MIDDLE));
            canvas.end();
        }
        canvas.text(left + width / 2, bottom() + 36, xName, Lettering.of(Ink.MUTED, LABEL).at(Anchor.MIDDLE));
        // Lying text is read without turning the head, and has the whole width.
        canvas.text(MARGIN, 17, Letters.fit(title, 14, left + width - MARGIN), new Lettering(Ink.TEXT, 14, Anchor.START, true));
        canvas.text(MARGIN, 35, Letters.fit(yName, LABEL, left + width - MARGIN), Lettering.of(Ink.MUTED, LABEL));
    }
}
