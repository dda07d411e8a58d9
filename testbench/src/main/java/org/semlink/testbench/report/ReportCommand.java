// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.semlink.common.SafeFiles;
import org.semlink.common.SemlinkException;
import org.semlink.testbench.cli.CommonOptions;
import org.semlink.testbench.cli.JsonOption;
import org.semlink.testbench.report.figure.PdfCanvas;
import org.semlink.testbench.report.figure.SvgCanvas;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code semlink report}: the results of a sweep as one HTML page, and its figures for papers. */
@Command(name = "report", mixinStandardHelpOptions = true, usageHelpAutoWidth = true,
        description = "Draws the results of a sweep, finished or still running: one HTML file that needs no network, and its figures as SVG and PDF.",
        optionListHeading = "%nOptions:%n", footerHeading = "%nExamples:%n",
        footer = {"  semlink report out/my-sweep", "  semlink report out/my-sweep --figures svg,pdf"})
public final class ReportCommand implements Callable<Integer> {

    private static final List<String> FORMATS = List.of("svg", "pdf");

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "DIR", description = "Folder of the experiment, the --out of 'semlink sweep'.")
    private Path folder;

    @Option(names = "--out", paramLabel = "FILE.html", description = "The page (default: DIR/report.html). Figures go to the folder figures beside it.")
    private Path out;

    @Option(names = "--figures", paramLabel = "FORMAT", split = ",", description = "Write every figure as a file of its own too: svg, pdf, or both.")
    private List<String> formats = List.of();

    @Override
    public Integer call() {
        Set<String> wanted = new LinkedHashSet<>();
        for (String format : formats) {
            String name = format.strip().toLowerCase(Locale.ROOT);
            if (!FORMATS.contains(name)) {
                throw SemlinkException.input("--figures must be svg, pdf or svg,pdf, got '%s'", format);
            }
            wanted.add(name);
        }
        Path page = out == null ? folder.resolve("report.html") : out;
        if (java.nio.file.Files.isDirectory(page)) {
            throw SemlinkException.input("--out must name a file, '%s' is a folder; give one such as %s", page, page.resolve("report.html"));
        }
        Report report = Report.of(folder);
        SafeFiles.writeText(page, report.html());
        Path figures = page.toAbsolutePath().resolveSibling("figures");
        report.figures().forEach((name, figure) -> {
            if (wanted.contains("svg")) {
                SafeFiles.writeText(figures.resolve(name + ".svg"), "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + SvgCanvas.draw(figure));
            }
            if (wanted.contains("pdf")) {
                SafeFiles.write(figures.resolve(name + ".pdf"), stream -> stream.write(PdfCanvas.draw(figure)));
            }
        });
        PrintWriter text = json.text(spec.commandLine().getOut());
        text.printf(Locale.ROOT, "%s: %d trials, %d figures%n", page, report.results().done(), report.figures().size());
        if (!wanted.isEmpty()) {
            text.printf(Locale.ROOT, "%s: the figures as %s%n", figures, String.join(" and ", wanted));
        }
        text.flush();
        if (json.wanted()) {
            JsonOption.print(spec.commandLine().getOut(), Map.of("page", page.toString(), "trials", report.results().done(), "figures",
                    report.figures().keySet(), "figure_files", wanted.isEmpty() ? "" : figures.toString()));
        }
        return 0;
    }
}
