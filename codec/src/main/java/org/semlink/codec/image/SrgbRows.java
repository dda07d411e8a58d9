// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.image;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;

/**
 * Rows of a decoded image as 8-bit sRGB over white, {@code 0xRRGGBB}, one int a pixel.
 *
 * <p>Samples of grey images are taken as they are: Java calls them linear light, which files never mean, and would brighten them.
 * Samples of more than 8 bits are rounded to 8. Alpha is blended in sRGB samples, as browsers do. Other colour
 * spaces go through Java's colour management.
 */
final class SrgbRows {

    private static final int WHITE = 255;

    private final BufferedImage image;
    private final boolean raw;
    private final int[] pixels;
    private final int[] samples;

    SrgbRows(BufferedImage decoded) {
        ColorModel model = decoded.getColorModel();
        boolean indexed = model instanceof IndexColorModel;
        boolean grey = model.getNumColorComponents() == 1;
        if (indexed || grey || model.getColorSpace().isCS_sRGB()) {
            image = decoded;
            raw = !indexed && scalable(model);
        } else if (!(model.getColorSpace() instanceof ICC_ColorSpace)) {
            // Inks without a profile (CMYK TIFF): the conversion below knows profiles alone, the colour model converts by itself.
            image = decoded;
            raw = false;
        } else {
            image = new BufferedImage(decoded.getWidth(), decoded.getHeight(), BufferedImage.TYPE_INT_ARGB);
            new ColorConvertOp(ColorSpace.getInstance(ColorSpace.CS_sRGB), null).filter(decoded, image);
            raw = true;
        }
        pixels = new int[image.getWidth()];
        samples = raw ? new int[image.getWidth() * image.getRaster().getNumBands()] : new int[0];
    }

    private static boolean scalable(ColorModel model) {
        return switch (model.getTransferType()) {
            case DataBuffer.TYPE_BYTE, DataBuffer.TYPE_USHORT, DataBuffer.TYPE_INT -> true;
            default -> false;
        };
    }

    /** The pixels of row {@code y}; the array is reused by the next call. */
    int[] row(int y) {
        int width = image.getWidth();
        if (!raw) {
            image.getRGB(0, y, width, 1, pixels, 0, width);
            for (int x = 0; x < width; x++) {
                int p = pixels[x];
                double alpha = (p >>> 24) / 255.0;
                pixels[x] = pack(overWhite(p >> 16 & 255, alpha), overWhite(p >> 8 & 255, alpha), overWhite(p & 255, alpha));
            }
            return pixels;
        }
        image.getRaster().getPixels(0, y, width, 1, samples);
        ColorModel model = image.getColorModel();
        int bands = image.getRaster().getNumBands();
        boolean grey = model.getNumColorComponents() == 1;
        int alphaBand = model.hasAlpha() ? model.getNumColorComponents() : -1;
        for (int x = 0; x < width; x++) {
            double alpha = alphaBand < 0 ? 1 : level(model, x, bands, alphaBand) / 255;
            double unmultiply = model.isAlphaPremultiplied() && alpha > 0 ? 1 / alpha : 1;
            int red = overWhite(level(model, x, bands, 0) * unmultiply, alpha);
            pixels[x] = grey ? pack(red, red, red) : pack(red, overWhite(level(model, x, bands, 1) * unmultiply, alpha),
                    overWhite(level(model, x, bands, 2) * unmultiply, alpha));
        }
        return pixels;
    }

    /** Sample of a band on a scale of 0 to 255. */
    private double level(ColorModel model, int x, int bands, int band) {
        return samples[x * bands + band] * 255.0 / ((1L << model.getComponentSize(band)) - 1);
    }

    private static int overWhite(double level, double alpha) {
        return (int) Math.min(WHITE, Math.round(level * alpha + WHITE * (1 - alpha)));
    }

    private static int pack(int red, int green, int blue) {
        return red << 16 | green << 8 | blue;
    }
}
