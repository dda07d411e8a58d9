// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.chart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.semlink.testbench.quality.Mean;
import org.semlink.testbench.report.data.Cell;
import org.semlink.testbench.report.data.Estimate;
import org.semlink.testbench.report.data.Layout;
import org.semlink.testbench.report.figure.Curve;
import org.semlink.testbench.report.figure.Scale;

/** The curves of one figure, put together: measured series, and the bounds and baselines that go with them. */
final class Curves {

    private final Layout layout;
    private final Layout.Panel panel;
    private final String xUnit;
    private final List<Curve> curves = new ArrayList<>();
    private final List<Curve> keys = new ArrayList<>();

    Curves(Layout layout, Layout.Panel panel, String xUnit) {
        this.layout = layout;
        this.panel = panel;
        this.xUnit = xUnit;
    }

    /** A measured curve for every series of which {@code wanted} is true and any value exists. */
    Curves measured(Predicate<Layout.Series> wanted, Function<Cell, Estimate> value, String format) {
        for (Layout.Series series : panel.series()) {
            if (wanted.test(series)) {
                List<Curve.Point> points = series.cells().stream().map(cell -> point(series, cell, value.apply(cell), format)).toList();
                if (points.stream().anyMatch(p -> Double.isFinite(p.y()))) {
                    curves.add(new Curve(series.id(), series.label(), Curve.Kind.MEASURED, series.number(), points));
                }
            }
        }
        return this;
    }

    private Curve.Point point(Layout.Series series, Cell cell, Estimate estimate, String format) {
        Mean mean = estimate.mean();
        String tip = series.label() + "\n" + mean.text(format) + "\nat "
                + Scale.plain(layout.x(cell), 4) + xUnit + " \u00b7 " + estimate.trials() + " trials, " + estimate.pictures() + " pictures";
        return new Curve.Point(layout.x(cell), mean.value(), estimate.hasBand() ? mean.low() : mean.value(), estimate.hasBand() ? mean.high() : mean.value(),
                tip);
    }

    /** A bound or baseline of every series; where several are the same curve, it is drawn once, in grey, and belongs to none. */
    Curves companion(Curve.Kind kind, String label, Predicate<Layout.Series> wanted, ToDoubleFunction<Cell> value) {
        Map<List<Double>, List<Layout.Series>> same = new LinkedHashMap<>();
        for (Layout.Series series : panel.series()) {
            if (wanted.test(series)) {
                List<Double> values = new ArrayList<>();
                series.cells().forEach(cell -> values.addAll(List.of(layout.x(cell), value.applyAsDouble(cell))));
                same.computeIfAbsent(values, v -> new ArrayList<>()).add(series);
            }
        }
        boolean any = false;
        for (Map.Entry<List<Double>, List<Layout.Series>> entry : same.entrySet()) {
            List<Curve.Point> points = new ArrayList<>();
            for (int i = 0; i < entry.getKey().size(); i += 2) {
                points.add(Curve.Point.of(entry.getKey().get(i), entry.getKey().get(i + 1), label));
            }
            if (points.stream().anyMatch(p -> Double.isFinite(p.y()))) {
                Layout.Series owner = entry.getValue().get(0);
                boolean shared = entry.getValue().size() > 1;
                curves.add(new Curve(shared ? "shared" : owner.id(), "", kind, shared ? -1 : owner.number(), points));
                any = true;
            }
        }
        if (any) {
            keys.add(new Curve(kind.name().toLowerCase(Locale.ROOT), label, kind, -1, List.of()));
        }
        return this;
    }

    /** Whether nothing is measured. */
    boolean isEmpty() {
        return curves.stream().noneMatch(curve -> curve.kind() == Curve.Kind.MEASURED);
    }

    List<Curve> list() {
        List<Curve> all = new ArrayList<>(curves);
        all.addAll(keys);
        return all;
    }
}
