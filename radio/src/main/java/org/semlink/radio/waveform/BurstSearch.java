// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.SHORT;

/**
 * First, cheap look for a preamble: the stream against itself 16 samples later (after Schmidl and Cox 1997).
 *
 * <p>With {@code P = -sum r[n+16] conj(r[n])} over 496 samples and E the energy there, a window where {@code |P|^2 > 0.0155 E^2} and
 * where P's phase is not that of a constant opens a region, 576 samples or more if |P| still rises; the greatest |P| in it is the
 * candidate. In noise a window passes with probability exp(-0.0155 * 496) = 5e-4; candidates are proved by {@link BurstSynchroniser}.
 * At -4 dB per sample the metric's mean is 0.081. The phase of P gives the carrier offset to +-0.175 rad per sample.
 *
 * <p>Sums are kept per block of 16 samples, and windows are evaluated block by block from the start given: results do not depend on how
 * the stream was cut.
 */
final class BurstSearch {

    static final int WINDOW_BLOCKS = OfdmParameters.PREAMBLE / SHORT - 1;
    private static final double THRESHOLD = 0.0155;
    /** Cosine of 2.8 rad: beyond it P looks like a constant's. */
    private static final double LEAKAGE = Math.cos(2.8);
    /** A preamble's window fills in 31 blocks, after which its top must have come. */
    private static final int REGION_BLOCKS = 36;
    private static final int FALLING_BLOCKS = 12;
    private static final int LONGEST_REGION_BLOCKS = 128;
    private static final int RING = 64;

    private final double[] real = new double[RING];
    private final double[] imaginary = new double[RING];
    private final double[] energy = new double[RING];
    private double sumReal;
    private double sumImaginary;
    private double sumEnergy;

    private long start;
    private long block;
    private long regionStart;
    private double bestPower;
    private long bestBlock;
    private double bestPhase;

    /** Begins to search at sample {@code index}. */
    void restart(long index) {
        start = index;
        block = 0;
        regionStart = -1;
        sumReal = 0;
        sumImaginary = 0;
        sumEnergy = 0;
    }

    /** Searches what the buffer holds; true when a candidate was found, then {@link #position} and {@link #cfo} tell which. */
    boolean advance(SampleBuffer buffer) {
        while (start + (block + 2) * SHORT <= buffer.end()) {
            addBlock(buffer.data(), buffer.offset(start + block * SHORT));
            block++;
            if (block < WINDOW_BLOCKS) {
                continue;
            }
            evaluate();
            if (regionStart >= 0 && regionEnded()) {
                regionStart = -1;
                return true;
            }
        }
        return false;
    }

    /** First sample of the candidate's window: near the start of the preamble. */
    long position() {
        return start + (bestBlock - WINDOW_BLOCKS) * SHORT;
    }

    /** Carrier offset of the candidate in rad per sample. */
    double cfo() {
        return bestPhase / SHORT;
    }

    /** Oldest sample that may still be part of a candidate. */
    long needed() {
        long oldest = regionStart >= 0 ? bestBlock : block;
        return start + Math.max(0, oldest - WINDOW_BLOCKS) * SHORT;
    }

    /** Whether |P| has had room to reach its top, and then fallen for a while; a region that keeps rising is cut at its greatest length. */
    private boolean regionEnded() {
        long length = block - regionStart;
        return length >= REGION_BLOCKS && block - bestBlock >= FALLING_BLOCKS || length >= LONGEST_REGION_BLOCKS;
    }

    private void addBlock(float[] x, int offset) {
        float pr = 0;
        float pi = 0;
        float e = 0;
        float pr2 = 0;
        float pi2 = 0;
        float e2 = 0;
        for (int i = offset; i < offset + 2 * SHORT; i += 4) {
            float ar = x[i];
            float ai = x[i + 1];
            float br = x[i + 2 * SHORT];
            float bi = x[i + 2 * SHORT + 1];
            pr += ar * br + ai * bi;
            pi += ar * bi - ai * br;
            e += ar * ar + ai * ai;
            float cr = x[i + 2];
            float ci = x[i + 3];
            float dr = x[i + 2 * SHORT + 2];
            float di = x[i + 2 * SHORT + 3];
            pr2 += cr * dr + ci * di;
            pi2 += cr * di - ci * dr;
            e2 += cr * cr + ci * ci;
        }
        int slot = (int) (block % RING);
        real[slot] = -(pr + pr2);
        imaginary[slot] = -(pi + pi2);
        energy[slot] = e + e2;
        if (slot == RING - 1) {
            sumWindow();
        } else {
            int old = (int) ((block - WINDOW_BLOCKS + RING) % RING);
            boolean full = block >= WINDOW_BLOCKS;
            sumReal += real[slot] - (full ? real[old] : 0);
            sumImaginary += imaginary[slot] - (full ? imaginary[old] : 0);
            sumEnergy += energy[slot] - (full ? energy[old] : 0);
        }
    }

    /** Sums afresh, so that what a loud moment left by rounding does not last. */
    private void sumWindow() {
        sumReal = 0;
        sumImaginary = 0;
        sumEnergy = 0;
        for (int slot = RING - WINDOW_BLOCKS; slot < RING; slot++) {
            sumReal += real[slot];
            sumImaginary += imaginary[slot];
            sumEnergy += energy[slot];
        }
    }

    private void evaluate() {
        double power = sumReal * sumReal + sumImaginary * sumImaginary;
        if (power <= THRESHOLD * sumEnergy * sumEnergy || sumReal < LEAKAGE * Math.sqrt(power)) {
            return;
        }
        if (regionStart < 0) {
            regionStart = block;
            bestPower = 0;
        }
        if (power > bestPower) {
            bestPower = power;
            bestBlock = block;
            bestPhase = Math.atan2(sumImaginary, sumReal);
        }
    }
}
