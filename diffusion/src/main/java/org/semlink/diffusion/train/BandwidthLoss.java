// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import ai.djl.ndarray.NDArray;
import org.semlink.codec.djl.Layers;

/**
 * The loss that ties an up-sampler's emission to a diffusion's forward process, per real element.
 *
 * <p>{@code L = |mu - y_t|^2 + l1 KL(N(mu, s^2) || N(0, 1)) + l2 KL(N(sqrt(abar) z, 1 - abar) || N(mu, s^2))} with the teacher
 * {@code y_t = sqrt(abar) z + sqrt(1 - abar) n}. n is drawn by nobody here: the first term is its mean over n, {@code |mu - sqrt(abar) z|^2 + 1 - abar},
 * which has the same gradient without its noise.
 *
 * <p>For {@code E = E[sqrt(abar) z | received]} and {@code A = 1 - abar + Var[sqrt(abar) z | received]} the last term alone is least at
 * {@code mu = E, s^2 = A}; the whole loss is not: the second pulls towards the prior. It is least at {@code mu = b E} with
 * {@code b = (2 + l2 / s^2) / (2 + l1 + l2 / s^2)} and at {@code l1 s^4 + (l2 - l1) s^2 = l2 (A + (1 - b)^2 E^2)}, whose root is {@code sqrt(A)}, not A, for
 * l1 = l2. So the network says the posterior's mean and variance, {@link #emission} makes of them the mu and s^2 that are best for such a
 * posterior, and minimising L makes the network's word the true posterior, with no bias to undo at the receiver.
 */
final class BandwidthLoss {

    private final float l1;
    private final float l2;

    BandwidthLoss(double l1, double l2) {
        this.l1 = (float) l1;
        this.l2 = (float) l2;
    }

    /** Mean and variance of what an up-sampler emits. */
    record Emission(NDArray mean, NDArray variance) {
    }

    /**
     * The emission that minimises the loss when the latent's posterior is as said.
     *
     * @param mean     of z
     * @param variance of z
     * @param alphaBar broadcasts over both
     */
    Emission emission(NDArray mean, NDArray variance, NDArray alphaBar) {
        NDArray expected = mean.mul(alphaBar.sqrt());
        NDArray spread = variance.mul(alphaBar).sub(alphaBar).add(1);
        NDArray bias = expected.sub(expected.mul(shrinkage(emitted(spread)))).square();
        NDArray emitted = emitted(spread.add(bias));
        return new Emission(expected.mul(shrinkage(emitted)), emitted);
    }

    /** The root of {@code l1 x^2 + (l2 - l1) x = l2 a}. */
    private NDArray emitted(NDArray a) {
        return Layers.times(Layers.times(a, 4 * l1 * l2).add((l2 - l1) * (l2 - l1)).sqrt().sub(l2 - l1), 1 / (2 * l1));
    }

    private NDArray shrinkage(NDArray variance) {
        NDArray inverse = Layers.times(Layers.reciprocal(variance), l2).add(2);
        return inverse.div(inverse.add(l1));
    }

    /** L of every element; {@code clean} is z. */
    NDArray of(Emission emission, NDArray clean, NDArray alphaBar) {
        NDArray noise = alphaBar.neg().add(1);
        NDArray squared = emission.mean.sub(clean.mul(alphaBar.sqrt())).square();
        NDArray logVariance = emission.variance.log();
        NDArray prior = Layers.times(emission.mean.square().add(emission.variance).sub(logVariance).sub(1), l1 / 2);
        NDArray teacher = Layers.times(logVariance.sub(noise.log()).add(noise.add(squared).div(emission.variance)).sub(1), l2 / 2);
        return squared.add(noise).add(prior).add(teacher);
    }
}
