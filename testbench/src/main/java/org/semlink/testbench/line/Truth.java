// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import org.semlink.codec.Picture;

/**
 * What was sent, where whoever judges a reception knows it.
 *
 * @param picture      as it was given to the transmitter
 * @param transmission its latent, symbols and bursts
 * @param ceiling      the codec's own round trip: no result can be better
 */
public record Truth(Picture picture, Transmission transmission, Picture ceiling) {
}
