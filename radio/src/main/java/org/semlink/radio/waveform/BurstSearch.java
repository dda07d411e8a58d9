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
 * <p>Windows are evaluated block by block of {@link DelayCorrelator} from the start given: results do not depend on how the stream was
 * cut.
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

    private final DelayCorrelator correlator = new DelayCorrelator(SHORT, WINDOW_BLOCKS);
    private long start;
    private long regionStart;
    private double bestPower;
    private long bestBlock;
    private double bestPhase;

    /** Begins to search at sample {@code index}. */
    void restart(long index) {
        start = index;
        regionStart = -1;
        correlator.clear();
    }

    /** Searches what the buffer holds; true when a candidate was found, then {@link #position} and {@link #cfo} tell which. */
    boolean advance(SampleBuffer buffer) {
        while (start + (correlator.blocks() + 2) * SHORT <= buffer.end()) {
            correlator.add(buffer.data(), buffer.offset(start + correlator.blocks() * SHORT));
            if (!correlator.full()) {
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
        long oldest = regionStart >= 0 ? bestBlock : correlator.blocks();
        return start + Math.max(0, oldest - WINDOW_BLOCKS) * SHORT;
    }

    /** Whether |P| has had room to reach its top, and then fallen for a while; a region that keeps rising is cut at its greatest length. */
    private boolean regionEnded() {
        long block = correlator.blocks();
        long length = block - regionStart;
        return length >= REGION_BLOCKS && block - bestBlock >= FALLING_BLOCKS || length >= LONGEST_REGION_BLOCKS;
    }

    private void evaluate() {
        // The preamble repeats with its sign turned.
        double real = -correlator.real();
        double imaginary = -correlator.imaginary();
        double power = real * real + imaginary * imaginary;
        if (power <= THRESHOLD * correlator.energy() * correlator.energy() || real < LEAKAGE * Math.sqrt(power)) {
            return;
        }
        if (regionStart < 0) {
            regionStart = correlator.blocks();
            bestPower = 0;
        }
        if (power > bestPower) {
            bestPower = power;
            bestBlock = correlator.blocks();
            bestPhase = Math.atan2(imaginary, real);
        }
    }
}
