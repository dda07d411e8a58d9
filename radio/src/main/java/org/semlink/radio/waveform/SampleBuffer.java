// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

/**
 * The stretch of a sample stream that a receiver still needs, addressed by stream index.
 *
 * <p>Fixed capacity; what was discarded makes room. Samples that are not finite, or more than 3.4e7 times full scale, count as 0.
 */
final class SampleBuffer {

    /** Carries any magnitude above 3.4e7 to infinity, and so, times zero, to NaN, which differs from 0. */
    private static final float GUARD = 1e31f;

    private final float[] data;
    private long first;
    private int from;
    private int to;

    /** A buffer that holds {@code keep} samples beyond any discard, and as many again so that moving them is rare. */
    SampleBuffer(int keep) {
        data = new float[4 * keep];
    }

    /** Empties the buffer; the next sample appended has index {@code index}. */
    void restart(long index) {
        first = index;
        from = 0;
        to = 0;
    }

    /** Index behind the last sample held. */
    long end() {
        return first + (to - from) / 2;
    }

    /** Index of the first sample held. */
    long first() {
        return first;
    }

    /** Appends up to {@code count} samples of {@code samples} from {@code offset} on; returns how many had room. */
    int append(float[] samples, int offset, int count) {
        if (to + 2 * count > data.length) {
            System.arraycopy(data, from, data, 0, to - from);
            to -= from;
            from = 0;
        }
        int taken = Math.min(count, (data.length - to) / 2);
        System.arraycopy(samples, 2 * offset, data, to, 2 * taken);
        replaceGarbage(to, to + 2 * taken);
        to += 2 * taken;
        return taken;
    }

    /** Forgets samples before {@code index}. */
    void discardBefore(long index) {
        int samples = (int) Math.max(0, Math.min(index - first, (to - from) / 2));
        first += samples;
        from += 2 * samples;
    }

    /** Interleaved samples; sample {@code i} of the stream begins at {@link #offset}. Valid until the next append. */
    float[] data() {
        return data;
    }

    int offset(long index) {
        return from + 2 * (int) (index - first);
    }

    private void replaceGarbage(int begin, int end) {
        // Several sums, so that one addition need not wait for the other.
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int fours = begin + (end - begin & ~3);
        for (int i = begin; i < fours; i += 4) {
            a += data[i] * GUARD * 0f;
            b += data[i + 1] * GUARD * 0f;
            c += data[i + 2] * GUARD * 0f;
            d += data[i + 3] * GUARD * 0f;
        }
        for (int i = fours; i < end; i++) {
            a += data[i] * GUARD * 0f;
        }
        if (a + b + c + d == 0) {
            return;
        }
        for (int i = begin; i < end; i++) {
            if (data[i] * GUARD * 0f != 0) {
                data[i] = 0;
            }
        }
    }
}
