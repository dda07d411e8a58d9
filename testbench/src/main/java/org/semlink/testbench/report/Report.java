// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.semlink.testbench.cli.Version;
import org.semlink.testbench.report.chart.Study;
import org.semlink.testbench.report.data.Layout;
import org.semlink.testbench.report.data.Results;
import org.semlink.testbench.report.figure.Figure;
import org.semlink.testbench.report.figure.Ink;
import org.semlink.testbench.report.figure.Xml;
import org.semlink.testbench.store.TrialStore;

/**
 * The report of an experiment folder: one HTML page that needs nothing but itself, and the figures in it.
 *
 * @param html    the page
 * @param figures by the names of their files
 * @param results what was read
 */
public record Report(String html, Map<String, Figure> figures, Results results) {

    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");

    /** Reads the folder and draws everything. */
    public static Report of(Path folder) {
        try (TrialStore store = TrialStore.openForReading(folder)) {
            Results results = Results.read(store, SampleSection.numbers(folder));
            Study study = new Study(results, Layout.of(results));
            FigureBook book = new FigureBook();
            FigureSections figures = new FigureSections(study, book);
            TableSection tables = new TableSection(study);
            List<Section> sections = new ArrayList<>(figures.sections());
            sections.add(new SampleSection(folder, results, study.layout(), book).section());
            sections.add(tables.numbers());
            sections.add(tables.missing());
            Map<String, String> provenance = store.provenance();
            sections.add(ProvenanceSection.of(folder, provenance, store.incidents()));
            String name = provenance.getOrDefault("name", String.valueOf(folder.toAbsolutePath().normalize().getFileName()));
            String description = provenance.getOrDefault("description", "");
            Map<String, String> parts = Map.of("title", Xml.escape(name), "inks", inks(), "style", resource("report.css"), "script", resource("report.js"),
                    "lead", (description.isEmpty() ? "" : "<p>" + Xml.escape(description) + "</p>\n") + new Overview(study).html(),
                    "nav", sections.stream().map(Section::link).collect(Collectors.joining()), "panels", figures.chooser(),
                    "sections", sections.stream().map(Section::element).collect(Collectors.joining()),
                    "footer", "Drawn by semlink " + Xml.escape(Version.TEXT) + ". Intervals over pictures: Student\u2019s t below 10 of them, "
                            + "percentile bootstrap (Efron 1979) from there on, 2,000 resamples, seeded. Power ratios are averaged as power, PSNR per image.");
            return new Report(fill(resource("report.html"), parts::get), book.figures(), results);
        }
    }

    /** Replaces each {{name}} once: what is put in is not looked at again. */
    private static String fill(String template, Function<String, String> part) {
        return PLACE.matcher(template).replaceAll(match -> Matcher.quoteReplacement(part.apply(match.group(1))));
    }

    /** The colours of figures on the page; on dark paper they differ. */
    private static String inks() {
        StringBuilder light = new StringBuilder();
        StringBuilder dark = new StringBuilder();
        StringBuilder rules = new StringBuilder();
        for (Ink ink : Ink.values()) {
            light.append("--").append(ink.css()).append(':').append(ink.light()).append(';');
            dark.append("--").append(ink.css()).append(':').append(ink.dark()).append(';');
            rules.append(".line.").append(ink.css()).append("{stroke:var(--").append(ink.css()).append(")}.area.").append(ink.css())
                    .append("{fill:var(--").append(ink.css()).append(")}\n");
        }
        return ":root{" + light + "}\n@media (prefers-color-scheme: dark){:root{" + dark + "}}\n:root[data-theme=\"light\"]{" + light
                + "}\n:root[data-theme=\"dark\"]{" + dark + "}\n" + rules;
    }

    private static String resource(String name) {
        try (InputStream in = Report.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
