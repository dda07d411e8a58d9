// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.testbench.Semlink;
import org.semlink.testbench.store.Status;
import org.semlink.testbench.store.StoredTrial;
import org.semlink.testbench.store.TrialWriter;
import org.xml.sax.SAXException;

class ReportCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "report";
        System.arraycopy(args, 0, all, 1, args.length);
        return Semlink.execute(new PrintWriter(out), new PrintWriter(err), all);
    }

    @Test
    void writesThePageAndItsFigures() throws IOException, ParserConfigurationException, SAXException {
        new SyntheticExperiment(List.of("a & b <c>", "softcast"), List.of(0, 10), 3, List.of("ofdm")).write(folder.resolve("sweep"), "sweep");
        Path page = folder.resolve("papers/report.html");
        assertThat(run(folder.resolve("sweep").toString(), "--out", page.toString(), "--figures", "svg,PDF")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("12 trials, 12 figures");
        assertThat(Files.readString(page)).startsWith("<!doctype html>").contains("a &amp; b &lt;c&gt;").doesNotContain("a & b <c>");
        Path figures = folder.resolve("papers/figures");
        try (var files = Files.list(figures)) {
            assertThat(files.map(file -> file.getFileName().toString())).hasSize(24).contains("psnr.svg", "psnr.pdf", "latent-error.pdf");
        }
        var svg = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(figures.resolve("psnr.svg").toFile());
        assertThat(svg.getDocumentElement().getTextContent()).contains("a & b <c>", "mean of per-image PSNR, dB");
        try (PDDocument pdf = Loader.loadPDF(figures.resolve("psnr.pdf").toFile())) {
            assertThat(pdf.getNumberOfPages()).isEqualTo(1);
            assertThat(pdf.getPage(0).getMediaBox().getWidth()).isEqualTo(300);
            assertThat(new PDFTextStripper().getText(pdf)).contains("a & b <c>", "softcast", "codec ceiling", "SNR (Es/N0), dB");
            for (COSName name : pdf.getPage(0).getResources().getFontNames()) {
                PDFont font = pdf.getPage(0).getResources().getFont(name);
                assertThat(font.isEmbedded()).isTrue();
            }
        }
        assertThat(Files.size(figures.resolve("psnr.pdf"))).isLessThan(40_000);
    }

    @Test
    void lettersThatTheFontLacksAreQuestionMarks() throws IOException {
        new SyntheticExperiment(List.of("\u8bed\u4e49 model"), List.of(0, 10), 1, List.of("ofdm")).write(folder, "sweep");
        assertThat(run(folder.toString(), "--figures", "pdf")).as(err.toString()).isZero();
        try (PDDocument pdf = Loader.loadPDF(folder.resolve("figures/psnr.pdf").toFile())) {
            assertThat(new PDFTextStripper().getText(pdf)).contains("?? model");
        }
        assertThat(Files.readString(folder.resolve("report.html"))).contains("\u8bed\u4e49 model");
    }

    @Test
    void failedTrialsAreToldWithTheirReasons() throws IOException {
        new SyntheticExperiment(List.of("semlink"), List.of(0), 2, List.of("ofdm")).write(folder, "sweep");
        try (TrialWriter writer = TrialWriter.open(folder)) {
            writer.put(new StoredTrial(7, Map.of("scheme", "semlink", "snr_db", "0", "picture", "p"), 1, Status.FAILED, "the radio <b>vanished</b>", 2,
                    Map.of(), ""));
            writer.incident("the disk was full");
        }
        assertThat(run(folder.toString())).as(err.toString()).isZero();
        assertThat(Files.readString(folder.resolve("report.html"))).contains("the radio &lt;b&gt;vanished&lt;/b&gt;", "1 failed", "1 trial took another attempt",
                "the disk was full");
    }

    @Test
    void lostPicturesWithoutALevelAreNoCurveAndAreCounted() throws IOException {
        try (TrialWriter writer = TrialWriter.open(folder)) {
            for (int i = 0; i < 2; i++) {
                writer.put(new StoredTrial(i, Map.of("scheme", "lin", "radio", "sim:drop=0/2", "picture", "p" + i), 1, Status.DONE, "", 1,
                        Map.of("quality.denoised.psnr_db", 9.0, "quality.mmse_shrinkage.psnr_db", 9.0, "latent_nmse_db.denoised", 0.0), "{}"));
            }
        }
        assertThat(run(folder.toString())).as(err.toString()).isZero();
        assertThat(Files.readString(folder.resolve("report.html"))).contains("1 point of the grid has no measured SNR, dB",
                "No trial has a value for these figures");
    }

    /** Trials are gathered, not listed: ten times the pictures change a page by what their means are written with. */
    @Test
    void aPageDoesNotGrowWithTheTrials() {
        new SyntheticExperiment(List.of("semlink", "softcast"), List.of(0, 10), 4, List.of("ofdm")).write(folder.resolve("few"), "sweep");
        new SyntheticExperiment(List.of("semlink", "softcast"), List.of(0, 10), 40, List.of("ofdm")).write(folder.resolve("many"), "sweep");
        assertThat(Report.of(folder.resolve("many")).html().length()).isLessThan((int) (1.03 * Report.of(folder.resolve("few")).html().length()));
    }

    @Test
    void slipsAreAnsweredInALine() throws IOException {
        assertThat(run(folder.resolve("nothing").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("is no experiment folder").hasLineCount(1);
        assertThat(folder.resolve("nothing")).doesNotExist();
        assertThat(run(folder.toString(), "--figures", "eps")).isEqualTo(2);
        assertThat(err.toString()).contains("--figures must be svg, pdf or svg,pdf, got 'eps'");
        assertThat(run(folder.toString(), "--out", folder.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("--out must name a file");
        TrialWriter.open(folder.resolve("empty")).close();
        assertThat(run(folder.resolve("empty").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("the experiment has no trials yet");
        new SyntheticExperiment(List.of("semlink"), List.of(0), 1, List.of("ofdm")).write(folder.resolve("bad"), "bad");
        Files.createDirectories(folder.resolve("bad/samples/0"));
        Files.writeString(folder.resolve("bad/samples/0/sent.png"), "no picture");
        assertThat(run(folder.resolve("bad").toString())).isEqualTo(3);
        assertThat(err.toString()).contains("sent.png cannot be read");
    }
}
