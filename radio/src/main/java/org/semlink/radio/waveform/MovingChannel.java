// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.CARRIERS;

/**
 * A channel that changes from symbol to symbol, as {@link ChannelSmoother} found it; errors are exact every fourth symbol and straight
 * between. One burst each.
 */
final class MovingChannel implements Channel {

    private static final int GRID = 4;

    private final ChannelSmoother smoother;
    private final float[] response = new float[2 * CARRIERS];
    private final float[][] losses;
    private int present = -1;

    MovingChannel(ChannelSmoother smoother, int symbols) {
        this.smoother = smoother;
        losses = new float[(symbols - 1) / GRID + 2][CARRIERS];
        for (int i = 0; i < losses.length; i++) {
            smoother.loss(Math.min(GRID * i, symbols - 1), losses[i]);
        }
    }

    @Override
    public float[] at(int m) {
        if (m != present) {
            smoother.response(m, response);
            present = m;
        }
        return response;
    }

    @Override
    public double loss(int m, int u) {
        double before = losses[m / GRID][u];
        return before + (losses[m / GRID + 1][u] - before) * (m % GRID) / GRID;
    }

    @Override
    public boolean learnedFrom(int m) {
        return true;
    }

    @Override
    public boolean moves() {
        return true;
    }
}
