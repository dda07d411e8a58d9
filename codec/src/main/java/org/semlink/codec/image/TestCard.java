// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.image;

import static org.semlink.codec.image.Texture.mix;

import org.semlink.codec.Picture;

/** A test card: colour bars, ramps, rings of rising frequency, woven and mottled texture, slanted edges and text of several sizes. */
final class TestCard {

    private static final int SIDE = 256;
    private static final int[] BARS = {0xe8e4da, 0xd8c43a, 0x3cb4b8, 0x48a850, 0xa848a4, 0xc03c34, 0x3450b4, 0x22222a};
    private static final double MIDDLE_X = 84;
    private static final double MIDDLE_Y = 134;
    private static final double RADIUS = 62;

    private TestCard() {
    }

    static Picture draw() {
        Canvas canvas = new Canvas(SIDE, SIDE);
        canvas.fill(Canvas.everywhere(), TestCard::cloth);
        canvas.fill(Canvas.box(12, 12, 244, 58), (x, y) -> BARS[Math.max(0, Math.min(7, (int) Math.floor((x - 12) / 29)))]);
        canvas.fill(Canvas.box(12, 48, 244, 58), (x, y) -> mix(0x000000, 0xffffff, (x - 12) / 232));
        canvas.fill(Canvas.disc(MIDDLE_X, MIDDLE_Y, RADIUS + 3), 0xf2efe8);
        canvas.fill(Canvas.disc(MIDDLE_X, MIDDLE_Y, RADIUS), TestCard::rings);
        panel(canvas);
        canvas.fill(Canvas.box(12, 208, 244, 244), 0x1c2430);
        canvas.text("SEMLINK 0123", 22, 215, 12, 2.2, 0xf4f0e4);
        canvas.text("Picture over the air, 10 dB", 22, 232, 7, 1.1, 0xffc864);
        return canvas.picture();
    }

    private static int cloth(double x, double y) {
        boolean over = ((int) Math.floor(x / 4) + (int) Math.floor(y / 4)) % 2 == 0;
        double thread = over ? (y % 4) / 4 : (x % 4) / 4;
        double worn = new Texture(3).at(x / 40, y / 40, 4);
        return mix(mix(0x4a6478, 0x8298a4, worn * 1.4 - 0.2), over ? 0x30404e : 0x9cacb0, 0.55 * Math.abs(2 * thread - 1));
    }

    /** A zone plate: the frequency rises with the radius, to a period of 5 pixels at the rim. */
    private static int rings(double x, double y) {
        double squared = (x - MIDDLE_X) * (x - MIDDLE_X) + (y - MIDDLE_Y) * (y - MIDDLE_Y);
        double wave = 0.5 + 0.5 * StrictMath.cos(Math.PI * squared / (5 * RADIUS));
        return mix(mix(0x16264a, 0x5a1c30, (x - MIDDLE_X + RADIUS) / (2 * RADIUS)), 0xf6ecd2, wave);
    }

    private static void panel(Canvas canvas) {
        Texture mottle = new Texture(19);
        canvas.fill(Canvas.box(160, 72, 244, 132), (x, y) -> mix(mix(0xf2a65a, 0x8c3f63, (x - 160) / 84), 0x2d3f76, (y - 72) / 60));
        canvas.fill(Canvas.disc(186, 98, 15), (x, y) -> mix(0xffffff, 0x3a5a9c, Math.sqrt((x - 181) * (x - 181) + (y - 92) * (y - 92)) / 22));
        canvas.fill(Canvas.polygon(222, 80, 240, 124, 205, 118), 0xf4e04d);
        canvas.fill(Canvas.line(164, 128, 240, 104, 1.2), 0x101820);
        canvas.fill(Canvas.line(164, 124, 240, 94, 0.8), 0xf8f8f8);
        canvas.fill(Canvas.box(160, 138, 244, 196), (x, y) -> mix(0x2a4020, 0xc8c480, 2 * mottle.at(x / 12, y / 12, 5) - 0.5));
        canvas.fill(Canvas.box(166, 146, 202, 188), (x, y) -> ((int) (x - 166) / 6 + (int) (y - 146) / 6) % 2 == 0 ? 0xf0f0ec : 0x18181c);
        canvas.text("Rx", 208, 152, 17, 3.2, 0xfafaf4);
        canvas.text("1/12", 208, 178, 8, 1.4, 0xfafaf4);
    }
}
