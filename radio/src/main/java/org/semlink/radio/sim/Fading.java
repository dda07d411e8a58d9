// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.semlink.common.Seeds;
import org.semlink.common.Snr;

/**
 * Rayleigh or Rician fading of each tap, mean total power 1.
 *
 * <p>Without {@code doppler} each burst draws taps of its own, {@code CN(0, p_l)}, and keeps them. With it every tap is a sum of
 * {@value #RAYS} rays from random directions (Clarke 1968), with complex Gaussian amplitudes, so that its level is exactly Rayleigh over
 * seeds; {@code doppler} Hz is the largest shift. Rician: {@code K / (K + 1)} of the first tap's power is constant, K = {@code rician-k}
 * dB. {@link #powerGain} is the realised gain over the occupied band, averaged over the samples of the bursts.
 */
final class Fading implements Impairment {

    static final ImpairmentKind RAYLEIGH = new ImpairmentKind(List.of("taps", "doppler"), settings -> from(settings, 0));
    static final ImpairmentKind RICIAN = new ImpairmentKind(List.of("taps", "doppler", "rician-k"),
            settings -> from(settings, Snr.fromDb(settings.spec().number("rician-k", 10, -40, 60))));

    private static final int RAYS = 32;
    /** Samples between exact values of moving taps; between them the taps move straight. */
    private static final int GRID = 32;

    private final String text;
    private final TapProfile profile;
    private final double k;
    private final double dopplerPerSample;
    private final double band;
    private final TapDelayLine line;
    private final double[] taps;
    private final double[] next;
    private final double[][] rays;
    private long seed;
    private long slot;
    private long index;
    private double drawnGain;
    private double gain;
    private long weight;

    /**
     * @param k                power of the constant part over that of the fading part of the first tap, linear; 0 for Rayleigh
     * @param dopplerPerSample largest shift in cycles per sample; 0 for taps constant over a burst
     * @param band             occupied width as a fraction of the sample rate
     */
    Fading(String text, double k, double dopplerPerSample, double band) {
        this.text = text;
        this.profile = TapProfile.parse(text);
        this.k = k;
        this.dopplerPerSample = dopplerPerSample;
        this.band = band;
        this.line = new TapDelayLine(profile);
        this.taps = new double[2 * profile.count()];
        this.next = new double[2 * profile.count()];
        this.rays = new double[profile.count()][3 * RAYS];
        reset(0);
    }

    private static Optional<Impairment> from(SimSettings settings, double k) {
        double rate = settings.context().sampleRateHz();
        double doppler = settings.spec().number("doppler", 0, 0, rate / 1000);
        return Optional.of(new Fading(settings.spec().text("taps").orElse(TapProfile.USUAL), k, doppler / rate,
                settings.context().occupiedBandwidthHz() / rate));
    }

    @Override
    public void reset(long seed) {
        this.seed = seed;
        line.clear();
        slot = -1;
        index = 0;
        gain = 0;
        weight = 0;
        SplittableRandom random = Seeds.random(seed, "rays");
        for (double[] tap : rays) {
            for (int m = 0; m < RAYS; m++) {
                tap[3 * m] = random.nextGaussian() / Math.sqrt(2 * RAYS);
                tap[3 * m + 1] = random.nextGaussian() / Math.sqrt(2 * RAYS);
                tap[3 * m + 2] = Math.cos(2 * Math.PI * random.nextDouble());
            }
        }
        moving(0, next);
    }

    @Override
    public void process(Block block) {
        if (dopplerPerSample == 0 && block.slot != slot) {
            slot = block.slot;
            draw();
        }
        for (int i = 0; i < 2 * block.length; i += 2) {
            if (dopplerPerSample > 0) {
                move();
            }
            if (block.burst && index % GRID == 0) {
                gain += dopplerPerSample > 0 ? profile.bandPower(taps, band) : drawnGain;
                weight++;
            }
            line.filter(block.iq, i, taps);
            index++;
        }
    }

    private void draw() {
        SplittableRandom random = new SplittableRandom(Seeds.child(seed, "burst", slot));
        for (int l = 0; l < profile.count(); l++) {
            set(taps, l, random.nextGaussian() * Math.sqrt(0.5), random.nextGaussian() * Math.sqrt(0.5));
        }
        drawnGain = profile.bandPower(taps, band);
    }

    private void move() {
        int phase = (int) (index % GRID);
        if (phase == 0) {
            System.arraycopy(next, 0, taps, 0, taps.length);
            moving(index + GRID, next);
        } else {
            for (int i = 0; i < taps.length; i++) {
                taps[i] += (next[i] - taps[i]) / (GRID - phase + 1);
            }
        }
    }

    private void moving(long at, double[] into) {
        for (int l = 0; l < profile.count(); l++) {
            double re = 0;
            double im = 0;
            for (int m = 0; m < RAYS; m++) {
                double cycles = dopplerPerSample * at * rays[l][3 * m + 2];
                double angle = 2 * Math.PI * (cycles - Math.rint(cycles));
                double cos = Math.cos(angle);
                double sin = Math.sin(angle);
                re += rays[l][3 * m] * cos - rays[l][3 * m + 1] * sin;
                im += rays[l][3 * m] * sin + rays[l][3 * m + 1] * cos;
            }
            set(into, l, re, im);
        }
    }

    /** Tap {@code l} from a unit-power fading value, with its constant part and its mean power. */
    private void set(double[] into, int l, double re, double im) {
        double constant = l == 0 ? Math.sqrt(k / (k + 1)) : 0;
        double scattered = l == 0 ? Math.sqrt(1 / (k + 1)) : 1;
        double amplitude = Math.sqrt(profile.powers[l]);
        into[2 * l] = amplitude * (constant * Math.cos(profile.phases[l]) + scattered * re);
        into[2 * l + 1] = amplitude * (constant * Math.sin(profile.phases[l]) + scattered * im);
    }

    @Override
    public OptionalDouble powerGain() {
        return weight == 0 ? OptionalDouble.empty() : OptionalDouble.of(gain / weight);
    }

    @Override
    public void describe(Map<String, Object> into) {
        into.put("channel", k > 0 ? "rician" : "rayleigh");
        into.put("taps", text);
        into.put("doppler_per_sample", dopplerPerSample);
        if (k > 0) {
            into.put("rician_k_db", Snr.toDb(k));
        }
    }
}
