// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.watch;

import org.semlink.codec.Picture;

/**
 * A picture on the page.
 *
 * @param version grows with every other picture in its place
 */
record Shown(Picture picture, String caption, long version) {

    /** What comes in its place. */
    static Shown after(Shown old, Picture picture, String caption) {
        return new Shown(picture, caption, old == null ? 1 : old.version + 1);
    }
}
