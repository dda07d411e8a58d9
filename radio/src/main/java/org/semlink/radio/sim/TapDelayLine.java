// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.Arrays;

/**
 * {@code y[n] = sum_l h_l x[n - d_l]}, streaming, directly; taps may move in a straight line while a piece is filtered.
 */
final class TapDelayLine {

    /** Most samples filtered at once. */
    static final int PIECE = 1024;
    private static final float[] RAMP = new float[PIECE + 1];
    private static final int ROOM = 16 * PIECE;

    static {
        for (int i = 0; i < RAMP.length; i++) {
            RAMP[i] = i;
        }
    }

    private final int[] delays;
    private final int memory;
    private final float[] pastRe;
    private final float[] pastIm;
    private final float[] outRe = new float[PIECE];
    private final float[] outIm = new float[PIECE];
    private int end;

    /** @param delays in samples, ascending */
    TapDelayLine(int[] delays) {
        this.delays = delays.clone();
        this.memory = delays[delays.length - 1];
        this.pastRe = new float[memory + ROOM];
        this.pastIm = new float[memory + ROOM];
        clear();
    }

    void clear() {
        Arrays.fill(pastRe, 0);
        Arrays.fill(pastIm, 0);
        end = memory;
    }

    /** Replaces {@code count} samples from sample {@code from} of {@code iq} on, in any number, under taps that stay. */
    void filter(float[] iq, int from, int count, float[] taps) {
        for (int done = 0; done < count;) {
            int piece = Math.min(PIECE, count - done);
            append(iq, from + done, piece);
            for (int l = 0; l < delays.length; l++) {
                still(taps[2 * l], taps[2 * l + 1], end - delays[l], piece);
            }
            emit(iq, from + done, piece);
            done += piece;
        }
    }

    /**
     * Replaces {@code count} samples from sample {@code from} of {@code iq} on; tap l is {@code taps[l] + j slopes[l]} at the j-th of them,
     * j from {@code phase} on, {@code phase + count} at most {@link #PIECE}.
     */
    void filter(float[] iq, int from, int count, float[] taps, float[] slopes, int phase) {
        append(iq, from, count);
        for (int l = 0; l < delays.length; l++) {
            moving(taps, slopes, l, phase, count);
        }
        emit(iq, from, count);
    }

    private void append(float[] iq, int from, int count) {
        if (end + count > pastRe.length) {
            System.arraycopy(pastRe, end - memory, pastRe, 0, memory);
            System.arraycopy(pastIm, end - memory, pastIm, 0, memory);
            end = memory;
        }
        for (int j = 0; j < count; j++) {
            pastRe[end + j] = iq[2 * (from + j)];
            pastIm[end + j] = iq[2 * (from + j) + 1];
        }
        Arrays.fill(outRe, 0, count, 0);
        Arrays.fill(outIm, 0, count, 0);
    }

    private void still(float re, float im, int at, int count) {
        for (int j = 0; j < count; j++) {
            outRe[j] += re * pastRe[at + j] - im * pastIm[at + j];
            outIm[j] += re * pastIm[at + j] + im * pastRe[at + j];
        }
    }

    private void moving(float[] taps, float[] slopes, int l, int phase, int count) {
        float re = taps[2 * l];
        float im = taps[2 * l + 1];
        float slopeRe = slopes[2 * l];
        float slopeIm = slopes[2 * l + 1];
        int at = end - delays[l];
        for (int j = 0; j < count; j++) {
            float a = re + slopeRe * RAMP[phase + j];
            float b = im + slopeIm * RAMP[phase + j];
            outRe[j] += a * pastRe[at + j] - b * pastIm[at + j];
            outIm[j] += a * pastIm[at + j] + b * pastRe[at + j];
        }
    }

    private void emit(float[] iq, int from, int count) {
        for (int j = 0; j < count; j++) {
            iq[2 * (from + j)] = outRe[j];
            iq[2 * (from + j) + 1] = outIm[j];
        }
        end += count;
    }
}
