// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.taef2;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a picture into tiles with a halo wide enough that running a local network tile by tile gives what running it whole gives.
 *
 * <p>All in latent positions (8 pixels). Where a tile meets the picture's edge it has no halo, so the network's zero padding falls where it
 * falls on the whole picture.
 */
final class Tiles {

    /** The farthest that the local layers see is 65 pixels. */
    static final int HALO = 9;
    /** A tile's side without halo: 768 pixels, so that everyday photos are one tile and a tile needs about 0.6 GB. */
    static final int SIDE = 96;

    private Tiles() {
    }

    /** One axis of a tile: it stands for [from, to) and is computed from [outerFrom, outerTo). */
    record Span(int from, int to, int outerFrom, int outerTo) {
    }

    /** Covers an axis of {@code length} positions. */
    static List<Span> cover(int length, int side) {
        List<Span> spans = new ArrayList<>();
        for (int from = 0; from < length; from += side) {
            int to = Math.min(length, from + side);
            spans.add(new Span(from, to, Math.max(0, from - HALO), Math.min(length, to + HALO)));
        }
        return spans;
    }
}
