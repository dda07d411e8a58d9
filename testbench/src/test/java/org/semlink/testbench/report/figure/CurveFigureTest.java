// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CurveFigureTest {

    private static String svg(double... values) {
        List<Curve.Point> points = IntStream.range(0, values.length).mapToObj(i -> new Curve.Point(i, values[i], values[i] - 1, values[i] + 1, "")).toList();
        return SvgCanvas.draw(new CurveFigure("f", "f", "x", "y", false, List.of(new Curve("s", "s", Curve.Kind.MEASURED, 0, points))));
    }

    private static int areas(String svg) {
        return svg.split("fill-opacity=\"0.13\"", -1).length - 1;
    }

    /** A band across the gap would say that something is known of it. */
    @Test
    void bandsBreakWhereLinesDo() {
        assertThat(areas(svg(1, 2, 3, 4, 5))).isEqualTo(1);
        assertThat(areas(svg(1, 2, Double.NaN, 4, 5))).isEqualTo(2);
        assertThat(areas(svg(1, 2, Double.NaN, 4, Double.NaN))).isEqualTo(1);
        assertThat(areas(svg(Double.NaN, 2, Double.NaN))).isZero();
    }

    /** Values from 20 to 24 under intervals of +-50, as of two pictures: the axis goes 4 beyond the values, to round numbers, and no band beyond the axis. */
    @Test
    void wideIntervalsDoNotMakeAllCurvesOne() {
        List<Curve.Point> points = IntStream.range(0, 3).mapToObj(i -> new Curve.Point(i, 20 + 2 * i, -30 + 2 * i, 70 + 2 * i, "")).toList();
        String svg = SvgCanvas.draw(new CurveFigure("f", "f", "x", "y", false, List.of(new Curve("s", "s", Curve.Kind.MEASURED, 0, points))));
        List<Double> ticks = numbers(svg, "tick-y\" data-series=\"([0-9.]+)");
        assertThat(ticks).first().isEqualTo(15.0);
        assertThat(ticks).last().isEqualTo(30.0);
        List<Double> edges = numbers(svg.lines().filter(line -> line.contains("fill-opacity=\"0.13\"")).findFirst().orElseThrow(), "[ML][0-9.]+ ([0-9.]+)");
        assertThat(edges).hasSize(6).allMatch(y -> y == Frame.TOP || y == Frame.TOP + 210);
    }

    private static List<Double> numbers(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().map(found -> Double.valueOf(found.group(1))).toList();
    }
}
