// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.figure;

/** A picture of data that draws itself on any {@link Canvas}; one class a kind. */
public interface Figure {

    /** Name of its files, in lower case with hyphens. */
    String name();

    /** What it shows, in a line; without the drawing's own labels. */
    String title();

    /** In units of the canvas. */
    double width();

    /** In units of the canvas. */
    double height();

    void draw(Canvas canvas);
}
