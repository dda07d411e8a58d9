// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.image;

import static org.semlink.codec.image.Texture.mix;

import org.semlink.codec.Picture;

/** A coast at dusk: smooth sky, clouds, waves, grass and rock, a striped tower, a boat and a sign. */
final class Lighthouse {

    private static final int WIDTH = 384;
    private static final int HEIGHT = 256;
    private static final double HORIZON = 150;
    private static final double SUN_X = 262;
    private static final double SUN_Y = 128;

    private Lighthouse() {
    }

    static Picture draw() {
        Canvas canvas = new Canvas(WIDTH, HEIGHT);
        canvas.fill(Canvas.everywhere(), Lighthouse::sky);
        canvas.fill(Canvas.disc(SUN_X, SUN_Y, 17), (x, y) -> mix(0xfff6c8, 0xffc860, (y - SUN_Y + 17) / 34));
        canvas.fill(Canvas.box(0, HORIZON, WIDTH, HEIGHT), Lighthouse::sea);
        boat(canvas, 318, 176);
        canvas.fill(Lighthouse::shore, Lighthouse::land);
        tower(canvas, 92);
        sign(canvas, 176, 196);
        return canvas.picture();
    }

    private static int sky(double x, double y) {
        int clear = mix(mix(0x24407a, 0x7f8fc0, y / 80), 0xf6b26e, (y - 60) / 90);
        double toSun = Math.sqrt((x - SUN_X) * (x - SUN_X) + (y - SUN_Y) * (y - SUN_Y));
        clear = mix(0xffdf9a, clear, 0.35 + toSun / 130);
        double cloud = new Texture(11).at(x / 90, y / 26, 5);
        return mix(clear, mix(0xfbe3d0, 0xb08098, (y - 20) / 110), (cloud - 0.52) * 4.5);
    }

    private static int sea(double x, double y) {
        double depth = (y - HORIZON) / (HEIGHT - HORIZON);
        double size = 3 + 22 * depth;
        double wave = new Texture(23).at(x / (2.2 * size), (y - HORIZON) / (0.35 * size) + 40 / (depth + 0.2), 4);
        int water = mix(mix(0x8a86a8, 0x1f4a68, depth * 1.6), 0x0c2338, (0.55 - wave) * 2.4);
        double glitter = 1 - Math.abs(x - SUN_X) / (12 + 50 * depth);
        return mix(water, 0xffdca0, glitter * 2.6 * (wave - 0.42) + (wave - 0.68) * 1.5);
    }

    /** Height of the land's edge above which is air, as a signed distance; rough as rock is. */
    private static double shore(double x, double y) {
        double hill = x < 150 ? 172 - 0.0016 * (150 - x) * (x + 90) : 172 + (x - 150) * 0.62;
        double rock = 9 * (new Texture(5).at(x / 14, 0.5, 4) - 0.5);
        return (hill + rock - y) * 0.8;
    }

    private static int land(double x, double y) {
        double depth = -shore(x, y);
        double blade = new Texture(7).at(x / 3.5, y / 9 + x / 40, 4);
        int grass = mix(0x1d3a1c, 0x93a850, (blade - 0.22) * 1.7);
        double grain = new Texture(9).at(x / 8, y / 5, 5);
        int rock = mix(0x2e2a2e, 0xa8957f, (grain - 0.25) * 1.8);
        return mix(rock, grass, (depth - 5 - 26 * Math.max(0, (x - 120) / 120)) / 3);
    }

    private static void tower(Canvas canvas, double x) {
        double top = 46;
        double foot = 168;
        canvas.fill(Canvas.polygon(x - 13, top, x + 13, top, x + 21, foot, x - 21, foot), (px, py) -> {
            int paint = (int) Math.floor((py - top) / 24.4) % 2 == 0 ? 0xf4efe6 : 0xb8322a;
            double half = 13 + 8 * (py - top) / (foot - top);
            return mix(paint, 0x2a2238, 0.62 * (x + 0.35 * half - px) / half);
        });
        canvas.fill(Canvas.box(x - 18, top - 4, x + 18, top + 1), 0x33303a);
        canvas.fill(Canvas.box(x - 10, top - 22, x + 10, top - 4), (px, py) -> mix(0xfff3b0, 0xe8a040, Math.abs(px - x) / 10));
        for (int bar = -10; bar <= 10; bar += 5) {
            canvas.fill(Canvas.line(x + bar, top - 22, x + bar, top - 4, 1.2), 0x2a2830);
        }
        for (int post = -18; post <= 18; post += 4) {
            canvas.fill(Canvas.line(x + post, top - 11, x + post, top - 4, 0.8), 0x24222a);
        }
        canvas.fill(Canvas.line(x - 18, top - 11, x + 18, top - 11, 1), 0x24222a);
        canvas.fill(Canvas.polygon(x, top - 38, x + 13, top - 22, x - 13, top - 22), 0x8e2620);
        canvas.fill(Canvas.line(x, top - 38, x, top - 44, 1.4), 0x2a2830);
        canvas.fill(Canvas.disc(x + 1, 96, 4), 0x2b2430);
        canvas.fill(Canvas.disc(x + 1, 134, 4.5), 0x2b2430);
        canvas.fill(Canvas.polygon(x - 7, 150, x + 7, 150, x + 7, foot, x - 7, foot), 0x3a2a24);
    }

    private static void boat(Canvas canvas, double x, double y) {
        canvas.fill(Canvas.polygon(x - 24, y, x + 26, y, x + 17, y + 10, x - 17, y + 10), (px, py) -> mix(0x6a3a22, 0x22140e, (py - y) / 10));
        canvas.fill(Canvas.box(x - 24, y - 1, x + 26, y + 1.5), 0xf0e8d8);
        canvas.fill(Canvas.line(x, y, x, y - 54, 1.6), 0x2c1c14);
        canvas.fill(Canvas.polygon(x + 2, y - 52, x + 24, y - 5, x + 2, y - 5), (px, py) -> mix(0xfff8ea, 0xd8b898, (px - x) / 24));
        canvas.fill(Canvas.polygon(x - 2, y - 48, x - 2, y - 5, x - 18, y - 5), (px, py) -> mix(0xc9483a, 0x7c2420, (x - px) / 18));
        canvas.text("07", x + 4, y - 17, 8, 1.2, 0x2a3a5c);
    }

    private static void sign(Canvas canvas, double x, double y) {
        canvas.fill(Canvas.line(x + 12, y, x + 12, y + 46, 3), 0x3a2a20);
        canvas.fill(Canvas.line(x + 72, y, x + 72, y + 46, 3), 0x3a2a20);
        canvas.fill(Canvas.box(x, y - 4, x + 86, y + 26), 0x2a1c14);
        Texture wood = new Texture(31);
        canvas.fill(Canvas.box(x + 2, y - 2, x + 84, y + 24), (px, py) -> mix(0xe2c48e, 0xb98a52, wood.at(px / 30, py / 2.2, 3)));
        canvas.text("SEMLINK", x + 8, y + 5, 11.5, 2.1, 0x27303e);
    }
}
