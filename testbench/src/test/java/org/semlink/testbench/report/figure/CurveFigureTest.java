// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
}
