// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.image;

import org.semlink.codec.Picture;

/**
 * A small software canvas whose result is the same on every machine.
 *
 * <p>Java2D's fonts and edge smoothing differ between machines and Java versions; pictures that tests and demonstrations compare must
 * not. Shapes are signed distances in pixels (negative inside), an edge covers pixel (x, y) by {@code 1/2 - distance} of its centre
 * (x + 1/2, y + 1/2), clamped. Colours are {@code 0xRRGGBB}.
 */
final class Canvas {

    /** Signed distance in pixels of a point from a shape's edge. */
    @FunctionalInterface
    interface Shape {
        double distance(double x, double y);
    }

    /** Colour at a point. */
    @FunctionalInterface
    interface Paint {
        int colour(double x, double y);
    }

    private final int width;
    private final int height;
    private final float[] samples;

    Canvas(int width, int height) {
        this.width = width;
        this.height = height;
        samples = new float[3 * width * height];
    }

    /** Covers the shape with a paint. */
    void fill(Shape shape, Paint paint) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double coverage = Math.max(0, Math.min(1, 0.5 - shape.distance(x + 0.5, y + 0.5)));
                if (coverage > 0) {
                    blend(x, y, paint.colour(x + 0.5, y + 0.5), (float) coverage);
                }
            }
        }
    }

    /** Covers the shape with one colour. */
    void fill(Shape shape, int colour) {
        fill(shape, (x, y) -> colour);
    }

    /** Everything. */
    static Shape everywhere() {
        return (x, y) -> -1;
    }

    static Shape disc(double centreX, double centreY, double radius) {
        return (x, y) -> Math.sqrt((x - centreX) * (x - centreX) + (y - centreY) * (y - centreY)) - radius;
    }

    static Shape box(double left, double top, double right, double bottom) {
        return (x, y) -> Math.max(Math.max(left - x, x - right), Math.max(top - y, y - bottom));
    }

    /** A convex polygon, corners clockwise on the screen: x0, y0, x1, y1, ... */
    static Shape polygon(double... corners) {
        return (x, y) -> {
            double distance = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < corners.length; i += 2) {
                int j = (i + 2) % corners.length;
                double dx = corners[j] - corners[i];
                double dy = corners[j + 1] - corners[i + 1];
                double outward = (dy * (x - corners[i]) - dx * (y - corners[i + 1])) / Math.sqrt(dx * dx + dy * dy);
                distance = Math.max(distance, outward);
            }
            return distance;
        };
    }

    /** A line with round ends. */
    static Shape line(double x0, double y0, double x1, double y1, double thickness) {
        double dx = x1 - x0;
        double dy = y1 - y0;
        double squared = Math.max(dx * dx + dy * dy, 1e-9);
        return (x, y) -> {
            double along = Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / squared));
            double offX = x - x0 - along * dx;
            double offY = y - y0 - along * dy;
            return Math.sqrt(offX * offX + offY * offY) - thickness / 2;
        };
    }

    /** Draws text; see {@link StrokeFont}. {@code (left, top)} is the corner of its first capital, {@code size} the height of a capital. */
    void text(String text, double left, double top, double size, double thickness, int colour) {
        for (StrokeFont.Stroke stroke : StrokeFont.strokes(text, left, top, size)) {
            int x0 = (int) (Math.min(stroke.x0(), stroke.x1()) - thickness);
            int y0 = (int) (Math.min(stroke.y0(), stroke.y1()) - thickness);
            int x1 = (int) (Math.max(stroke.x0(), stroke.x1()) + thickness + 1);
            int y1 = (int) (Math.max(stroke.y0(), stroke.y1()) + thickness + 1);
            Shape line = line(stroke.x0(), stroke.y0(), stroke.x1(), stroke.y1(), thickness);
            for (int y = Math.max(0, y0); y <= Math.min(height - 1, y1); y++) {
                for (int x = Math.max(0, x0); x <= Math.min(width - 1, x1); x++) {
                    blend(x, y, colour, (float) Math.max(0, Math.min(1, 0.5 - line.distance(x + 0.5, y + 0.5))));
                }
            }
        }
    }

    /** Copies a picture with its corner at (left, top); it must fit. */
    void paste(Picture picture, int left, int top) {
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < picture.height(); y++) {
                System.arraycopy(picture.samples(), (c * picture.height() + y) * picture.width(), samples,
                        (c * height + top + y) * width + left, picture.width());
            }
        }
    }

    private void blend(int x, int y, int colour, float coverage) {
        for (int c = 0; c < 3; c++) {
            int at = (c * height + y) * width + x;
            samples[at] += coverage * ((colour >> 16 - 8 * c & 255) / 255f - samples[at]);
        }
    }

    /** What was drawn, rounded to 8 bits. */
    Picture picture() {
        float[] out = new float[samples.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.round(samples[i] * 255) / 255f;
        }
        return new Picture(width, height, out);
    }
}
