// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.semlink.common.SemlinkException;
import org.semlink.testbench.report.data.Layout;
import org.semlink.testbench.report.data.Metric;
import org.semlink.testbench.report.data.Metric.Quality;
import org.semlink.testbench.report.data.Results;
import org.semlink.testbench.report.figure.ConstellationFigure;
import org.semlink.testbench.report.figure.SpectrumFigure;
import org.semlink.testbench.report.figure.Xml;
import org.semlink.testbench.store.StoredTrial;

/**
 * Picture strips, constellations and spectra of the trials whose samples were kept: {@code samples/NUMBER/} with {@code sent.png},
 * {@code received.png}, {@code denoised.png} and {@code link.json}.
 */
final class SampleSection {

    /** Bytes of pictures that a report may hold, before base64. */
    private static final long BUDGET = 4_000_000;

    /** Widest picture, in pixels. */
    private static final int WIDEST = 224;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path folder;
    private final Results results;
    private final Layout layout;
    private final FigureBook book;
    private long spent;

    SampleSection(Path experiment, Results results, Layout layout, FigureBook book) {
        this.folder = experiment.resolve("samples");
        this.results = results;
        this.layout = layout;
        this.book = book;
    }

    /** Numbers of the trials that an experiment folder has samples of. */
    static List<Long> numbers(Path experiment) {
        Path folder = experiment.resolve("samples");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(path -> path.getFileName().toString()).filter(name -> name.matches("[0-9]{1,18}")).map(Long::valueOf).sorted().toList();
        } catch (IOException e) {
            throw SemlinkException.environment("cannot read %s (%s); make it readable", folder, e.getMessage()).causedBy(e);
        }
    }

    Section section() {
        StringBuilder html = new StringBuilder();
        int shown = 0;
        for (StoredTrial trial : results.chosen().values()) {
            if (spent < BUDGET) {
                html.append(sample(trial));
                shown++;
            }
        }
        if (shown == 0) {
            return new Section("samples", "Pictures", "Pictures, constellations, spectra", "<p class=\"note\">The experiment kept no samples.</p>\n");
        }
        int left = results.chosen().size() - shown;
        return new Section("samples", "Pictures", "Pictures, constellations, spectra", "<p>Kept of " + shown + " trials"
                + (left > 0 ? "; " + left + " more lie under samples/" : "") + ". Received: decoded as it came. Denoised: after the scheme\u2019s own "
                + "restoration. Large pictures are shown smaller.</p>\n<div class=\"samples\">\n" + html + "</div>\n");
    }

    private String sample(StoredTrial trial) {
        Path own = folder.resolve(String.valueOf(trial.number()));
        StringBuilder html = new StringBuilder("<article class=\"sample\">\n<h3>" + Xml.escape(label(trial.axes())) + "</h3>\n<div class=\"strip\">\n");
        picture(html, own, "sent", "");
        picture(html, own, "received", quality(trial, "received"));
        picture(html, own, "denoised", quality(trial, Metric.DENOISED));
        html.append("</div>\n");
        JsonNode link = link(own.resolve("link.json"));
        List<JsonNode> symbols = StreamSupport.stream(link.path("constellation").spliterator(), false).toList();
        double[] frequency = numbers(link.path("spectrum").path("frequency_hz")).map(hz -> hz / 1e3).toArray();
        double[] level = numbers(link.path("spectrum").path("level_dbfs")).toArray();
        if (!symbols.isEmpty() || level.length > 0) {
            html.append("<div class=\"air\">\n");
            if (!symbols.isEmpty()) {
                html.append(book.plain(new ConstellationFigure("constellation-" + trial.number(), "Received symbols",
                        symbols.stream().mapToDouble(s -> s.path(0).asDouble()).toArray(), symbols.stream().mapToDouble(s -> s.path(1).asDouble()).toArray())));
            }
            if (level.length > 0 && level.length == frequency.length) {
                html.append(book.plain(new SpectrumFigure("spectrum-" + trial.number(), "Spectrum received", frequency, level, "level, dBFS per bin")));
            }
            html.append("</div>\n");
        }
        return html.append("</article>\n").toString();
    }

    /** What tells a trial from others: its level, and the axes that vary. */
    private String label(Map<String, String> axes) {
        List<String> parts = new ArrayList<>();
        axes.forEach((axis, value) -> {
            if (axis.equals("snr_db")) {
                parts.add(value + " dB");
            } else if (axis.equals(Results.PICTURE) || axis.equals("scheme")) {
                parts.add(value);
            } else if (!axis.equals(Results.REPETITION) && !layout.fixed().containsKey(axis)) {
                parts.add(axis.replace('_', ' ') + " " + value);
            }
        });
        return String.join(" \u00b7 ", parts);
    }

    private static String quality(StoredTrial trial, String stage) {
        Double psnr = trial.metrics().get(Quality.PSNR.of(stage));
        return psnr == null ? "" : String.format(Locale.ROOT, " %.2f dB", psnr);
    }

    private void picture(StringBuilder html, Path own, String stage, String quality) {
        Path file = own.resolve(stage + ".png");
        if (!Files.isRegularFile(file)) {
            html.append("<figure><figcaption>").append(stage).append(": not kept</figcaption></figure>\n");
            return;
        }
        try {
            BufferedImage image = ImageIO.read(file.toFile());
            if (image == null) {
                throw new IOException("no picture");
            }
            BufferedImage fitting = fitting(image);
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(fitting, "png", png);
            spent += png.size();
            html.append("<figure><img").append(fitting.getWidth() < WIDEST / 2 ? " class=\"small\"" : "").append(" alt=\"").append(stage)
                    .append(" picture\" width=\"").append(fitting.getWidth()).append("\" height=\"").append(fitting.getHeight())
                    .append("\" src=\"data:image/png;base64,").append(Base64.getEncoder().encodeToString(png.toByteArray())).append("\"><figcaption>")
                    .append(stage).append(quality).append("</figcaption></figure>\n");
        } catch (IOException e) {
            throw SemlinkException.environment("%s cannot be read (%s); remove its folder to report without it", file, e.getMessage()).causedBy(e);
        }
    }

    private static BufferedImage fitting(BufferedImage image) {
        double scale = Math.min(1, (double) WIDEST / Math.max(image.getWidth(), image.getHeight()));
        int width = Math.max(1, (int) Math.round(scale * image.getWidth()));
        int height = Math.max(1, (int) Math.round(scale * image.getHeight()));
        BufferedImage fitting = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = fitting.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(scale < 1 ? image.getScaledInstance(width, height, java.awt.Image.SCALE_AREA_AVERAGING) : image, 0, 0, null);
        graphics.dispose();
        return fitting;
    }

    private static JsonNode link(Path file) {
        if (!Files.isRegularFile(file)) {
            return MAPPER.createObjectNode();
        }
        try {
            return MAPPER.readTree(file.toFile());
        } catch (IOException e) {
            throw SemlinkException.environment("%s cannot be read (%s); remove its folder to report without it", file,
                    String.valueOf(e.getMessage()).lines().findFirst().orElse("")).causedBy(e);
        }
    }

    private static DoubleStream numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).mapToDouble(JsonNode::asDouble);
    }
}
