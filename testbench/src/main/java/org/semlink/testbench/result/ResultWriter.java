// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.semlink.codec.Picture;
import org.semlink.codec.image.PictureWriter;
import org.semlink.common.SafeFiles;
import org.semlink.common.Together;
import org.semlink.testbench.line.Reception;
import org.semlink.testbench.line.TrialResult;
import org.semlink.testbench.plot.LinkPlot;

/** The files of one received picture: {@code result.json}, the pictures and the plots. */
public final class ResultWriter {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ResultWriter() {
    }

    /** Writes all files of a trial into {@code folder}, several at a time: compressing them takes as long as the networks do. */
    public static void write(Path folder, TrialResult trial, ObjectNode result) {
        Reception reception = trial.reception();
        JsonNode quality = result.get("quality");
        Map<String, Picture> captioned = new LinkedHashMap<>();
        trial.truth().ifPresent(truth -> captioned.put("sent", truth.picture()));
        captioned.put(caption("received, not denoised", quality.get("received")), reception.received());
        captioned.put(caption("denoised", quality.get("denoised")), reception.denoised());

        List<Supplier<Path>> files = new ArrayList<>();
        files.add(() -> picture(folder.resolve("side-by-side.png"), PictureWriter.sideBySide(captioned)));
        files.add(() -> picture(folder.resolve("received.png"), reception.received()));
        files.add(() -> picture(folder.resolve("denoised.png"), reception.denoised()));
        trial.truth().ifPresent(truth -> files.add(() -> picture(folder.resolve("sent.png"), truth.picture())));
        LinkPlot.ALL.forEach(plot -> files.add(() -> plot(folder.resolve(plot.fileName()), plot.draw(trial))));
        Together.all(files);
        json(folder.resolve(OutputFolder.RESULT), result);
    }

    /** Writes indented JSON. */
    public static void json(Path file, JsonNode node) {
        SafeFiles.writeText(file, text(node));
    }

    /** Indented JSON with a line end. */
    public static String text(JsonNode node) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree always has a text", e);
        }
    }

    private static String caption(String name, JsonNode quality) {
        JsonNode psnr = quality.get("psnr_db");
        return psnr.isNull() ? name : String.format(Locale.ROOT, "%s, %.2f dB", name, psnr.doubleValue());
    }

    private static Path picture(Path file, Picture picture) {
        PictureWriter.writePng(picture, file);
        return file;
    }

    private static Path plot(Path file, BufferedImage image) {
        SafeFiles.write(file, out -> {
            if (!ImageIO.write(image, "png", out)) {
                throw new IOException("no PNG writer");
            }
        });
        return file;
    }
}
