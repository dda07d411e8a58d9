// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.semlink.codec.Picture;
import org.semlink.common.SafeFiles;

/** Writes pictures as 8-bit sRGB PNG files, whole or not at all; samples are clamped to [0, 1] and rounded. */
public final class PictureWriter {

    private static final int MARGIN = 8;
    private static final double TEXT_HEIGHT = 10;
    private static final double TEXT_THICKNESS = 1.5;
    private static final int PAPER = 0xffffff;
    private static final int INK = 0x202020;

    private PictureWriter() {
    }

    /** Writes {@code file}; an unwritable place is an environment error. */
    public static void writePng(Picture picture, Path file) {
        SafeFiles.write(file, out -> encodePng(picture, out));
    }

    private static void encodePng(Picture picture, OutputStream out) throws IOException {
        try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            ImageIO.write(image(picture), "png", stream);
        }
    }

    /** The picture as 8-bit sRGB. */
    public static BufferedImage image(Picture picture) {
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
        float[] samples = picture.samples();
        int plane = picture.width() * picture.height();
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < plane; i++) {
            pixels[i] = level(samples[i]) << 16 | level(samples[plane + i]) << 8 | level(samples[2 * plane + i]);
        }
        return image;
    }

    private static int level(float sample) {
        return Math.round(255 * Math.max(0, Math.min(1, sample)));
    }

    /** Pictures from left to right in the map's order, its keys as labels under them. A label wider than its picture gets the room it needs. */
    public static Picture sideBySide(Map<String, Picture> labelled) {
        int width = MARGIN;
        int tallest = 1;
        for (Map.Entry<String, Picture> panel : labelled.entrySet()) {
            width += panelWidth(panel) + MARGIN;
            tallest = Math.max(tallest, panel.getValue().height());
        }
        Canvas canvas = new Canvas(width, tallest + 3 * MARGIN + (int) TEXT_HEIGHT);
        canvas.fill(Canvas.everywhere(), PAPER);
        int left = MARGIN;
        for (Map.Entry<String, Picture> panel : labelled.entrySet()) {
            canvas.paste(panel.getValue(), left, MARGIN);
            canvas.text(panel.getKey(), left + 1, tallest + 2 * MARGIN, TEXT_HEIGHT, TEXT_THICKNESS, INK);
            left += panelWidth(panel) + MARGIN;
        }
        return canvas.picture();
    }

    private static int panelWidth(Map.Entry<String, Picture> panel) {
        return Math.max(panel.getValue().width(), 2 + (int) Math.ceil(StrokeFont.width(panel.getKey(), TEXT_HEIGHT)));
    }
}
