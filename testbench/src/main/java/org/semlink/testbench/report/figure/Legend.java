// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.figure;

import java.util.ArrayList;
import java.util.List;
import org.semlink.testbench.report.figure.Canvas.Lettering;

/** Keys of the series under a figure, in as many rows as they need. */
final class Legend {

    static final double ROW = 20;
    private static final double SWATCH = 30;
    private static final double GAP = 14;
    private static final double SIZE = 12;

    private final List<Curve> curves;
    private final List<double[]> places = new ArrayList<>();
    private final double width;
    private double height;

    Legend(List<Curve> curves, double width) {
        this.curves = curves.stream().filter(curve -> !curve.label().isEmpty()).toList();
        this.width = width;
        double x = 0;
        double row = 0;
        for (Curve curve : this.curves) {
            double wide = SWATCH + 5 + Letters.width(label(curve), SIZE) + GAP;
            if (x > 0 && x + wide > width) {
                x = 0;
                row++;
            }
            places.add(new double[] {x, row * ROW});
            x += wide;
        }
        height = this.curves.isEmpty() ? 0 : (row + 1) * ROW;
    }

    double height() {
        return height;
    }

    private String label(Curve curve) {
        return Letters.fit(curve.label(), SIZE, width - SWATCH - 5 - GAP);
    }

    void draw(Canvas canvas, double left, double top) {
        for (int i = 0; i < curves.size(); i++) {
            Curve curve = curves.get(i);
            double x = left + places.get(i)[0];
            double y = top + places.get(i)[1];
            canvas.begin("key " + curve.kind().name().toLowerCase(java.util.Locale.ROOT), curve.series());
            canvas.line(new double[] {x, x + SWATCH}, new double[] {y, y}, curve.pen());
            if (curve.kind() == Curve.Kind.MEASURED) {
                Marker marker = Marker.series(curve.number());
                double[] outline = marker.outline();
                double[] xs = new double[outline.length / 2];
                double[] ys = new double[xs.length];
                for (int k = 0; k < xs.length; k++) {
                    xs[k] = x + SWATCH / 2 + CurveFigure.MARKER * outline[2 * k];
                    ys[k] = y + CurveFigure.MARKER * outline[2 * k + 1];
                }
                canvas.area(xs, ys, curve.pen().ink(), 1);
            }
            canvas.text(x + SWATCH + 5, y + 4, label(curve), Lettering.of(Ink.TEXT, SIZE));
            canvas.end();
        }
    }
}
