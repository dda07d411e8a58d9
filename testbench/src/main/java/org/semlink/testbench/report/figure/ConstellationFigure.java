// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.figure;

/** Received symbols in the complex plane, at unit mean power of those sent; what lies outside is drawn at the edge. */
public final class ConstellationFigure implements Figure {

    private static final double SIDE = 300;
    private static final double REACH = 2.5;

    private final String name;
    private final String title;
    private final double[] inPhase;
    private final double[] quadrature;
    private final Frame frame;

    /** Symbols as their two coordinates, of equal length. */
    public ConstellationFigure(String name, String title, double[] inPhase, double[] quadrature) {
        this.name = name;
        this.title = title;
        this.inPhase = inPhase.clone();
        this.quadrature = quadrature.clone();
        Scale scale = Scale.over(-REACH, REACH);
        this.frame = new Frame(scale, scale, 40, Frame.TOP, SIDE - 54, SIDE - 54);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public double width() {
        return SIDE;
    }

    @Override
    public double height() {
        return frame.bottom() + Frame.UNDER;
    }

    @Override
    public void draw(Canvas canvas) {
        frame.draw(canvas, title, "in phase", "quadrature, at unit power");
        canvas.dots(frame.atX(clamp(inPhase)), frame.atY(clamp(quadrature)), 1.4, Ink.S0, 0.6);
    }

    private static double[] clamp(double[] values) {
        return java.util.Arrays.stream(values).map(v -> Math.max(-REACH, Math.min(REACH, v))).toArray();
    }
}
