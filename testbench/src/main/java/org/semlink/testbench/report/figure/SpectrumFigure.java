// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.figure;

/** Power spectral density of what was received. */
public final class SpectrumFigure implements Figure {

    private static final double WIDTH = 400;
    private static final double PLOT_HEIGHT = 246;

    private final String name;
    private final String title;
    private final double[] frequencyKhz;
    private final double[] levelDb;
    private final String unit;
    private final Frame frame;

    /** Frequencies from the carrier in kHz, rising, and their levels in dB; {@code unit} names the reference of the levels. */
    public SpectrumFigure(String name, String title, double[] frequencyKhz, double[] levelDb, String unit) {
        this.name = name;
        this.title = title;
        this.frequencyKhz = frequencyKhz.clone();
        this.levelDb = levelDb.clone();
        this.unit = unit;
        this.frame = new Frame(Scale.over(frequencyKhz), Scale.over(levelDb), 46, Frame.TOP, WIDTH - 60, PLOT_HEIGHT);
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
        return WIDTH;
    }

    @Override
    public double height() {
        return frame.bottom() + Frame.UNDER;
    }

    @Override
    public void draw(Canvas canvas) {
        frame.draw(canvas, title, "frequency from the carrier, kHz", unit);
        canvas.line(frame.atX(frequencyKhz), frame.atY(levelDb), new Pen(Ink.S0, 1.2, java.util.List.of()));
    }
}
