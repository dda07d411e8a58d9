// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.refine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentShape;
import org.semlink.codec.Picture;
import org.semlink.codec.djl.Gradient;
import org.semlink.codec.djl.Scope;
import org.semlink.common.Seeds;
import org.semlink.common.Snr;

/**
 * Improves the latent of one picture for the receiver that will get it, by gradient descent through the whole line from where the encoder left it. An encoder that
 * was trained for all pictures is the best for none (the amortisation gap of Cremer et al. 2018; in compression Campos et al. 2019). Receivers need not know of it.
 *
 * <p>Every step sends the latent through fresh noise at an SNR drawn from a range, as a transmitter does not know what the receiver will have, and lowers the
 * logarithm of the picture's mean squared error (Adam, Kingma and Ba 2015). Deterministic. Used by any number of threads.
 */
final class LatentRefiner {

    /** The rate falls in a line to this share of it. */
    private static final double LAST_RATE = 0.1;
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.99;
    private static final double EPSILON = 1e-8;
    /** Squared error, per sample, below which nobody sees a difference. */
    private static final float FLOOR = 1e-7f;

    private final DifferentiableLine line;
    private final int stride;
    private final Refinement how;
    private final NDManager manager;

    /**
     * @param stride  pixels of a latent position's side
     * @param manager of the device where all networks are
     */
    LatentRefiner(DifferentiableLine line, int stride, Refinement how, NDManager manager) {
        this.line = line;
        this.stride = stride;
        this.how = how;
        this.manager = manager;
    }

    /** The latent after all steps from {@code start}, which {@code picture} was encoded to. */
    Latent refine(Picture picture, Latent start) {
        Picture target = picture.resizedCanvas(start.shape().width() * stride, start.shape().height() * stride);
        float[] latent = start.values().clone();
        double[] mean = new double[latent.length];
        double[] square = new double[latent.length];
        double logErrors = 0;
        for (int step = 0; step < how.steps(); step++) {
            Gradient now = gradient(target, latent, start.shape(), Seeds.random(step, "refine"));
            logErrors += now.loss();
            // Adam's first steps are as long in every element, which must not cost more than they gain: hence by the error, over all noise so far.
            double error = Math.exp(logErrors / (step + 1) / 2);
            double rate = line.rate() * error * (1 - (1 - LAST_RATE) * step / how.steps()) / (1 - Math.pow(BETA1, step + 1));
            double debias = 1 / (1 - Math.pow(BETA2, step + 1));
            for (int k = 0; k < latent.length; k++) {
                float gradient = now.gradient()[k];
                mean[k] = BETA1 * mean[k] + (1 - BETA1) * gradient;
                square[k] = BETA2 * square[k] + (1 - BETA2) * gradient * gradient;
                latent[k] -= (float) (rate * mean[k] / (Math.sqrt(debias * square[k]) + EPSILON));
            }
        }
        return new Latent(start.shape(), latent);
    }

    /** Of the log of the mean squared error, by the latent. */
    private Gradient gradient(Picture target, float[] latent, LatentShape shape, SplittableRandom random) {
        double snr = Snr.fromDb(how.leastDb() + random.nextDouble() * (how.mostDb() - how.leastDb()));
        return Scope.call(manager, scope -> {
            NDArray sent = scope.create(target.samples(), new Shape(1, 3, target.height(), target.width()));
            NDArray gaussian = gaussian(line.noiseShape(shape), random, scope);
            return Gradient.of(scope.create(latent, new Shape(1, shape.channels(), shape.height(), shape.width())),
                    u -> line.received(u, snr, gaussian).clip(0, 1).sub(sent).square().mean().add(FLOOR).log());
        });
    }

    private static NDArray gaussian(Shape shape, SplittableRandom random, NDManager scope) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int k = 0; k < values.length; k++) {
            values[k] = (float) random.nextGaussian();
        }
        return scope.create(values, shape);
    }
}
