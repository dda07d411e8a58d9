// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import org.semlink.codec.djl.Precision;

/**
 * How networks really run, as results state it.
 *
 * @param device    {@code cpu} or {@code gpu:N}
 * @param precision of the networks' layers
 * @param batch     most latents in one call of the denoiser
 */
public record Execution(String device, Precision precision, int batch) {

    /** What needs no network. */
    public static final Execution PLAIN = new Execution("cpu", Precision.FP32, 1);

    /** Latents in a call of the denoiser if nobody says how many: on the CPU joining them gains nothing. */
    public int usualBatch() {
        return device.startsWith("gpu") ? 16 : 1;
    }
}
