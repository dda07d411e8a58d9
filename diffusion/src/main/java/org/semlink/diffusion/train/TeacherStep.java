// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import ai.djl.ndarray.NDArray;
import org.semlink.codec.djl.Layers;
import org.semlink.diffusion.network.UNet;

/**
 * One step of Heun along the probability-flow ODE by a teacher, in what a {@link UNet} sees: shrunk values m and posterior deviations d.
 *
 * <p>With {@code r^2} the next noise variance divided by this one and D the teacher's word, the step of Karras et al. (2022, Algorithm 1) is
 * {@code v' = r v + (1 - r) a} with {@code a = D + (D' - D) / (2 r)}, D' being the word at the end of the Euler step, whose a is D. Of
 * {@code m = v / (1 + s^2)} and {@code d^2 = s^2 / (1 + s^2)} that makes, with {@code q = 1 - d^2 + r^2 d^2},
 * {@code m' = (r m + (1 - r) (1 - d^2) a) / q} and {@code d'^2 = r^2 d^2 / q}: finite also where s is not, an erased element staying m = 0, d = 1.
 */
final class TeacherStep {

    private final NDArray word;
    private final NDArray shrunk;
    private final NDArray deviation;
    private final NDArray told;

    /**
     * @param told  time embedding of this level
     * @param ratio next noise variance divided by this one, [b, 1, 1, 1], in (0, 1]
     * @param next  time embedding of the next level
     */
    TeacherStep(UNet teacher, NDArray shrunk, NDArray deviation, NDArray told, NDArray ratio, NDArray next) {
        NDArray r = ratio.sqrt();
        NDArray known = deviation.square().neg().add(1);
        NDArray q = known.add(deviation.square().mul(ratio));
        this.told = next;
        this.deviation = deviation.mul(r).div(q.sqrt());
        word = teacher.apply(shrunk, deviation, told);
        NDArray kept = shrunk.mul(r).div(q);
        NDArray share = known.mul(r.neg().add(1)).div(q);
        NDArray end = teacher.apply(kept.add(share.mul(word)), this.deviation, next);
        this.shrunk = kept.add(share.mul(word.add(end.sub(word).div(Layers.times(r, 2)))));
    }

    /** The teacher's word at this level. */
    NDArray word() {
        return word;
    }

    /** Shrunk values at the next level. */
    NDArray shrunk() {
        return shrunk;
    }

    /** Posterior deviations at the next level. */
    NDArray deviation() {
        return deviation;
    }

    /** Time embedding of the next level. */
    NDArray told() {
        return told;
    }
}
