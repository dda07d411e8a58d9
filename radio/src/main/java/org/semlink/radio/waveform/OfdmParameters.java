// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

/**
 * The numerology of {@link OfdmWaveform}: every size and length, in samples, carriers or OFDM symbols.
 *
 * <p>Burst: preamble (512) | prefix (64) and two training symbols (2 x 256) | 16 header symbols (288 each) | payload symbols (288 each).
 * Of 256 carriers, 208 are used: -105 to -2 and 2 to 105. In header and payload symbols each group of 26 neighbours holds one pilot and
 * one null at rotating places, which leaves 192 for data. Every part of the burst has the same nominal power.
 */
final class OfdmParameters {

    static final int FFT = 256;
    static final int PREFIX = 32;
    static final int SYMBOL = FFT + PREFIX;

    /** Highest used carrier, and the lowest one beside the nulled centre. */
    static final int LAST_CARRIER = 105;
    static final int FIRST_CARRIER = 2;
    static final int CARRIERS = 2 * (LAST_CARRIER - FIRST_CARRIER + 1);

    static final int GROUPS = 8;
    static final int GROUP = CARRIERS / GROUPS;
    static final int DATA = CARRIERS - 2 * GROUPS;
    /** Carriers with power in a header or payload symbol. */
    static final int LOADED = CARRIERS - GROUPS;

    static final int PREAMBLE = 512;
    /** The preamble is one short sequence, sent with alternating sign. */
    static final int SHORT = 16;
    static final int TRAINING_PREFIX = 64;
    /** First sample of the first training symbol behind its prefix. */
    static final int TRAINING_START = PREAMBLE + TRAINING_PREFIX;
    /** First sample of the header's first prefix. */
    static final int HEADER_START = TRAINING_START + 2 * FFT;
    static final int HEADER_SYMBOLS = 16;
    static final int PAYLOAD_START = HEADER_START + HEADER_SYMBOLS * SYMBOL;

    static final int MAX_PAYLOAD_SYMBOLS = 170;
    static final int MAX_BURST = PAYLOAD_START + MAX_PAYLOAD_SYMBOLS * SYMBOL;

    /** Amplitude of a unit carrier under the unitary transform, so that a loaded symbol has {@link Waveform#BURST_POWER}. */
    static final double CARRIER_AMPLITUDE = Math.sqrt(Waveform.BURST_POWER * FFT / LOADED);
    /** Amplitude of each training carrier relative to a payload carrier: all carriers together have the power of a loaded symbol. */
    static final double TRAINING_AMPLITUDE = Math.sqrt((double) LOADED / CARRIERS);

    private OfdmParameters() {
    }

    /** Signed frequency, in carrier spacings, of used carrier {@code u} (0 to {@link #CARRIERS} - 1, rising frequency). */
    static int frequency(int u) {
        return u < CARRIERS / 2 ? u - LAST_CARRIER : u - CARRIERS / 2 + FIRST_CARRIER;
    }

    /** Place of used carrier {@code u} in the transform's output. */
    static int bin(int u) {
        return frequency(u) & (FFT - 1);
    }

    /** OFDM symbols that hold this many payload symbols. */
    static int payloadSymbols(int symbols) {
        return (symbols + DATA - 1) / DATA;
    }
}
