// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.image;

/** How a stored picture must be turned to stand upright: the eight orientations of EXIF 2.3 (tag 0x0112), in its order from 1. */
enum Orientation {
    NORMAL,
    FLIP_H,
    ROTATE_180,
    FLIP_V,
    TRANSPOSE,
    ROTATE_CLOCKWISE,
    TRANSVERSE,
    ROTATE_ANTICLOCKWISE;

    /** The orientation with that number in EXIF; upright for numbers that EXIF does not define. */
    static Orientation ofExif(int number) {
        return number >= 1 && number <= values().length ? values()[number - 1] : NORMAL;
    }

    /** Whether width and height change places. */
    boolean swapsSides() {
        return ordinal() >= TRANSPOSE.ordinal();
    }

    /** Index in the upright plane of the stored pixel (x, y), of a stored picture of {@code width x height}. */
    int upright(int x, int y, int width, int height) {
        int mirroredX = width - 1 - x;
        int mirroredY = height - 1 - y;
        return switch (this) {
            case NORMAL -> y * width + x;
            case FLIP_H -> y * width + mirroredX;
            case ROTATE_180 -> mirroredY * width + mirroredX;
            case FLIP_V -> mirroredY * width + x;
            case TRANSPOSE -> x * height + y;
            case ROTATE_CLOCKWISE -> x * height + mirroredY;
            case TRANSVERSE -> mirroredX * height + mirroredY;
            case ROTATE_ANTICLOCKWISE -> mirroredX * height + y;
        };
    }
}
