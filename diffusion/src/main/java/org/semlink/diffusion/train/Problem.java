// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;

/**
 * What a {@link Trainer} solves: weights, what is drawn for a step, and the loss of a draw.
 *
 * @param <B> everything random about one step
 */
interface Problem<B> {

    /** The batch of a step, a pure function of the step number; called on another thread than the rest. */
    B draw(long step);

    /** Names of the held-out sets that are validated on, as the log calls them; none if nothing was held out. */
    List<String> heldOut();

    /** Batch {@code i} of a held-out set, from 0 to {@link #heldOutBatches}, the same at every call. */
    B drawHeldOut(String set, int i);

    /** Batches of each held-out set. */
    int heldOutBatches();

    /** Names of the loss's parts, the minimised one first; lower case with underscores, for the log. */
    List<String> lossParts();

    /** Scalar arrays in the order of {@link #lossParts}, made under {@code scope}. */
    List<NDArray> loss(B batch, NDManager scope);

    /** Held-out crops and what the networks make of them, rows of [b, C, h, w] under {@code scope}; none if nothing was held out. */
    List<NDArray> shown(NDManager scope);

    /** The arrays that are trained, by name. */
    Map<String, NDArray> trained();

    /** Arrays that change beside the trained ones, by name: they are part of a checkpoint. */
    default Map<String, NDArray> state() {
        return Map.of();
    }

    /** Called when a step has moved the weights. */
    default void moved() {
    }

    /** Everything that two runs must share to be one: options and networks. */
    String options();

    /** Checksum of the training data. */
    String data();
}
