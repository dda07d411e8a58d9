// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.Arrays;
import java.util.TreeSet;

/**
 * Paths at any delay as filter taps at whole delays: {@code h[d] = sum_l g_l w_l(d)}.
 *
 * <p>A path at a whole delay is one tap. Where any path is not, each such path is a windowed sinc of {@value #LENGTH} taps around its
 * delay, exact to -60 dB within 0.42 of the sample rate on either side of the carrier and scaled so that its power gain over the occupied
 * band is exactly 1; all paths are then late by {@link #LATENCY} samples.
 */
final class PathTaps {

    private static final int LENGTH = 24;
    private static final WindowedSinc SINC = new WindowedSinc(LENGTH, 5.65);
    /** Samples by which everything is late where delays are not whole. */
    static final int LATENCY = LENGTH / 2 - 1;

    /** Delays of the taps in samples, ascending. */
    final int[] delays;
    private final double band;
    /** By path: index of its first tap in {@link #delays}, and the weights from there on. */
    private final int[] first;
    private final double[][] weights;
    private final double[] sum;

    /** @param band occupied width as a fraction of the sample rate */
    PathTaps(double[] pathDelays, double band) {
        this.band = band;
        this.first = new int[pathDelays.length];
        this.weights = new double[pathDelays.length][];
        boolean whole = Arrays.stream(pathDelays).allMatch(d -> d == Math.rint(d));
        TreeSet<Integer> used = new TreeSet<>();
        for (double delay : pathDelays) {
            int floor = (int) Math.floor(delay);
            int count = delay == floor ? 1 : LENGTH;
            for (int k = 0; k < count; k++) {
                used.add(count == 1 ? floor + (whole ? 0 : LATENCY) : floor + k);
            }
        }
        this.delays = used.stream().mapToInt(Integer::intValue).toArray();
        this.sum = new double[2 * delays.length];
        for (int l = 0; l < pathDelays.length; l++) {
            int floor = (int) Math.floor(pathDelays[l]);
            boolean exact = pathDelays[l] == floor;
            first[l] = Arrays.binarySearch(delays, exact ? floor + (whole ? 0 : LATENCY) : floor);
            weights[l] = exact ? new double[] {1} : kernel(pathDelays[l] - floor);
        }
    }

    private double[] kernel(double fraction) {
        double[] taps = new double[LENGTH];
        int[] places = new int[LENGTH];
        for (int k = 0; k < LENGTH; k++) {
            taps[k] = SINC.at(k - LATENCY - fraction);
            places[k] = k;
        }
        double[] complex = new double[2 * LENGTH];
        for (int k = 0; k < LENGTH; k++) {
            complex[2 * k] = taps[k];
        }
        double scale = 1 / Math.sqrt(bandPower(places, complex, band));
        return Arrays.stream(taps).map(t -> t * scale).toArray();
    }

    int paths() {
        return weights.length;
    }

    /** The taps at {@link #delays} for these gains of the paths, both interleaved. */
    void taps(double[] gains, float[] into) {
        Arrays.fill(sum, 0);
        for (int l = 0; l < weights.length; l++) {
            for (int k = 0; k < weights[l].length; k++) {
                int at = 2 * (first[l] + k);
                sum[at] += gains[2 * l] * weights[l][k];
                sum[at + 1] += gains[2 * l + 1] * weights[l][k];
            }
        }
        for (int i = 0; i < sum.length; i++) {
            into[i] = (float) sum[i];
        }
    }

    /** Power gain over the band of filters with these {@link #taps}. */
    double bandPower(float[] taps) {
        double[] wide = new double[2 * delays.length];
        Arrays.setAll(wide, i -> taps[i]);
        return bandPower(delays, wide, band);
    }

    /**
     * How paths share the band: {@code R[l * paths + m]}, mean of {@code W_l(f) conj(W_m(f))} over it, so that the power gain over the band
     * is {@code sum_lm Re(g_l conj(g_m)) R[l][m]}.
     */
    double[] correlations() {
        double[] all = new double[paths() * paths()];
        for (int l = 0; l < paths(); l++) {
            for (int m = 0; m <= l; m++) {
                double sum = 0;
                for (int j = 0; j < weights[l].length; j++) {
                    for (int k = 0; k < weights[m].length; k++) {
                        sum += weights[l][j] * weights[m][k] * sinc(band * (delays[first[l] + j] - delays[first[m] + k]));
                    }
                }
                all[l * paths() + m] = sum;
                all[m * paths() + l] = sum;
            }
        }
        return all;
    }

    /**
     * Mean of {@code |sum_k h_k exp(-i 2 pi f d_k)|^2} over {@code |f| <= band / 2}, in closed form:
     * {@code sum_kj Re(h_k conj(h_j)) sinc(band (d_k - d_j))}.
     */
    private static double bandPower(int[] delays, double[] taps, double band) {
        double sum = 0;
        for (int k = 0; k < delays.length; k++) {
            sum += taps[2 * k] * taps[2 * k] + taps[2 * k + 1] * taps[2 * k + 1];
            for (int j = 0; j < k; j++) {
                sum += 2 * (taps[2 * k] * taps[2 * j] + taps[2 * k + 1] * taps[2 * j + 1]) * sinc(band * (delays[k] - delays[j]));
            }
        }
        return sum;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }
}
