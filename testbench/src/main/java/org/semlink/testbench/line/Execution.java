// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import org.semlink.codec.djl.Precision;

/**
 * How networks really run, as results state it.
 *
 * @param device    {@code cpu} or {@code gpu:N}
 * @param precision of the networks' layers
 * @param batch     most latents in one call of the denoiser
 * @param refine    gradient steps by which the transmitter improves each latent
 */
public record Execution(String device, Precision precision, int batch, int refine) {

    /** What needs no network. */
    public static final Execution PLAIN = new Execution("cpu", Precision.FP32, 1, 0);

    /** The same in larger calls. */
    public Execution batching(int latents) {
        return new Execution(device, precision, latents, refine);
    }

    /** The same with an encoder that takes its time. */
    public Execution refining(int steps) {
        return new Execution(device, precision, batch, steps);
    }

    /** Latents in a call of the denoiser if nobody says how many: on the CPU joining them gains nothing. */
    public int usualBatch() {
        return device.startsWith("gpu") ? 16 : 1;
    }
}
