// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.metric;

import java.util.Arrays;
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
        return Arrays.stream(SsimMap.ssim(sent.samples(), received.samples(), sent.width(), sent.height())).average();
    }

    @Override
    public String requirement() {
        return "both sides at least " + SsimMap.WINDOW + " pixels";
    }
}
