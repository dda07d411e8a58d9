// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.SplittableRandom;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.LatentShape;
import org.semlink.common.Snr;
import org.semlink.diffusion.network.TimeEmbedding;

/**
 * Crops of latents as a link delivers them: what the U-Net sees, and what it should say.
 *
 * <p>Each picture is sent at unit mean power, as {@link org.semlink.codec.SymbolMapper} does, so an element's noise variance is
 * {@code N0 p / power_c} with {@code p} the mean of {@code power_c u^2} over the <em>whole</em> picture.
 */
final class DenoiserBatch {

    final float[] clean;
    final float[] shrunk;
    final float[] deviation;
    final float[] time;
    /** Link SNR of each crop, linear. */
    final double[] snr;
    private final LatentFormat format;
    private final int side;

    private DenoiserBatch(LatentFormat format, int batch, int side) {
        this.format = format;
        this.side = side;
        clean = new float[batch * format.channels() * side * side];
        shrunk = new float[clean.length];
        deviation = new float[clean.length];
        time = new float[batch * TimeEmbedding.SIZE];
        snr = new double[batch];
    }

    /** A link's state over one crop: SNR (linear), and how single symbols fare. */
    record Link(double snr, SymbolFades symbols) {
    }

    /** Draws the link of each crop; {@code links} is asked once a crop, before the crop itself is drawn. */
    static DenoiserBatch of(List<Latent> latents, LatentFormat format, int batch, int side, SplittableRandom random,
            java.util.function.Function<SplittableRandom, Link> links) {
        DenoiserBatch drawn = new DenoiserBatch(format, batch, side);
        for (int b = 0; b < batch; b++) {
            Link link = links.apply(random);
            drawn.snr[b] = link.snr;
            TimeEmbedding.write(link.snr, drawn.time, b * TimeEmbedding.SIZE);
            drawn.receive(b, latents.get(random.nextInt(latents.size())), link, random);
        }
        return drawn;
    }

    /** A batch on a device, [b, C, h, w] but for the time embedding {@code told}, [b, n, 1, 1]. */
    record Arrays(NDArray clean, NDArray shrunk, NDArray deviation, NDArray told) {
    }

    Arrays arrays(NDManager scope) {
        Shape shape = new Shape(snr.length, format.channels(), side, side);
        return new Arrays(scope.create(clean, shape), scope.create(shrunk, shape), scope.create(deviation, shape),
                scope.create(time, new Shape(snr.length, TimeEmbedding.SIZE, 1, 1)));
    }

    private void receive(int b, Latent latent, Link link, SplittableRandom random) {
        LatentShape shape = latent.shape();
        int x0 = random.nextInt(shape.width() - side + 1);
        int y0 = random.nextInt(shape.height() - side + 1);
        double noise = Snr.noiseVariance(link.snr) * meanPower(latent);
        float[] pairGain = new float[(format.channels() * side * side + 1) / 2];
        for (int i = 0; i < pairGain.length; i++) {
            pairGain[i] = (float) link.symbols.gain(random);
        }
        int at = b * format.channels() * side * side;
        for (int k = 0; k < format.channels() * side * side; k++) {
            int c = k / (side * side);
            float u = latent.values()[(c * shape.height() + y0 + k / side % side) * shape.width() + x0 + k % side];
            double variance = noise / (format.power(c) * pairGain[k / 2]);
            double shrinkage = 1 / (1 + variance);
            clean[at + k] = u;
            shrunk[at + k] = shrinkage == 0 ? 0 : (float) ((u + Math.sqrt(variance) * random.nextGaussian()) * shrinkage);
            deviation[at + k] = (float) Math.sqrt(1 - shrinkage);
        }
    }

    private double meanPower(Latent latent) {
        int plane = latent.shape().plane();
        double sum = 0;
        for (int i = 0; i < latent.values().length; i++) {
            sum += format.power(i / plane) * (double) latent.values()[i] * latent.values()[i];
        }
        return sum / latent.values().length;
    }
}
