// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

/**
 * A transmission of which nothing more is waited for.
 *
 * @param number     of the transmission on the link, 0 to 65535
 * @param reassembly what arrived of it, at least one burst
 * @param ending     why it is over
 */
public record Collected(int number, Reassembly reassembly, Ending ending) {
}
