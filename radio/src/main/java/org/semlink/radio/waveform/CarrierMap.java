// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.DATA;
import static org.semlink.radio.waveform.OfdmParameters.GROUP;
import static org.semlink.radio.waveform.OfdmParameters.GROUPS;

import java.util.SplittableRandom;

/**
 * Which used carrier of a header or payload symbol is pilot, null or data, and the known values that go with it.
 *
 * <p>Symbols are counted from the first header symbol. Pilot and null rotate through all 26 places of their group, half a group apart, so
 * that over 26 symbols every carrier is looked at. Carriers are numbered 0 to 207 in order of frequency.
 */
final class CarrierMap {

    /** Steps the pilot by a number prime to the group's size. */
    private static final int STEP = 11;
    private static final long PILOT_SEED = 0x70696c6f74L;
    private static final long SCRAMBLE_SEED = 0x736372616dL;

    private static final int[][] DATA_CARRIERS = dataCarriers();
    private static final float[] PILOT_SIGNS = signs(PILOT_SEED,
            GROUPS * (OfdmParameters.HEADER_SYMBOLS + OfdmParameters.MAX_PAYLOAD_SYMBOLS));
    private static final float[] SCRAMBLE = signs(SCRAMBLE_SEED,
            DATA * (OfdmParameters.HEADER_SYMBOLS + OfdmParameters.MAX_PAYLOAD_SYMBOLS));

    private CarrierMap() {
    }

    static int pilot(int symbol, int group) {
        return group * GROUP + symbol * STEP % GROUP;
    }

    static int nullCarrier(int symbol, int group) {
        return group * GROUP + (symbol * STEP + GROUP / 2) % GROUP;
    }

    /** Pilot value, +1 or -1. */
    static float pilotSign(int symbol, int group) {
        return PILOT_SIGNS[symbol * GROUPS + group];
    }

    /** The 192 data carriers of a symbol in rising order; read only. */
    static int[] data(int symbol) {
        return DATA_CARRIERS[symbol % GROUP];
    }

    /** Sign that whitens the {@code i}-th datum of a symbol, so that no payload, however regular, makes a peaky burst. */
    static float scramble(int symbol, int i) {
        return SCRAMBLE[symbol * DATA + i];
    }

    private static int[][] dataCarriers() {
        int[][] all = new int[GROUP][DATA];
        for (int symbol = 0; symbol < GROUP; symbol++) {
            int n = 0;
            for (int u = 0; u < OfdmParameters.CARRIERS; u++) {
                if (u != pilot(symbol, u / GROUP) && u != nullCarrier(symbol, u / GROUP)) {
                    all[symbol][n++] = u;
                }
            }
        }
        return all;
    }

    private static float[] signs(long seed, int n) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] signs = new float[n];
        for (int i = 0; i < n; i++) {
            signs[i] = random.nextBoolean() ? 1 : -1;
        }
        return signs;
    }
}
