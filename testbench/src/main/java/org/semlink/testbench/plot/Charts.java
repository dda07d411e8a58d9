// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.semlink.common.SemlinkException;

/** The look that all plots share. */
public final class Charts {

    static final Color BLUE = new Color(0x1f, 0x6f, 0xb4);
    static final Color ORANGE = new Color(0xe0, 0x6c, 0x1f);
    static final Color GREY = new Color(0x77, 0x77, 0x77);

    private Charts() {
    }

    /**
     * Raises a {@code SemlinkException} where Java cannot write: servers and containers often have no font, and Java then throws what no program
     * catches, at the first letter that it draws.
     */
    public static void requireFonts() {
        try {
            new Font(Font.SANS_SERIF, Font.PLAIN, 12).getStringBounds("semlink", new FontRenderContext(null, true, true));
        } catch (InternalError | LinkageError | RuntimeException e) {
            throw SemlinkException.environment("plots need fontconfig and a font, and Java finds none (%s); install them (Debian, Ubuntu: "
                    + "apt-get install fontconfig fonts-dejavu-core)", String.valueOf(e.getMessage()).lines().findFirst().orElse("")).causedBy(e);
        }
    }

    /** An empty chart of {@code width x height} pixels. */
    static XYChart chart(String title, String x, String y, int width, int height) {
        XYChart chart = new XYChartBuilder().width(width).height(height).title(title).xAxisTitle(x).yAxisTitle(y).build();
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setPlotBorderVisible(false);
        chart.getStyler().setPlotGridLinesColor(new Color(0xdd, 0xdd, 0xdd));
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
        chart.getStyler().setLegendBorderColor(Color.WHITE);
        chart.getStyler().setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
        chart.getStyler().setXAxisDecimalPattern("0.###");
        chart.getStyler().setYAxisDecimalPattern("0.###");
        return chart;
    }

    static void line(XYChart chart, String name, double[] x, double[] y, Color color) {
        XYSeries series = chart.addSeries(name, unequallySpaced(x), y);
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(color);
        series.setLineWidth(1.4f);
    }

    /** XChart labels equally spaced values themselves, such as 62.5 and 187.5; a value that lies off by less than shows gets it to round ticks. */
    private static double[] unequallySpaced(double[] x) {
        double[] moved = x.clone();
        if (x.length > 2) {
            moved[1] += (x[2] - x[1]) / 1000;
        }
        return moved;
    }

    static void dots(XYChart chart, String name, double[] x, double[] y, Color color) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        series.setMarker(SeriesMarkers.CIRCLE);
        series.setMarkerColor(color);
        series.setLineStyle(SeriesLines.NONE);
        chart.getStyler().setMarkerSize(3);
    }

    static BufferedImage render(XYChart chart) {
        return BitmapEncoder.getBufferedImage(chart);
    }
}
