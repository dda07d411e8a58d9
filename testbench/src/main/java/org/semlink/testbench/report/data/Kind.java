// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.data;

import org.semlink.testbench.baseline.Baselines;

/** What a scheme is, by the name of the model that its results bear: one of {@link Baselines}, or a model with a diffusion. */
public enum Kind {
    /** A model whose linear baseline is its own codec with linear shrinkage. */
    MODEL,
    /** Without a network after the channel: a baseline itself. */
    LINEAR,
    /** A picture file under an error-correcting code. */
    DIGITAL,
    /** Learned from picture to symbols and back. */
    JOINT;

    /** Whether there is a latent of its own, whose error means something. */
    public boolean hasLatent() {
        return this == MODEL || this == LINEAR;
    }

    /** Kind of a scheme that ran under this name. */
    public static Kind of(String model) {
        String first = model.split(" ", 2)[0];
        if (!Baselines.REGISTRY.names().contains(first) || !(model.equals(first) || model.startsWith(first + " over "))) {
            return MODEL;
        }
        return switch (first) {
            case "mmse", "softcast" -> LINEAR;
            case "djscc" -> JOINT;
            default -> DIGITAL;
        };
    }
}
