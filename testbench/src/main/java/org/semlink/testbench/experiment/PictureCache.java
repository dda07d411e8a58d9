// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import java.util.LinkedHashMap;
import java.util.Map;
import org.semlink.codec.Picture;

/** The pictures used last, read once; at most {@value #MOST_SAMPLES} samples (128 MiB) and one picture. Safe for use by several threads. */
final class PictureCache {

    private static final long MOST_SAMPLES = 32L << 20;

    private final int crop;
    private final Map<PictureFile, Picture> pictures = new LinkedHashMap<>(16, 0.75f, true);
    private long samples;

    PictureCache(int crop) {
        this.crop = crop;
    }

    synchronized Picture get(PictureFile file) {
        Picture known = pictures.get(file);
        if (known != null) {
            return known;
        }
        Picture picture = file.read(crop);
        pictures.put(file, picture);
        samples += picture.samples().length;
        var oldest = pictures.values().iterator();
        while (samples > MOST_SAMPLES && pictures.size() > 1) {
            samples -= oldest.next().samples().length;
            oldest.remove();
        }
        return picture;
    }
}
