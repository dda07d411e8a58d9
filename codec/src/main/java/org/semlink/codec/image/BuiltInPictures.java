// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.image;

import java.util.LinkedHashMap;
import java.util.Map;
import org.semlink.codec.Picture;

/** Two pictures drawn by code, for a first run without files: texture, edges, text and gradients; the same samples on every machine. */
public final class BuiltInPictures {

    private BuiltInPictures() {
    }

    /** The pictures by name, in order: {@code lighthouse} (384x256) and {@code testcard} (256x256). */
    public static Map<String, Picture> all() {
        Map<String, Picture> pictures = new LinkedHashMap<>();
        pictures.put("lighthouse", Lighthouse.draw());
        pictures.put("testcard", TestCard.draw());
        return pictures;
    }
}
