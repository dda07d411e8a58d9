// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Curves over one axis: measured ones with confidence bands and markers, their bounds dotted, their baselines dashed. */
public final class CurveFigure implements Figure {

    static final double MARKER = 3.6;
    private static final double WIDTH = 400;
    private static final double PLOT_HEIGHT = 210;
    private static final double LEFT = 46;

    private final String name;
    private final String title;
    private final String xName;
    private final String yName;
    private final List<Curve> curves;
    private final Frame frame;
    private final Legend legend;

    /**
     * @param name   of its files
     * @param title  above it
     * @param xName  quantity and unit of the abscissa
     * @param yName  quantity and unit of the ordinate
     * @param ratios whether x is a ratio that is drawn logarithmically
     * @param curves at least one point in all
     */
    public CurveFigure(String name, String title, String xName, String yName, boolean ratios, List<Curve> curves) {
        this.name = name;
        this.title = title;
        this.xName = xName;
        this.yName = yName;
        this.curves = List.copyOf(curves);
        double[] xs = points().mapToDouble(Curve.Point::x).toArray();
        double[] ys = points().flatMapToDouble(p -> DoubleStream.of(p.y(), p.low(), p.high())).toArray();
        this.frame = new Frame(ratios ? Scale.ratios(xs) : Scale.over(xs), Scale.over(ys), LEFT, Frame.TOP, WIDTH - LEFT - 14, PLOT_HEIGHT);
        this.legend = new Legend(this.curves, WIDTH - 4);
    }

    private Stream<Curve.Point> points() {
        return curves.stream().flatMap(curve -> curve.points().stream());
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
        return frame.bottom() + Frame.UNDER + legend.height();
    }

    @Override
    public void draw(Canvas canvas) {
        frame.draw(canvas, title, xName, yName);
        for (Curve curve : curves) {
            // Bounds and baselines lie under what was measured.
            if (curve.kind() != Curve.Kind.MEASURED) {
                draw(canvas, curve);
            }
        }
        for (Curve curve : curves) {
            if (curve.kind() == Curve.Kind.MEASURED) {
                draw(canvas, curve);
            }
        }
        legend.draw(canvas, 2, frame.bottom() + Frame.UNDER + Legend.ROW / 2);
    }

    private void draw(Canvas canvas, Curve curve) {
        canvas.begin("data " + curve.kind().name().toLowerCase(Locale.ROOT), curve.series());
        List<Curve.Point> points = curve.points();
        runs(points).forEach(run -> band(canvas, run, curve.pen().ink()));
        canvas.line(frame.atX(points.stream().mapToDouble(Curve.Point::x).toArray()),
                frame.atY(points.stream().mapToDouble(Curve.Point::y).toArray()), curve.pen());
        for (Curve.Point p : points) {
            if (Double.isFinite(p.y()) && curve.kind() == Curve.Kind.MEASURED) {
                canvas.point(frame.atX(p.x()), frame.atY(p.y()), Marker.series(curve.number()), MARKER, curve.pen().ink(), p.tip());
            }
        }
        canvas.end();
    }

    /** Neighbours that have intervals: where one has none, nothing is known of what lies between the next to its sides. */
    private static List<List<Curve.Point>> runs(List<Curve.Point> points) {
        List<List<Curve.Point>> runs = new ArrayList<>();
        boolean open = false;
        for (Curve.Point p : points) {
            boolean known = Double.isFinite(p.y()) && Double.isFinite(p.low()) && Double.isFinite(p.high());
            if (known && !open) {
                runs.add(new ArrayList<>());
            }
            if (known) {
                runs.get(runs.size() - 1).add(p);
            }
            open = known;
        }
        return runs;
    }

    /** The intervals of a run as an area; a single point shows its own as a bar. */
    private void band(Canvas canvas, List<Curve.Point> points, Ink ink) {
        int n = points.size();
        if (n == 1) {
            Curve.Point p = points.get(0);
            canvas.line(frame.atX(new double[] {p.x(), p.x()}), frame.atY(new double[] {p.low(), p.high()}), Pen.thin(ink));
        } else {
            double[] x = new double[2 * n];
            double[] y = new double[2 * n];
            for (int i = 0; i < n; i++) {
                x[i] = frame.atX(points.get(i).x());
                y[i] = frame.atY(points.get(i).low());
                x[2 * n - 1 - i] = x[i];
                y[2 * n - 1 - i] = frame.atY(points.get(i).high());
            }
            canvas.area(x, y, ink, 0.13);
        }
    }
}
