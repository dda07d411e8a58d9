// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.metric;

import java.util.Arrays;
import java.util.OptionalDouble;

/** Structural similarity (Wang et al. 2004), the mean over R, G and B; 1 for equal pictures. */
public final class Ssim implements PictureMetric {

    @Override
    public OptionalDouble measure(Comparison pair) {
        return pair.shorterSide() < SsimMap.WINDOW ? OptionalDouble.empty() : Arrays.stream(pair.similarity().ssim()).average();
    }

    @Override
    public String requirement() {
        return "both sides at least " + SsimMap.WINDOW + " pixels";
    }
}
