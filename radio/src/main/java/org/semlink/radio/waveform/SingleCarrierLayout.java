// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import java.util.SplittableRandom;

/**
 * Times and known values of a single-carrier payload.
 *
 * <p>Symbol j is a pulse centred 48 + 1.6 j samples behind the header, 5 symbols to 8 samples. 180 symbols, one epoch, last as long as an
 * OFDM symbol with its prefix (288 samples): 62 data, a known word of 16, 102 data. The middle of the word lies where the middle of the
 * transform window of an OFDM symbol would, so that header symbols and known words are one evenly spaced row of phase measurements.
 *
 * <p>Words are of complex Gaussian symbols, as payloads are: only so do they meet an amplifier's compression and a converter's clipping
 * with the peaks of a payload, and show what those leave in it. Of the powers of 16 words each quantile is there once, in random order:
 * few words have their share of peaks. Data places behind the last payload symbol are filled with
 * {@code +-(1 + i) / sqrt(2)}; every datum is turned by a known sign, as in OFDM.
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

    /** Each axis of a filling symbol. */
    static final double AXIS = Math.sqrt(0.5);
    /** Symbols of known words whose powers are spread like a Gaussian's. */
    private static final int STRATA = 16 * WORD;

    /** The known word of each epoch, interleaved. */
    private static final float[] WORDS = gaussian(0x776f7264L);
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

    /** Real part of symbol {@code i} of the known word in {@code epoch}. */
    static float wordRe(int epoch, int i) {
        return WORDS[2 * (epoch * WORD + i)];
    }

    /** Its imaginary part. */
    static float wordIm(int epoch, int i) {
        return WORDS[2 * (epoch * WORD + i) + 1];
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

    /** Complex Gaussian symbols for all words; the same bits on every Java, for they are part of the format. */
    private static float[] gaussian(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] symbols = new float[2 * MAX_EPOCHS * WORD];
        double[] power = new double[STRATA];
        for (int i = 0; i < symbols.length / 2; i++) {
            if (i % STRATA == 0) {
                shuffledPowers(random, power);
            }
            double angle = 2 * Math.PI * random.nextDouble();
            double radius = StrictMath.sqrt(power[i % STRATA]);
            symbols[2 * i] = (float) (radius * StrictMath.cos(angle));
            symbols[2 * i + 1] = (float) (radius * StrictMath.sin(angle));
        }
        return symbols;
    }

    /** Quantiles of the exponential distribution that the power of a Gaussian symbol has, mean 1. */
    private static void shuffledPowers(SplittableRandom random, double[] power) {
        double sum = 0;
        for (int i = 0; i < STRATA; i++) {
            int j = random.nextInt(i + 1);
            power[i] = power[j];
            power[j] = -StrictMath.log((i + 0.5) / STRATA);
            sum += power[j];
        }
        for (int i = 0; i < STRATA; i++) {
            power[i] *= STRATA / sum;
        }
    }
}
