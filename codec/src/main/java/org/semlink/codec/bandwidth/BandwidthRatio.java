// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.bandwidth;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.semlink.common.SemlinkException;

/**
 * Payload symbols per source value, {@code k/n = 1 / denominator}, with {@code n = 3 width height}.
 *
 * @param denominator 1 to 65535, which is what a header can say
 */
public record BandwidthRatio(int denominator) {

    private static final Pattern TEXT = Pattern.compile("1/(\\d{1,5})");
    private static final int LARGEST = 0xffff;

    public BandwidthRatio {
        if (denominator < 1 || denominator > LARGEST) {
            throw new IllegalArgumentException("bandwidth ratio must be 1/1 to 1/" + LARGEST + ", got 1/" + denominator);
        }
    }

    /** The ratio, to the nearest denominator, of a latent that is sent as it is. */
    public static BandwidthRatio of(int channels, int stride) {
        return new BandwidthRatio((int) Math.max(1, Math.round(6.0 * stride * stride / channels)));
    }

    /** Reads {@code 1/24}. */
    public static BandwidthRatio parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) < 1 || Integer.parseInt(matcher.group(1)) > LARGEST) {
            throw SemlinkException.input("--ratio must be a bandwidth ratio such as 1/24, got '%s'", text);
        }
        return new BandwidthRatio(Integer.parseInt(matcher.group(1)));
    }

    /** Real elements per position of {@code stride x stride} pixels: two make one symbol. */
    public int channels(int stride) {
        return 6 * stride * stride / denominator;
    }

    @Override
    public String toString() {
        return "1/" + denominator;
    }
}
