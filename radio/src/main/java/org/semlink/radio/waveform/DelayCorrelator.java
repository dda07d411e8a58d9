// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import java.util.Arrays;

/**
 * A stream against itself one lag later, over a sliding window (Schmidl and Cox 1997): {@code P = sum r[n + lag] conj(r[n])} and
 * {@code E = sum |r[n]|^2}.
 *
 * <p>Advances by blocks of one lag, whose sums it keeps, so that each sample is read twice whatever the window. The phase of P over the
 * lag is the carrier offset of a signal that repeats. One thread.
 */
final class DelayCorrelator {

    private static final int RING = 64;

    private final int lag;
    private final int windowBlocks;
    private final double[] real = new double[RING];
    private final double[] imaginary = new double[RING];
    private final double[] energy = new double[RING];
    private long blocks;
    private double sumReal;
    private double sumImaginary;
    private double sumEnergy;

    /**
     * @param lag          samples between the two, and samples of a block: a multiple of 2
     * @param windowBlocks blocks of the window, 1 to 63
     */
    DelayCorrelator(int lag, int windowBlocks) {
        if (lag < 2 || lag % 2 != 0 || windowBlocks < 1 || windowBlocks >= RING) {
            throw new IllegalArgumentException("need an even lag and 1 to 63 blocks, got " + lag + " and " + windowBlocks);
        }
        this.lag = lag;
        this.windowBlocks = windowBlocks;
    }

    /** Forgets all blocks. */
    void clear() {
        blocks = 0;
        sumReal = 0;
        sumImaginary = 0;
        sumEnergy = 0;
        Arrays.fill(real, 0);
        Arrays.fill(imaginary, 0);
        Arrays.fill(energy, 0);
    }

    /** Adds the block that begins at float {@code offset} of {@code x}, interleaved; the lag behind it must be there too. */
    void add(float[] x, int offset) {
        float pr = 0;
        float pi = 0;
        float e = 0;
        float pr2 = 0;
        float pi2 = 0;
        float e2 = 0;
        for (int i = offset; i < offset + 2 * lag; i += 4) {
            float ar = x[i];
            float ai = x[i + 1];
            float br = x[i + 2 * lag];
            float bi = x[i + 2 * lag + 1];
            pr += ar * br + ai * bi;
            pi += ar * bi - ai * br;
            e += ar * ar + ai * ai;
            float cr = x[i + 2];
            float ci = x[i + 3];
            float dr = x[i + 2 * lag + 2];
            float di = x[i + 2 * lag + 3];
            pr2 += cr * dr + ci * di;
            pi2 += cr * di - ci * dr;
            e2 += cr * cr + ci * ci;
        }
        int slot = (int) (blocks % RING);
        real[slot] = pr + pr2;
        imaginary[slot] = pi + pi2;
        energy[slot] = e + e2;
        if (slot == RING - 1) {
            sumWindow();
        } else {
            int old = (int) ((blocks + RING - windowBlocks) % RING);
            boolean full = blocks >= windowBlocks;
            sumReal += real[slot] - (full ? real[old] : 0);
            sumImaginary += imaginary[slot] - (full ? imaginary[old] : 0);
            sumEnergy += energy[slot] - (full ? energy[old] : 0);
        }
        blocks++;
    }

    /** Sums afresh, so that what a loud moment left by rounding does not last. */
    private void sumWindow() {
        sumReal = 0;
        sumImaginary = 0;
        sumEnergy = 0;
        for (int slot = RING - windowBlocks; slot < RING; slot++) {
            sumReal += real[slot];
            sumImaginary += imaginary[slot];
            sumEnergy += energy[slot];
        }
    }

    /** Blocks added since {@link #clear}. */
    long blocks() {
        return blocks;
    }

    /** Whether a whole window has come. */
    boolean full() {
        return blocks >= windowBlocks;
    }

    /** Real part of P over the window. */
    double real() {
        return sumReal;
    }

    /** Imaginary part of P over the window. */
    double imaginary() {
        return sumImaginary;
    }

    /** E over the window. */
    double energy() {
        return sumEnergy;
    }
}
