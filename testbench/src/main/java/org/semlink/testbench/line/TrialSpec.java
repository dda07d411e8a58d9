// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import org.semlink.codec.Picture;

/**
 * One picture through one link; the trial is a pure function of this, of the {@link Line} and of the radio's settings.
 *
 * @param name    of the picture, as results call it
 * @param picture to send
 * @param number  of the transmission on the link, 0 to 65535
 * @param seed    of everything random in this trial
 */
public record TrialSpec(String name, Picture picture, int number, long seed) {
}
