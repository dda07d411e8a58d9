// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.watch;

import org.semlink.common.Snr;
import org.semlink.radio.Iq;
import org.semlink.testbench.plot.Welch;

/**
 * The spectrum of the loudest samples of the last tenth of a second, since most of a chunk may be the silence between bursts.
 *
 * <p>Whoever brings samples pays for every {@value #STRIDE}th of them; the transform is made when somebody looks. Safe for threads.
 */
final class LiveSpectrum {

    private static final int STRIDE = 64;
    private static final int WINDOW = 8192;
    /** A stream that is read faster than it was sent is not looked at more often than this. */
    private static final long PAUSE_NS = 5_000_000;
    private static final long MEMORY_NS = 100_000_000;
    /** A rest of a chunk has a poor spectrum: it waits this long before it replaces a whole one. */
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

    /** Samples with their loudest window: by energy, so that a long one has the better spectrum. */
    private record Loud(Iq iq, int from, int count, double energy, long heardNs) {
    }

    private volatile long lookedNs = System.nanoTime() - PAUSE_NS;
    private volatile Loud loudest;
    private volatile Shown shown;

    /** Takes the next samples; quick. */
    void add(Iq iq, long nowNs) {
        if (iq.length() < Welch.SIZE || nowNs - lookedNs < PAUSE_NS) {
            return;
        }
        lookedNs = nowNs;
        Loud old = loudest;
        Loud next = loudestWindow(iq, nowNs);
        long age = old == null ? Long.MAX_VALUE : nowNs - old.heardNs;
        if (age > LONG_MEMORY_NS || age > MEMORY_NS && next.count >= old.count || next.energy > old.energy) {
            loudest = next;
        }
    }

    private static Loud loudestWindow(Iq iq, long nowNs) {
        int count = Math.min(WINDOW, iq.length());
        int best = 0;
        double most = -1;
        for (int from = 0; from + count <= iq.length(); from += count) {
            double energy = 0;
            for (int i = from; i < from + count; i += STRIDE) {
                energy += (double) iq.samples()[2 * i] * iq.samples()[2 * i];
            }
            if (energy > most) {
                most = energy;
                best = from;
            }
        }
        return new Loud(iq, best, count, most, nowNs);
    }

    /** The spectrum; null before the first samples. The same object until there is another. */
    synchronized Shown look() {
        Loud now = loudest;
        if (now == null || shown != null && shown.source == now.iq) {
            return shown;
        }
        double[] power = Welch.power(now.iq, now.from, now.count);
        int[] tenths = new int[Welch.SIZE];
        for (int k = 0; k < Welch.SIZE; k++) {
            tenths[k] = (int) Math.round(10 * Snr.toDb(Math.max(LOWEST, power[(k + Welch.SIZE / 2) % Welch.SIZE])));
        }
        shown = new Shown(now.iq, tenths);
        return shown;
    }
}
