// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import java.util.SplittableRandom;

/**
 * Times and known values of a single-carrier payload.
 *
 * <p>Symbol j is a pulse centred 48 + 1.6 j samples behind the header, 5 symbols to 8 samples. 180 symbols, one epoch, last as long as an
 * OFDM symbol with its prefix (288 samples): 62 data, a known word of 16, 102 data. The middle of the word lies where the middle of the
 * transform window of an OFDM symbol would, so that header symbols and known words are one evenly spaced row of phase measurements. Data
 * places behind the last payload symbol are filled with known signs; every datum is turned by a known sign, as in OFDM. Known symbols are
 * {@code +-(1 + i) / sqrt(2)}, of equal power on both axes.
 */
final class SingleCarrierLayout {

    /** Samples per symbol are UP / DOWN. */
    static final int UP = 8;
    static final int DOWN = 5;
    static final double SAMPLES_PER_SYMBOL = (double) UP / DOWN;

    static final int EPOCH = OfdmParameters.SYMBOL * DOWN / UP;
    static final int WORD = 16;
    static final int DATA = EPOCH - WORD;
    /** First symbol of the known word in its epoch. */
    static final int WORD_START = 62;
    /** Samples before the first pulse's centre: the echoes of the header have passed. */
    static final int LEAD = 48;
    /** Samples from where a further symbol would be to the end: half a pulse, and a prefix for its echoes. */
    static final int TAIL = 64;
    /** As many as fit into the room of the longest OFDM payload. */
    static final int MAX_EPOCHS = OfdmParameters.MAX_PAYLOAD_SYMBOLS - 1;

    /** Each axis of a known symbol. */
    static final double AXIS = Math.sqrt(0.5);

    /** Signs of the known word in each epoch. */
    private static final float[] WORDS = signs(0x776f7264L, MAX_EPOCHS * WORD);
    private static final float[] SCRAMBLE = signs(0x73637261L, MAX_EPOCHS * DATA);

    private SingleCarrierLayout() {
    }

    /** Epochs that hold this many payload symbols. */
    static int epochs(int symbols) {
        return (symbols + DATA - 1) / DATA;
    }

    static int samples(int epochs) {
        return LEAD + epochs * OfdmParameters.SYMBOL + TAIL;
    }

    /** Place of payload symbol {@code i} among all symbols. */
    static int place(int i) {
        int inEpoch = i % DATA;
        return i / DATA * EPOCH + (inEpoch < WORD_START ? inEpoch : inEpoch + WORD);
    }

    /** Sign of symbol {@code i} of the known word in {@code epoch}. */
    static float word(int epoch, int i) {
        return WORDS[epoch * WORD + i];
    }

    /** Sign that payload symbol {@code i} is turned by. */
    static float scramble(int i) {
        return SCRAMBLE[i];
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
