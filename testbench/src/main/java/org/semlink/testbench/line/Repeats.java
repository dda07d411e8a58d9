// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.semlink.codec.MaximumRatio;
import org.semlink.codec.NoisyLatent;

/**
 * What was received of the pictures that came last, so that what comes again of one adds to it.
 *
 * <p>Two transmissions are repeats when their headers announce the same content hash, size, model and transmit scale under different numbers: the codec
 * then made the same latent of them, however differently it was shuffled. (Under the same number bursts are duplicates, see
 * {@link Collector}.) Holds the pictures heard of last, {@value #MOST_ELEMENTS} latent elements in all. Used by one thread.
 */
public final class Repeats {

    /** 16 bytes each: 256 MB. */
    static final long MOST_ELEMENTS = 1 << 24;

    private record Key(long contentHash, int width, int height, int model, float scale, int ratio) {
    }

    private final Map<Key, MaximumRatio> pictures = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Key, Integer> elements = new LinkedHashMap<>();
    private final long most;
    private long held;

    public Repeats() {
        this(MOST_ELEMENTS);
    }

    Repeats(long most) {
        this.most = most;
    }

    /**
     * Everything received so far of a picture.
     *
     * @param latent   as it was received this time, at its link's real SNR
     * @param combined how often, this time included
     */
    public record Sum(NoisyLatent latent, int combined) {
    }

    /** Adds a reception of the picture that {@code header} describes. */
    Sum add(PictureHeader header, NoisyLatent received) {
        Key key = new Key(header.contentHash(), header.width(), header.height(), header.model(), header.scale(), header.ratio());
        MaximumRatio all = pictures.get(key);
        if (all == null) {
            all = new MaximumRatio(received.shape());
            pictures.put(key, all);
            elements.put(key, received.shape().size());
            held += received.shape().size();
            forget();
        }
        all.add(received);
        return new Sum(all.count() == 1 ? received : all.combined(), all.count());
    }

    /** The pictures not heard of for longest go first, never the newest. */
    private void forget() {
        for (Iterator<Key> oldest = pictures.keySet().iterator(); held > most && pictures.size() > 1;) {
            Key key = oldest.next();
            held -= elements.remove(key);
            oldest.remove();
        }
    }

    /** Pictures held. */
    int size() {
        return pictures.size();
    }
}
