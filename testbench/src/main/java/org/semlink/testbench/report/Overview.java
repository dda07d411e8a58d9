// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.semlink.testbench.quality.Mean;
import org.semlink.testbench.report.chart.Study;
import org.semlink.testbench.report.data.Cell;
import org.semlink.testbench.report.data.Kind;
import org.semlink.testbench.report.data.Layout;
import org.semlink.testbench.report.data.Metric;
import org.semlink.testbench.report.data.Metric.Quality;
import org.semlink.testbench.report.data.Results;
import org.semlink.testbench.report.figure.Scale;
import org.semlink.testbench.report.figure.Xml;

/** What the experiment is, in a few numbers, above everything else. */
final class Overview {

    private final Study study;

    Overview(Study study) {
        this.study = study;
    }

    String html() {
        Results results = study.results();
        Map<String, List<String>> axes = results.axes();
        StringBuilder html = new StringBuilder("<dl class=\"tiles\">\n");
        tile(html, "trials", outOf(results.done(), results.planned().filter(plan -> !plan.isRuled()).map(Results.Planned::trials)),
                results.planned().map(Overview::open).orElse("") + (results.failed() == 0 ? "none failed" : results.failed() + " failed, see What is missing"));
        tile(html, "points of the grid", outOf(results.cells().size(), results.planned().map(plan -> (long) plan.points())),
                results.retried() == 0 ? "every trial at its first attempt"
                        : results.retried() + (results.retried() == 1 ? " trial" : " trials") + " took another attempt");
        tile(html, "pictures", String.valueOf(axes.getOrDefault(Results.PICTURE, List.of()).size()),
                repetitions(axes.getOrDefault(Results.REPETITION, List.of("0")).size()));
        List<String> levels = axes.getOrDefault("snr_db", axes.getOrDefault("txgain_db", List.of()));
        if (!levels.isEmpty()) {
            tile(html, axes.containsKey("snr_db") ? "SNR, dB" : "transmit gain, dB", minus(levels.get(0))
                    + (levels.size() > 1 ? " to " + minus(levels.get(levels.size() - 1)) : ""), levels.size() == 1 ? "one level" : levels.size() + " levels");
        }
        gain(html);
        html.append("</dl>\n");
        if (!study.layout().fixed().isEmpty()) {
            html.append("<p class=\"note\">The same in all trials: ").append(study.layout().fixed().entrySet().stream()
                    .map(e -> Xml.escape(e.getKey().replace('_', ' ')) + " <strong>" + Xml.escape(e.getValue()) + "</strong>")
                    .collect(Collectors.joining(", "))).append(".</p>\n");
        }
        return html.toString();
    }

    private static String outOf(long number, Optional<Long> planned) {
        return String.format(Locale.ROOT, "%,d", number)
                + planned.filter(all -> all != number).map(all -> String.format(Locale.ROOT, " of %,d", all)).orElse("");
    }

    private static String open(Results.Planned plan) {
        return plan.open() == 0 ? "all have run, "
                : String.format(Locale.ROOT, plan.isRuled() ? "at least %,d open by the stopping rule, " : "%,d have not run, ", plan.open());
    }

    /** Where the diffusion gains most: the one number that an experiment with a model is about. */
    private void gain(StringBuilder html) {
        Mean best = null;
        Cell where = null;
        for (Cell cell : study.results().cells()) {
            if (study.kind(cell) == Kind.MODEL && Double.isFinite(study.layout().x(cell))) {
                Mean gain = cell.meanDifference(Quality.PSNR.of(Metric.DENOISED), Quality.PSNR.of(Metric.LINEAR)).mean();
                if (Double.isFinite(gain.value()) && (best == null || gain.value() > best.value())) {
                    best = gain;
                    where = cell;
                }
            }
        }
        if (best != null) {
            String interval = best.hasInterval() ? minus(String.format(Locale.ROOT, "95 %%: %.2f to %.2f; ", best.low(), best.high())) : "";
            tile(html, "largest gain over the linear baseline", minus(String.format(Locale.ROOT, "%+.2f dB", best.value())), interval
                    + label(where) + " at " + minus(Scale.plain(study.layout().x(where), 4)) + " dB");
        }
    }

    private String label(Cell cell) {
        return study.layout().panels().stream().flatMap(p -> p.series().stream()).filter(s -> s.cells().contains(cell)).map(Layout.Series::label)
                .findFirst().orElse("");
    }

    private static void tile(StringBuilder html, String name, String value, String remark) {
        html.append("<div><dt>").append(Xml.escape(name)).append("</dt><dd>").append(Xml.escape(value)).append("<small>").append(Xml.escape(remark))
                .append("</small></dd></div>\n");
    }

    private static String repetitions(int most) {
        return most == 1 ? "each sent once per point" : "each sent up to " + most + " times per point";
    }

    private static String minus(String number) {
        return number.replace('-', '\u2212');
    }
}
