// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.semlink.common.Snr;

/**
 * Levels of a received signal for setting its gain: bursts, noise floor, peak, DC, clipped samples; and what to do about them.
 *
 * <p>Levels are relative to full scale: a complex sample of magnitude 1 has power 1, 0 dBFS. Powers are taken over blocks of a millisecond;
 * the floor is the least that 10 % of the blocks stay below, the burst level the median of the blocks that stand out of it. Constant memory.
 */
public final class LevelMeter {

    /** Where bursts should lie: 11 dB of peaks above it, and some room for fading, still fit below full scale. */
    public static final double TARGET_DBFS = -15;

    private static final double TOLERANCE_DB = 4;
    /** Bursts that stand out less than this cannot be told from noise. */
    private static final double VISIBLE_DB = 6;
    private static final double STEP_DB = 0.25;
    private static final double LOWEST_DBFS = -150;

    private final int block;
    private final double clipLevel;
    private final long[] histogram = new long[(int) ((20 - LOWEST_DBFS) / STEP_DB) + 1];
    private long samples;
    private long blocks;
    private long silentBlocks;
    private long clipped;
    private double blockEnergy;
    private double peak;
    private double sumI;
    private double sumQ;

    /**
     * @param clipLevel a component of this size or more is taken for clipped, just below 1
     */
    public LevelMeter(double sampleRateHz, double clipLevel) {
        this.block = Math.max(1, (int) Math.round(sampleRateHz / 1000));
        this.clipLevel = clipLevel;
    }

    /** Takes in interleaved I, Q. */
    public void add(float[] iq) {
        for (int i = 0; i < iq.length; i += 2) {
            double re = iq[i];
            double im = iq[i + 1];
            double power = re * re + im * im;
            blockEnergy += power;
            peak = Math.max(peak, power);
            sumI += re;
            sumQ += im;
            clipped += Math.abs(re) < clipLevel && Math.abs(im) < clipLevel ? 0 : 1;
            if (++samples % block == 0) {
                double bin = (Snr.toDb(blockEnergy / block) - LOWEST_DBFS) / STEP_DB;
                // Written so that NaN falls to the lowest.
                histogram[bin > 0 ? (int) Math.min(bin, histogram.length - 1) : 0]++;
                blocks++;
                silentBlocks += blockEnergy == 0 ? 1 : 0;
                blockEnergy = 0;
            }
        }
    }

    /** Median level of the milliseconds that stand out of the floor, dBFS; the floor where none does; -infinity before the first whole one. */
    public double burstDbfs() {
        int from = Math.min(histogram.length, (int) Math.round((floorDbfs() + VISIBLE_DB - LOWEST_DBFS) / STEP_DB));
        long bursts = 0;
        for (int i = Math.max(0, from); i < histogram.length; i++) {
            bursts += histogram[i];
        }
        return bursts == 0 ? floorDbfs() : level(blocks - (bursts + 1) / 2);
    }

    /** Level that 10 % of the milliseconds stay below, dBFS. */
    public double floorDbfs() {
        return level(blocks / 10);
    }

    /** Level of the block that has {@code rank} blocks below it. */
    private double level(long rank) {
        long below = 0;
        for (int i = 0; i < histogram.length; i++) {
            below += histogram[i];
            if (below > rank) {
                return LOWEST_DBFS + (i + 0.5) * STEP_DB;
            }
        }
        return Double.NEGATIVE_INFINITY;
    }

    /** Whether bursts fill all but exact silence: a recording that no noise was added to, as a transmitter writes it. */
    public boolean noiseless() {
        return silentBlocks > 0 && silentBlocks < blocks && burstDbfs() - floorDbfs() < VISIBLE_DB;
    }

    public double peakDbfs() {
        return Snr.toDb(peak);
    }

    /** Power of the mean, which bursts do not have: leakage of the local oscillator. */
    public double dcDbfs() {
        return Snr.toDb((sumI * sumI + sumQ * sumQ) / ((double) samples * samples));
    }

    public long samples() {
        return samples;
    }

    public long clippedSamples() {
        return clipped;
    }

    /** What to do, most important first; one line each. Never empty. */
    public List<String> advice() {
        List<String> advice = new ArrayList<>();
        double burst = burstDbfs();
        double floor = floorDbfs();
        boolean heard = burst - floor >= VISIBLE_DB;
        if (blocks == 0) {
            return List.of("nothing received: look at 'semlink radios doctor' and at the cable");
        }
        if (clipped > 0) {
            advice.add(String.format(Locale.ROOT, "%d samples clipped: take %.0f dB off the receive gain, or add an attenuator", clipped,
                    Math.max(6, burst - TARGET_DBFS)));
        } else if (noiseless()) {
            advice.add(String.format(Locale.ROOT, "bursts at %.1f dBFS between digital silence: a recording without noise, whose level needs no gain", burst));
        } else if (!heard) {
            advice.add(String.format(Locale.ROOT, "no bursts stand out of the floor at %.1f dBFS: is the other end transmitting, on this frequency, "
                    + "into this antenna? Then raise txgain, then the receive gain. Of a recording without pauses this says nothing", floor));
        } else if (burst > TARGET_DBFS + TOLERANCE_DB) {
            advice.add(String.format(Locale.ROOT, "bursts are %.0f dB above %.0f dBFS: lower the receive gain by that much", burst - TARGET_DBFS,
                    TARGET_DBFS));
        } else if (burst < TARGET_DBFS - TOLERANCE_DB) {
            advice.add(String.format(Locale.ROOT, "bursts are %.0f dB below %.0f dBFS: raise the receive gain by that much", TARGET_DBFS - burst,
                    TARGET_DBFS));
        } else {
            advice.add("the level is right");
        }
        if (heard && dcDbfs() > floor) {
            advice.add("DC is above the floor: normal for direct conversion, the signal has a gap there; dc=auto may help");
        }
        return List.copyOf(advice);
    }
}
