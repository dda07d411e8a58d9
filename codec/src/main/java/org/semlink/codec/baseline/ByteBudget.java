// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.baseline;

import java.util.Optional;
import org.semlink.codec.Picture;
import org.semlink.codec.metric.Psnr;

/**
 * The best file of a format that fits a number of bytes.
 *
 * <p>Quality is searched by bisection for the highest of 1 to 100 whose file is not larger than the budget (sizes rise with quality but for
 * a byte here and there, so a neighbour may be missed by one). Below quality {@value #POOR}, or where not even quality 1 fits, pictures of
 * 3/4, 9/16, ... of the size are tried as well, as long as the picture enlarged again comes nearer to the original in squared error. The
 * receiver enlarges to the size that its header states, so the reduction costs no bits.
 */
public final class ByteBudget {

    private static final int POOR = 40;
    private static final double REDUCTION = 0.75;
    private static final int SMALLEST_SIDE = 4;

    private final PictureCompressor compressor;

    public ByteBudget(PictureCompressor compressor) {
        this.compressor = compressor;
    }

    private record Fit(byte[] file, int quality) {
    }

    /** A file of at most {@code bytes} bytes; empty if there is none. */
    public Optional<byte[]> compress(Picture picture, int bytes) {
        byte[] best = null;
        double least = Double.POSITIVE_INFINITY;
        for (double scale = 1; ; scale *= REDUCTION) {
            int width = (int) Math.round(picture.width() * scale);
            int height = (int) Math.round(picture.height() * scale);
            if (scale < 1 && Math.min(width, height) < SMALLEST_SIDE) {
                return Optional.ofNullable(best);
            }
            Optional<Fit> fit = largest(Resampler.resize(picture, width, height), bytes);
            if (fit.isPresent()) {
                double error = error(picture, fit.get().file);
                if (error >= least) {
                    return Optional.of(best);
                }
                best = fit.get().file;
                least = error;
                if (fit.get().quality >= POOR) {
                    return Optional.of(best);
                }
            }
        }
    }

    /** The picture of a file, enlarged to the size that is asked for. */
    public Optional<Picture> decompress(byte[] file, int intact, int width, int height) {
        return compressor.decompress(file, intact).map(picture -> Resampler.resize(picture, width, height));
    }

    private double error(Picture picture, byte[] file) {
        return decompress(file, file.length, picture.width(), picture.height())
                .map(decoded -> Psnr.meanSquaredError(picture, decoded)).orElse(Double.POSITIVE_INFINITY);
    }

    private Optional<Fit> largest(Picture picture, int bytes) {
        Fit best = null;
        int low = 1;
        int high = PictureCompressor.BEST;
        while (low <= high) {
            int quality = (low + high) >>> 1;
            byte[] file = compressor.compress(picture, quality);
            if (file.length <= bytes) {
                best = new Fit(file, quality);
                low = quality + 1;
            } else {
                high = quality - 1;
            }
        }
        return Optional.ofNullable(best);
    }
}
