// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.metric;

import org.semlink.codec.Picture;

/** A received picture beside the one sent, with what several metrics need to know of the two; that is computed once, when first asked for. */
public final class Comparison {

    private final Picture sent;
    private final Picture received;
    private SsimMap.Means similarity;

    /** Pictures of different size are a mistake of the caller. */
    public Comparison(Picture sent, Picture received) {
        requireSameSize(sent, received);
        this.sent = sent;
        this.received = received;
    }

    static void requireSameSize(Picture a, Picture b) {
        if (a.width() != b.width() || a.height() != b.height()) {
            throw new IllegalArgumentException("pictures differ in size: " + a.width() + "x" + a.height() + " and " + b.width() + "x" + b.height());
        }
    }

    public Picture sent() {
        return sent;
    }

    public Picture received() {
        return received;
    }

    /** The shorter side in pixels. */
    int shorterSide() {
        return Math.min(sent.width(), sent.height());
    }

    /** Structural similarity at full resolution; both sides must be at least {@link SsimMap#WINDOW} pixels. */
    SsimMap.Means similarity() {
        if (similarity == null) {
            similarity = SsimMap.means(sent.samples(), received.samples(), sent.width(), sent.height());
        }
        return similarity;
    }
}
