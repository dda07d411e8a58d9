// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.watch;

import org.semlink.common.Snr;
import org.semlink.radio.Iq;
import org.semlink.testbench.plot.Welch;

/**
 * The spectrum of the middle of the last burst; where none came for a tenth of a second, of the loudest of what came last.
 *
 * <p>Whoever brings samples leaves a reference here and no more; they are looked at when somebody looks at the page, at most
 * {@value #PER_SECOND} times a second. Safe for threads.
 */
final class LiveSpectrum {

    private static final int PER_SECOND = 20;
    private static final int STRIDE = 64;
    private static final int WINDOW = 8192;
    private static final long PERIOD_NS = 1_000_000_000L / PER_SECOND;
    private static final long MEMORY_NS = 100_000_000;
    /** The rest of a chunk has a poor spectrum: it waits this long before it replaces a whole one. */
    private static final long LONG_MEMORY_NS = 2_000_000_000;
    private static final double LOWEST = 1e-14;

    /**
     * What is shown.
     *
     * @param source   samples it is of
     * @param tenthsDb power per bin in tenths of dBFS, in order of frequency, carrier in the middle
     */
    record Shown(Iq source, int[] tenthsDb) {
    }

    /** A window of samples. */
    private record Window(Iq iq, int from, int count) {

        static final Window NONE = new Window(null, 0, 0);
    }

    /** Samples that follow each other with a burst among them. */
    private record Burst(Iq[] chunks, long middle) {
    }

    private volatile Iq latest;
    private volatile Burst burst;
    private Burst seen;
    private Window window = Window.NONE;
    private long lookedNs;
    private Shown shown;

    /** Takes the next samples. */
    void heard(Iq iq) {
        latest = iq;
    }

    /**
     * A burst was found.
     *
     * @param chunks samples with at least a part of it, that follow each other; at least one
     * @param middle of the burst, an index in the stream
     */
    void burst(Iq[] chunks, long middle) {
        burst = new Burst(chunks, middle);
    }

    /** The spectrum; null before the first samples. The same object until there is another. */
    synchronized Shown look(long nowNs) {
        long age = shown == null ? Long.MAX_VALUE : nowNs - lookedNs;
        if (age < PERIOD_NS) {
            return shown;
        }
        Burst newest = burst;
        Iq last = latest;
        Window next = Window.NONE;
        if (newest != seen) {
            seen = newest;
            next = around(newest);
        } else if (age > MEMORY_NS && last != window.iq) {
            next = loudest(last);
        }
        if (next.iq == null || next.count < window.count && age <= LONG_MEMORY_NS) {
            return shown;
        }
        window = next;
        lookedNs = nowNs;
        shown = new Shown(next.iq, spectrum(next));
        return shown;
    }

    /** The samples around the middle of a burst, as far as they are there. */
    private static Window around(Burst burst) {
        Iq first = burst.chunks[0];
        Iq last = burst.chunks[burst.chunks.length - 1];
        long from = Math.max(first.firstSample(), burst.middle - WINDOW / 2);
        long end = Math.min(last.firstSample() + last.length(), from + WINDOW);
        if (end - from < Welch.SIZE) {
            return Window.NONE;
        }
        float[] joined = new float[(int) (2 * (end - from))];
        for (Iq chunk : burst.chunks) {
            long begin = Math.max(from, chunk.firstSample());
            int count = (int) (Math.min(end, chunk.firstSample() + chunk.length()) - begin);
            if (count > 0) {
                System.arraycopy(chunk.samples(), (int) (2 * (begin - chunk.firstSample())), joined, (int) (2 * (begin - from)), 2 * count);
            }
        }
        return new Window(new Iq(joined, first.sampleRateHz(), from), 0, (int) (end - from));
    }

    /** The window of {@code iq} with the most energy. */
    private static Window loudest(Iq iq) {
        int count = iq == null ? 0 : Math.min(WINDOW, iq.length());
        Window loudest = Window.NONE;
        double most = -1;
        for (int from = 0; count >= Welch.SIZE && from + count <= iq.length(); from += count) {
            double energy = 0;
            for (int i = from; i < from + count; i += STRIDE) {
                energy += (double) iq.samples()[2 * i] * iq.samples()[2 * i];
            }
            if (energy > most) {
                most = energy;
                loudest = new Window(iq, from, count);
            }
        }
        return loudest;
    }

    private static int[] spectrum(Window window) {
        double[] power = Welch.power(window.iq, window.from, window.count);
        int[] tenths = new int[Welch.SIZE];
        for (int k = 0; k < Welch.SIZE; k++) {
            tenths[k] = (int) Math.round(10 * Snr.toDb(Math.max(LOWEST, power[(k + Welch.SIZE / 2) % Welch.SIZE])));
        }
        return tenths;
    }
}
