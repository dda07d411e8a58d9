// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.semlink.codec.Picture;
import org.semlink.common.Sha256;

/**
 * Identity of a picture: SHA-256 over width and height (int32, big-endian) and its samples as 8-bit levels, planar.
 *
 * <p>Levels rather than floats, so that a lossless copy in another file format has the same identity.
 */
public final class ContentHash {

    private ContentHash() {
    }

    /** First eight bytes of the picture's hash. */
    public static long of(Picture picture) {
        float[] samples = picture.samples();
        byte[] levels = new byte[samples.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (byte) Math.round(samples[i] * 255);
        }
        MessageDigest digest = Sha256.digest();
        digest.update(ByteBuffer.allocate(8).putInt(picture.width()).putInt(picture.height()).array());
        return ByteBuffer.wrap(digest.digest(levels)).getLong();
    }

    /** The hash as results print it: 16 hexadecimal digits. */
    public static String text(long hash) {
        return HexFormat.of().toHexDigits(hash);
    }

    /** First four bytes of a SHA-256 given as hexadecimal text: a model's identity in a header. */
    public static int modelId(String sha256) {
        return Integer.parseUnsignedInt(sha256.substring(0, 8), 16);
    }
}
