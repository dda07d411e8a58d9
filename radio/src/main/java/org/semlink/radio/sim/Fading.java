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
 * Rayleigh or Rician fading of each path, mean total power 1.
 *
 * <p>Without {@code doppler} each burst draws gains of its own, {@code CN(0, p_l)}, and keeps them. With it they move as {@link Scattering}
 * says, {@code doppler} Hz being the largest shift; between exact values at least every 1/64 of its period they move straight. Rician:
 * {@code K / (K + 1)} of the first path's power is constant, or turns at a shift of its own. {@link #powerGain} is the realised gain over
 * the occupied band, averaged over the samples of the bursts.
 */
final class Fading implements Impairment {

    static final ImpairmentKind RAYLEIGH = new ImpairmentKind(List.of("taps", "doppler"), settings -> from(settings, "rayleigh", 0));
    static final ImpairmentKind RICIAN = new ImpairmentKind(List.of("taps", "doppler", "rician-k"),
            settings -> from(settings, "rician", Snr.fromDb(settings.spec().number("rician-k", 10, -40, 60))));

    private static final int SHORTEST_GRID = 16;
    private static final int STEPS_PER_PERIOD = 64;

    private final Map<String, Object> description;
    private final TapProfile profile;
    private final double k;
    private final double dopplerPerSample;
    private final double shiftPerSample;
    private final PathTaps paths;
    private final double[] correlations;
    private final TapDelayLine line;
    /** Samples between exact values of moving gains. */
    private final int grid;
    private final Scattering scattering;
    private double[] gains;
    private double[] nextGains;
    private float[] taps;
    private float[] nextTaps;
    private final float[] slopes;
    private long seed;
    private long slot;
    private long index;
    private double powerNow;
    private double power;
    private long weight;

    /**
     * @param k                power of the constant part over that of the fading part of the first path, linear; 0 for Rayleigh
     * @param dopplerPerSample largest shift in cycles per sample; 0 for gains constant over a burst
     * @param shiftPerSample   shift of the constant part in cycles per sample
     * @param band             occupied width as a fraction of the sample rate
     * @param description      what results say of the channel
     */
    Fading(TapProfile profile, double k, double dopplerPerSample, double shiftPerSample, double band, Map<String, Object> description) {
        this.description = description;
        this.profile = profile;
        this.k = k;
        this.dopplerPerSample = dopplerPerSample;
        this.shiftPerSample = shiftPerSample;
        this.paths = new PathTaps(profile.delays, band);
        this.correlations = paths.correlations();
        this.line = new TapDelayLine(paths.delays);
        double longest = dopplerPerSample == 0 ? TapDelayLine.PIECE : 1 / (STEPS_PER_PERIOD * dopplerPerSample);
        this.grid = Integer.highestOneBit((int) Math.max(SHORTEST_GRID, Math.min(TapDelayLine.PIECE, longest)));
        this.scattering = new Scattering(profile.count(), dopplerPerSample * grid);
        this.gains = new double[2 * profile.count()];
        this.nextGains = new double[2 * profile.count()];
        this.taps = new float[2 * paths.delays.length];
        this.nextTaps = new float[2 * paths.delays.length];
        this.slopes = new float[2 * paths.delays.length];
        reset(0);
    }

    private static Optional<Impairment> from(SimSettings settings, String name, double k) {
        String text = settings.spec().text("taps").orElse(TapProfile.USUAL);
        double doppler = settings.dopplerPerSample();
        Map<String, Object> description = new java.util.LinkedHashMap<>();
        description.put("channel", name);
        description.put("taps", text);
        description.put("doppler_per_sample", doppler);
        if (k > 0) {
            description.put("rician_k_db", Snr.toDb(k));
        }
        return Optional.of(new Fading(TapProfile.parse(text), k, doppler, 0, settings.band(), description));
    }

    @Override
    public void reset(long seed) {
        this.seed = seed;
        line.clear();
        slot = -1;
        index = 0;
        power = 0;
        weight = 0;
        scattering.reset(Seeds.random(seed, "rays"));
        scattering.next(nextGains);
        compose(nextGains, 0);
        paths.taps(nextGains, nextTaps);
    }

    @Override
    public void process(Block block) {
        if (dopplerPerSample > 0) {
            moving(block);
            return;
        }
        if (block.slot != slot) {
            slot = block.slot;
            draw();
        }
        line.filter(block.iq, 0, block.length, taps);
        count(block, block.length);
    }

    private void draw() {
        SplittableRandom random = new SplittableRandom(Seeds.child(seed, "burst", slot));
        for (int i = 0; i < gains.length; i++) {
            gains[i] = random.nextGaussian() * Math.sqrt(0.5);
        }
        compose(gains, 0);
        paths.taps(gains, taps);
        powerNow = bandPower(gains);
    }

    private void moving(Block block) {
        for (int done = 0; done < block.length;) {
            int phase = (int) (index % grid);
            if (phase == 0) {
                advance();
            }
            int piece = Math.min(grid - phase, block.length - done);
            line.filter(block.iq, done, piece, taps, slopes, phase);
            count(block, piece);
            index += piece;
            done += piece;
        }
    }

    /** Moves on by one step of the grid: what came next is now, and what comes after it is computed. */
    private void advance() {
        double[] oldGains = gains;
        gains = nextGains;
        nextGains = oldGains;
        float[] oldTaps = taps;
        taps = nextTaps;
        nextTaps = oldTaps;
        powerNow = bandPower(gains);
        scattering.next(nextGains);
        compose(nextGains, index + grid);
        paths.taps(nextGains, nextTaps);
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = (nextTaps[i] - taps[i]) / grid;
        }
    }

    /** Makes the paths' gains of scattered ones of unit power, which they replace. */
    private void compose(double[] scattered, long at) {
        for (int l = 0; l < profile.count(); l++) {
            double constant = l == 0 ? Math.sqrt(profile.powers[0] * k / (k + 1)) : 0;
            double random = Math.sqrt(profile.powers[l] / (l == 0 ? k + 1 : 1));
            double angle = profile.phases[l] + 2 * Math.PI * (shiftPerSample * at - Math.rint(shiftPerSample * at));
            scattered[2 * l] = constant * Math.cos(angle) + random * scattered[2 * l];
            scattered[2 * l + 1] = constant * Math.sin(angle) + random * scattered[2 * l + 1];
        }
    }

    private double bandPower(double[] g) {
        double sum = 0;
        int n = profile.count();
        for (int l = 0; l < n; l++) {
            double re = g[2 * l] / 2;
            double im = g[2 * l + 1] / 2;
            for (int m = 0; m < l; m++) {
                re += g[2 * m] * correlations[l * n + m];
                im += g[2 * m + 1] * correlations[l * n + m];
            }
            sum += 2 * (g[2 * l] * re + g[2 * l + 1] * im);
        }
        return sum;
    }

    private void count(Block block, int samples) {
        if (block.burst) {
            power += samples * powerNow;
            weight += samples;
        }
    }

    @Override
    public OptionalDouble powerGain() {
        return weight == 0 ? OptionalDouble.empty() : OptionalDouble.of(power / weight);
    }

    @Override
    public void describe(Map<String, Object> into) {
        into.putAll(description);
    }
}
