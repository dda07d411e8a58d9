// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import org.semlink.codec.Picture;

/**
 * One picture through one link at one setting; the trial is a pure function of this and of the {@link Line}.
 *
 * @param name   of the picture, as results call it
 * @param picture to send
 * @param number of the transmission on the link, 0 to 65535
 * @param radio  radio string such as {@code sim:snr=10}
 * @param seed   of everything random in this trial
 */
public record TrialSpec(String name, Picture picture, int number, String radio, long seed) {
}
