// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.figure;

import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A figure as SVG 1.1: colours stand as attributes for paper, and as classes {@link Ink#css} that a page's style sheet may override.
 *
 * <p>A point carries its text as {@code data-tip}; a series' parts are groups with {@code data-series}.
 */
public final class SvgCanvas implements Canvas {

    private final StringBuilder svg = new StringBuilder();

    private SvgCanvas() {
    }

    /** Draws a figure into an {@code svg} element. */
    public static String draw(Figure figure) {
        SvgCanvas canvas = new SvgCanvas();
        canvas.svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"figure\" viewBox=\"0 0 ").append(number(figure.width())).append(' ')
                .append(number(figure.height())).append("\" width=\"").append(number(figure.width())).append("\" height=\"")
                .append(number(figure.height())).append("\" role=\"img\" aria-label=\"").append(Xml.escape(figure.title()))
                .append("\" font-family=\"system-ui, 'Liberation Sans', Arial, Helvetica, sans-serif\">\n");
        figure.draw(canvas);
        return canvas.svg.append("</svg>\n").toString();
    }

    @Override
    public void line(double[] x, double[] y, Pen pen) {
        StringBuilder path = new StringBuilder();
        boolean down = false;
        for (int i = 0; i < x.length; i++) {
            if (Double.isNaN(x[i]) || Double.isNaN(y[i])) {
                down = false;
                continue;
            }
            path.append(down ? 'L' : 'M').append(number(x[i])).append(' ').append(number(y[i]));
            down = true;
        }
        if (path.length() > 0) {
            svg.append("<path class=\"line ").append(pen.ink().css()).append("\" d=\"").append(path).append("\" fill=\"none\" stroke=\"")
                    .append(pen.ink().light()).append("\" stroke-width=\"").append(number(pen.width())).append("\" stroke-linejoin=\"round\"");
            if (!pen.dash().isEmpty()) {
                svg.append(" stroke-dasharray=\"").append(pen.dash().stream().map(SvgCanvas::number).collect(Collectors.joining(" "))).append('"');
            }
            svg.append("/>\n");
        }
    }

    @Override
    public void area(double[] x, double[] y, Ink ink, double opacity) {
        svg.append("<path class=\"area ").append(ink.css()).append("\" d=\"");
        for (int i = 0; i < x.length; i++) {
            svg.append(i == 0 ? 'M' : 'L').append(number(x[i])).append(' ').append(number(y[i]));
        }
        svg.append("Z\" fill=\"").append(ink.light()).append("\" fill-opacity=\"").append(number(opacity)).append("\"/>\n");
    }

    @Override
    public void point(double x, double y, Marker marker, double size, Ink ink, String tip) {
        svg.append("<path class=\"point area ").append(ink.css()).append("\" d=\"");
        double[] outline = marker.outline();
        for (int i = 0; i < outline.length; i += 2) {
            svg.append(i == 0 ? 'M' : 'L').append(number(x + size * outline[i])).append(' ').append(number(y + size * outline[i + 1]));
        }
        svg.append("Z\" fill=\"").append(ink.light()).append("\" data-tip=\"").append(Xml.escape(tip)).append("\" data-x=\"").append(number(x))
                .append("\" data-y=\"").append(number(y)).append("\"/>\n");
    }

    @Override
    public void dots(double[] x, double[] y, double radius, Ink ink, double opacity) {
        svg.append("<path class=\"line ").append(ink.css()).append("\" d=\"");
        for (int i = 0; i < x.length; i++) {
            // A line of no length with round ends is a dot, in the fewest bytes.
            svg.append('M').append(number(x[i])).append(' ').append(number(y[i])).append("h0");
        }
        svg.append("\" fill=\"none\" stroke=\"").append(ink.light()).append("\" stroke-opacity=\"").append(number(opacity))
                .append("\" stroke-linecap=\"round\" stroke-width=\"").append(number(2 * radius)).append("\"/>\n");
    }

    @Override
    public void text(double x, double y, String text, Lettering lettering) {
        svg.append("<text class=\"area ").append(lettering.ink().css()).append("\" fill=\"").append(lettering.ink().light()).append("\" font-size=\"")
                .append(number(lettering.size())).append('"').append(" x=\"").append(number(x)).append("\" y=\"").append(number(y)).append('"');
        if (lettering.bold()) {
            svg.append(" font-weight=\"600\"");
        }
        if (lettering.anchor() != Anchor.START) {
            svg.append(" text-anchor=\"").append(lettering.anchor().name().toLowerCase(Locale.ROOT)).append('"');
        }
        svg.append('>').append(Xml.escape(text)).append("</text>\n");
    }

    @Override
    public void begin(String part, String series) {
        svg.append("<g class=\"").append(Xml.escape(part)).append("\" data-series=\"").append(Xml.escape(series)).append("\">\n");
    }

    @Override
    public void end() {
        svg.append("</g>\n");
    }

    /** Two decimals are a fiftieth of a pixel. */
    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        text = text.replaceAll("\\.?0+$", "");
        return "-0".equals(text) ? "0" : text;
    }
}
