// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.watch;

import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.semlink.codec.Picture;
import org.semlink.codec.image.PictureWriter;

/** The pictures of the page as PNG files of at most {@value #MOST_SIDE} pixels a side, made when one asks, once for all who ask. */
final class PictureFiles {

    private static final int MOST_SIDE = 640;

    private record Made(Shown of, byte[] png) {
    }

    private final LiveState state;
    private final Map<String, Made> made = new ConcurrentHashMap<>();

    PictureFiles(LiveState state) {
        this.state = state;
    }

    /** The file of a place on the page; empty where there is none (yet). */
    Optional<byte[]> png(String place) throws IOException {
        Optional<Shown> shown = state.picture(place);
        if (shown.isEmpty()) {
            return Optional.empty();
        }
        Made last = made.get(place);
        if (last == null || last.of != shown.get()) {
            last = new Made(shown.get(), encode(shown.get().picture()));
            made.put(place, last);
        }
        return Optional.of(last.png);
    }

    private static byte[] encode(Picture picture) throws IOException {
        BufferedImage image = PictureWriter.image(picture);
        double factor = (double) MOST_SIDE / Math.max(picture.width(), picture.height());
        if (factor < 1) {
            image = smaller(image, Math.max(1, (int) (picture.width() * factor)), Math.max(1, (int) (picture.height() * factor)));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", out);
        }
        return bytes.toByteArray();
    }

    private static BufferedImage smaller(BufferedImage image, int width, int height) {
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        java.awt.Graphics2D graphics = small.createGraphics();
        graphics.drawImage(image.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING), 0, 0, null);
        graphics.dispose();
        return small;
    }
}
