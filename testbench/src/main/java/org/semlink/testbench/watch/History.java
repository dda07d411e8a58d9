// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.watch;

import java.util.Arrays;

/**
 * A value over the whole of a run in bounded memory: means over bins of time, which double in width whenever {@value #CAPACITY} are full.
 *
 * <p>Values are averaged as they are given, so SNRs are given linear. Safe for threads.
 */
final class History {

    static final int CAPACITY = 1024;

    private static final double FIRST_WIDTH_S = 0.1;

    private final double[] seconds = new double[CAPACITY];
    private final double[] sum = new double[CAPACITY];
    private final long[] count = new long[CAPACITY];
    private double width = FIRST_WIDTH_S;
    private int size;
    private int generation;
    private long added;

    /**
     * Bins from {@code from} on.
     *
     * @param generation grows when bins are merged: what was known of earlier ones no longer holds
     * @param from       index of the first bin given
     * @param added      values behind all bins
     * @param seconds    when each bin began
     * @param mean       of its values
     */
    record Bins(int generation, int from, long added, double[] seconds, double[] mean) {

        static final Bins NONE = new Bins(-1, 0, 0, new double[0], new double[0]);

        /** Bins known when these are. */
        int end() {
            return from + mean.length;
        }
    }

    /** Adds a value; time never goes back by more than a bin. */
    synchronized void add(double atSeconds, double value) {
        added++;
        if (size > 0 && atSeconds < seconds[size - 1] + width) {
            sum[size - 1] += value;
            count[size - 1]++;
            return;
        }
        if (size == CAPACITY) {
            merge();
        }
        seconds[size] = atSeconds;
        sum[size] = value;
        count[size] = 1;
        size++;
    }

    private void merge() {
        for (int i = 0; i < CAPACITY / 2; i++) {
            seconds[i] = seconds[2 * i];
            sum[i] = sum[2 * i] + sum[2 * i + 1];
            count[i] = count[2 * i] + count[2 * i + 1];
        }
        size = CAPACITY / 2;
        width *= 2;
        generation++;
    }

    /** What is new to one who knows {@code known}, the last known bin again: it may have grown. */
    synchronized Bins since(Bins known) {
        int from = known.generation == generation ? Math.max(0, known.end() - 1) : 0;
        double[] mean = new double[size - from];
        for (int i = from; i < size; i++) {
            mean[i - from] = sum[i] / count[i];
        }
        return new Bins(generation, from, added, Arrays.copyOfRange(seconds, from, size), mean);
    }
}
