// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.refine;

/**
 * How much a transmitter does for a picture, and for which receivers.
 *
 * @param steps   of gradient descent, at least 1
 * @param leastDb lowest SNR in dB that a receiver is expected to have
 * @param mostDb  highest
 */
public record Refinement(int steps, double leastDb, double mostDb) {

    public Refinement {
        if (steps < 1 || !(leastDb <= mostDb)) {
            throw new IllegalArgumentException("refinement of " + steps + " steps for " + leastDb + " to " + mostDb + " dB");
        }
    }
}
