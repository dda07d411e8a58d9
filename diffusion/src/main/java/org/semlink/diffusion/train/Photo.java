// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import java.util.List;
import java.util.zip.CRC32;
import org.semlink.codec.Picture;

/** A training picture held as bytes (a quarter of the floats): planar RGB. */
final class Photo {

    private final int width;
    private final int height;
    private final byte[] samples;

    Photo(Picture picture) {
        width = picture.width();
        height = picture.height();
        float[] from = picture.samples();
        samples = new byte[from.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) Math.round(255 * from[i]);
        }
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /**
     * Writes the {@code side x side} crop at (x, y), turned by one of the square's eight symmetries, planar, in [0, 1].
     *
     * @param symmetry bit 0 mirrors columns, bit 1 mirrors rows, bit 2 transposes
     */
    void crop(int x, int y, int side, int symmetry, float[] to, int at) {
        copy(x, y, side, side, symmetry, to, at);
    }

    /** The {@code w x h} part at (x, y), turned as {@link #crop} does; transposed it is {@code h} wide. */
    Picture part(int x, int y, int w, int h, int symmetry) {
        float[] to = new float[3 * w * h];
        copy(x, y, w, h, symmetry, to, 0);
        return (symmetry & 4) != 0 ? new Picture(h, w, to) : new Picture(w, h, to);
    }

    private void copy(int x, int y, int w, int h, int symmetry, float[] to, int at) {
        boolean mirrorX = (symmetry & 1) != 0;
        boolean mirrorY = (symmetry & 2) != 0;
        int stepX = (symmetry & 4) != 0 ? h : 1;
        int stepY = (symmetry & 4) != 0 ? 1 : w;
        for (int c = 0; c < 3; c++) {
            for (int row = 0; row < h; row++) {
                int from = (c * height + y + (mirrorY ? h - 1 - row : row)) * width + x;
                int out = at + c * w * h + row * stepY;
                for (int column = 0; column < w; column++) {
                    int value = samples[from + (mirrorX ? w - 1 - column : column)] & 0xff;
                    to[out + column * stepX] = value / 255f;
                }
            }
        }
    }

    /** CRC-32 over all samples, to tell whether a run goes on with the pictures that it began with. */
    static String checksum(List<Photo> photos) {
        CRC32 crc = new CRC32();
        for (Photo photo : photos) {
            crc.update(photo.samples);
        }
        return photos.size() + "-" + Long.toHexString(crc.getValue());
    }
}
