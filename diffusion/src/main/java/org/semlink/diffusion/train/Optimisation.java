// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import org.semlink.common.SemlinkException;

/**
 * How weights are moved, whatever is trained.
 *
 * @param steps        optimiser steps in all
 * @param learningRate peak of the cosine schedule after {@code warmup} linear steps
 * @param warmup       steps of linear growth
 * @param clipNorm     largest global gradient norm
 * @param averaging    decay of the exponential moving average of the weights
 * @param patience     validations in a row without a better one after which the training ends before its steps are done; 0 for never
 */
public record Optimisation(int steps, double learningRate, int warmup, double clipNorm, double averaging, int patience) {

    public Optimisation {
        require(steps >= 1, "steps", "at least 1", steps);
        require(learningRate > 0 && learningRate < 1, "learning-rate", "between 0 and 1", learningRate);
        require(warmup >= 0, "warmup", "0 or more", warmup);
        require(clipNorm > 0, "clip-norm", "positive", clipNorm);
        require(averaging >= 0 && averaging < 1, "averaging", "from 0 to below 1", averaging);
        require(patience >= 0, "patience", "0 or more", patience);
    }

    /** Without an early end. */
    public Optimisation(int steps, double learningRate, int warmup, double clipNorm, double averaging) {
        this(steps, learningRate, warmup, clipNorm, averaging, 0);
    }

    /** Refuses a training parameter's value. */
    static void require(boolean holds, String parameter, String rule, Object value) {
        if (!holds) {
            throw SemlinkException.input("training parameter %s must be %s, got %s", parameter, rule, value);
        }
    }

    /** The same for one step: what two runs must share to be one, so that a run may be lengthened or ended sooner when it goes on. */
    Optimisation withoutSteps() {
        return new Optimisation(1, learningRate, warmup, clipNorm, averaging);
    }

    /** The same with an early end. */
    Optimisation ending(int afterValidations) {
        return new Optimisation(steps, learningRate, warmup, clipNorm, averaging, afterValidations);
    }

    /** Learning rate of step {@code step}: linear warm-up, then half a cosine down to one hundredth. */
    public double learningRateAt(long step) {
        if (step < warmup) {
            return learningRate * (step + 1) / warmup;
        }
        double progress = (double) (step - warmup) / Math.max(1, steps - warmup);
        return learningRate * (0.01 + 0.99 * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, progress))));
    }
}
