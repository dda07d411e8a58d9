// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.metric;

import java.util.OptionalDouble;
import org.semlink.codec.Picture;

/** Structural similarity (Wang et al. 2004), the mean over R, G and B; 1 for equal pictures. */
public final class Ssim implements PictureMetric {

    @Override
    public OptionalDouble measure(Picture sent, Picture received) {
        PictureMetric.requireSameSize(sent, received);
        if (Math.min(sent.width(), sent.height()) < SsimMap.WINDOW) {
            return OptionalDouble.empty();
        }
        double sum = 0;
        int size = sent.width() * sent.height();
        SsimMap map = new SsimMap(size);
        for (int c = 0; c < 3; c++) {
            sum += map.ssim(sent.samples(), received.samples(), c * size, sent.width(), sent.height()) / 3;
        }
        return OptionalDouble.of(sum);
    }

    @Override
    public String requirement() {
        return "both sides at least " + SsimMap.WINDOW + " pixels";
    }
}
