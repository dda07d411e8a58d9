// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.semlink.testbench.quality.Mean;
import org.semlink.testbench.report.chart.Study;
import org.semlink.testbench.report.data.Cell;
import org.semlink.testbench.report.data.Kind;
import org.semlink.testbench.report.data.Metric;
import org.semlink.testbench.report.data.Metric.Quality;
import org.semlink.testbench.report.data.Results;
import org.semlink.testbench.report.data.Statistics;
import org.semlink.testbench.report.figure.Xml;

/** All points of the grid as numbers, and what is missing of them. */
final class TableSection {

    /** Rows that a page can hold and a reader can use. */
    static final int MOST_ROWS = 3000;

    private final Study study;

    TableSection(Study study) {
        this.study = study;
    }

    Section numbers() {
        List<String> axes = axes();
        Table table = heads(new Table("All points of the grid"), axes);
        table.numbers("trials").numbers("k/n").numbers("with overhead").numbers("PSNR, dB").numbers("SSIM").numbers("MS-SSIM").numbers("LPIPS")
                .numbers("over linear, dB").numbers("latent NMSE, dB").numbers("lost, %");
        List<Cell> cells = study.results().cells();
        cells.stream().limit(MOST_ROWS).forEach(cell -> row(table.row(), axes, cell));
        String more = cells.size() <= MOST_ROWS ? "" : "<p class=\"note\">These are the first " + MOST_ROWS + " of " + cells.size()
                + " points; an export of the experiment has all.</p>\n";
        return new Section("table", "Table", "All points", "<p>PSNR is the mean of per-image PSNR with its 95 % interval. Press a head to sort by it.</p>\n"
                + more + table.html());
    }

    /** What tells points of the grid apart. */
    private List<String> axes() {
        return study.results().axes().keySet().stream().filter(axis -> !study.layout().fixed().containsKey(axis)
                && !axis.equals(Results.PICTURE) && !axis.equals(Results.REPETITION)).toList();
    }

    private static Table heads(Table table, List<String> axes) {
        axes.forEach(axis -> {
            if (isLevel(axis)) {
                table.numbers(axis.equals("snr_db") ? "SNR, dB" : "gain, dB");
            } else {
                table.texts(axis.replace('_', ' '));
            }
        });
        return table;
    }

    private static Table place(Table table, List<String> axes, Map<String, String> point) {
        for (String axis : axes) {
            String value = point.getOrDefault(axis, "");
            if (isLevel(axis)) {
                table.number(value.isEmpty() ? Double.NaN : Double.parseDouble(value));
            } else {
                table.text(value);
            }
        }
        return table;
    }

    private static boolean isLevel(String axis) {
        return axis.equals("snr_db") || axis.equals("txgain_db");
    }

    private void row(Table table, List<String> axes, Cell cell) {
        place(table, axes, cell.axes());
        Mean psnr = cell.mean(Quality.PSNR.of(Metric.DENOISED)).mean();
        table.number("%.0f", cell.trials(), cell.failed() == 0 ? "" : cell.failed() + " failed")
                .number("%.4f", cell.average(Metric.PAYLOAD_RATIO)).number("%.4f", cell.average(Metric.WHOLE_RATIO))
                .number("%.2f", psnr.value(), psnr.hasInterval() ? String.format(Locale.ROOT, "%.2f to %.2f", psnr.low(), psnr.high())
                        .replace('-', '\u2212') : "");
        for (Quality quality : List.of(Quality.SSIM, Quality.MS_SSIM, Quality.LPIPS)) {
            table.number("%.4f", cell.average(quality.of(Metric.DENOISED)));
        }
        table.number("%+.2f", study.kind(cell) == Kind.MODEL
                ? cell.averageDifference(Quality.PSNR.of(Metric.DENOISED), Quality.PSNR.of(Metric.LINEAR)) : Double.NaN);
        table.number("%.2f", study.kind(cell).hasLatent() ? cell.averageLevel(Metric.latentError(Metric.DENOISED)) : Double.NaN);
        table.number("%.2f", Statistics.lossPercent(cell).mean().value());
    }

    Section missing() {
        Results results = study.results();
        StringBuilder html = new StringBuilder();
        results.planned().filter(plan -> plan.open() > 0).ifPresent(plan -> html.append("<p class=\"bad\">").append(open(plan)).append("</p>\n"));
        if (results.failures().isEmpty()) {
            html.append("<p>No trial failed.</p>\n");
        } else {
            List<String> axes = axes();
            Table table = heads(new Table("Failed trials"), axes).numbers("failed trials").texts("reason");
            results.failures().entrySet().stream().sorted((a, b) -> Long.compare(b.getValue(), a.getValue())).limit(MOST_ROWS)
                    .forEach(e -> place(table.row(), axes, e.getKey().axes()).number("%.0f", e.getValue()).text(e.getKey().reason()));
            html.append("<p class=\"bad\">").append(results.failed()).append(" trials did not come to a result; they are in no curve.</p>\n").append(table.html());
        }
        long unplaced = study.layout().unplaced();
        if (unplaced > 0) {
            html.append("<p class=\"bad\">").append(unplaced).append(unplaced == 1 ? " point of the grid has no " : " points of the grid have no ")
                    .append(Xml.escape(study.layout().abscissa()))
                    .append(": nothing arrived there, or no trial came to a result. The table has them, no curve does.</p>\n");
        }
        if (results.missing().isEmpty()) {
            html.append("<p>Every trial has every number that is drawn here.</p>\n");
        } else {
            Table table = new Table("Missing values").texts("value").numbers("missing in trials").texts("reason that the first of them gives");
            results.missing().forEach((name, missing) -> table.row().text(name).number("%.0f", missing.count()).text(missing.reason()));
            html.append("<h3>Values that could not be computed</h3>\n").append(table.html());
        }
        return new Section("missing", "Missing", "What is missing", html.toString());
    }

    private static String open(Results.Planned plan) {
        String which = plan.isRuled() ? "At least %,d trials have not run yet, as the stopping rule is not content, of %,d at most"
                : "%,d of %,d trials of the plan have not run yet";
        return String.format(Locale.ROOT, which, plan.open(), plan.trials()) + "; 'semlink sweep' with --resume runs them.";
    }
}
