// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.watch;

import org.semlink.common.Snr;
import org.semlink.radio.Iq;
import org.semlink.testbench.plot.Welch;

/**
 * The spectrum of the loudest samples around the last burst; where none came for a tenth of a second, of what came last.
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
    private record Window(Iq iq, int from, int count, double energy) {

        static final Window NONE = new Window(null, 0, 0, -1);
    }

    /** The samples in which a burst ended, and those before them, or null. */
    private record Burst(Iq before, Iq last) {
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

    /** A burst ended in the samples that came last. */
    void burst(Iq before, Iq last) {
        burst = new Burst(before, last);
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
            next = loudest(newest.last, loudest(newest.before, next));
        } else if (age > MEMORY_NS && last != window.iq) {
            next = loudest(last, next);
        }
        if (next.iq == null || next.count < window.count && age <= LONG_MEMORY_NS) {
            return shown;
        }
        window = next;
        lookedNs = nowNs;
        shown = new Shown(next.iq, spectrum(next));
        return shown;
    }

    /** The window of {@code iq} with the most energy, if that is more than {@code best} has: a long one has the better spectrum. */
    private static Window loudest(Iq iq, Window best) {
        int count = iq == null ? 0 : Math.min(WINDOW, iq.length());
        Window loudest = best;
        for (int from = 0; count >= Welch.SIZE && from + count <= iq.length(); from += count) {
            double energy = 0;
            for (int i = from; i < from + count; i += STRIDE) {
                energy += (double) iq.samples()[2 * i] * iq.samples()[2 * i];
            }
            if (energy > loudest.energy) {
                loudest = new Window(iq, from, count, energy);
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
