// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.result;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Map;
import org.semlink.codec.Picture;

/** Pictures as images: one alone, or several side by side under captions. */
final class PicturePng {

    private static final int CAPTION = 22;
    private static final int GAP = 6;

    private PicturePng() {
    }

    /** The picture as 8-bit sRGB. */
    static BufferedImage image(Picture picture) {
        int w = picture.width();
        int h = picture.height();
        BufferedImage image = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
        float[] samples = picture.samples();
        int plane = w * h;
        for (int i = 0; i < plane; i++) {
            image.setRGB(i % w, i / w, level(samples[i]) << 16 | level(samples[plane + i]) << 8 | level(samples[2 * plane + i]));
        }
        return image;
    }

    /** Pictures of equal size from left to right, each under its caption. */
    static BufferedImage sideBySide(Map<String, Picture> captioned) {
        Picture first = captioned.values().iterator().next();
        int step = first.width() + GAP;
        BufferedImage image = new BufferedImage(captioned.size() * step - GAP, first.height() + CAPTION, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, image.getWidth(), image.getHeight());
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        int x = 0;
        for (Map.Entry<String, Picture> entry : captioned.entrySet()) {
            g.setColor(Color.BLACK);
            g.setClip(x, 0, first.width(), image.getHeight());
            g.drawString(entry.getKey(), x + 2, CAPTION - 7);
            g.drawImage(image(entry.getValue()), x, CAPTION, null);
            x += step;
        }
        g.dispose();
        return image;
    }

    private static int level(float sample) {
        return Math.max(0, Math.min(255, Math.round(sample * 255)));
    }
}
