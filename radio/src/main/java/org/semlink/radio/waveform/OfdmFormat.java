// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.DATA;
import static org.semlink.radio.waveform.OfdmParameters.MAX_PAYLOAD_SYMBOLS;

/**
 * Payload as OFDM symbols like the header's: 192 payload symbols each, with pilots and nulls, and a mid-amble behind every so many.
 *
 * <p>A mid-amble is an OFDM symbol without payload: the known signs that fill a last symbol up stand on all its data carriers. OFDM
 * symbols are counted from the first behind the header, mid-ambles among them.
 *
 * @param interval OFDM symbols with payload to one mid-amble: a power of two up to {@value #MOST}, or 0 for none
 */
record OfdmFormat(int interval) implements PayloadFormat {

    static final int KIND = 0;
    /** The next power of two is longer than the longest burst. */
    static final int MOST = 128;

    OfdmFormat {
        if (!isInterval(interval)) {
            throw new IllegalArgumentException("mid-amble interval must be 0 or a power of two up to " + MOST + ", got " + interval);
        }
    }

    /** Whether there is a format of this interval. */
    static boolean isInterval(int interval) {
        return interval >= 0 && interval <= MOST && Integer.bitCount(interval) <= 1;
    }

    @Override
    public int code() {
        return PayloadFormat.code(KIND, interval, 0);
    }

    @Override
    public int maxSymbols() {
        if (interval == 0) {
            return MAX_PAYLOAD_SYMBOLS * DATA;
        }
        int period = interval + 1;
        // A last period that lacks but its mid-amble must lack a symbol of payload too.
        int rest = Math.min(MAX_PAYLOAD_SYMBOLS % period, interval - 1);
        return (MAX_PAYLOAD_SYMBOLS / period * interval + rest) * DATA;
    }

    /** OFDM symbols, mid-ambles included, that hold this many payload symbols. */
    int ofdmSymbols(int symbols) {
        int loaded = OfdmParameters.payloadSymbols(symbols);
        return interval == 0 ? loaded : loaded + loaded / interval;
    }

    /** Whether OFDM symbol {@code i} is a mid-amble. */
    boolean midamble(int i) {
        return interval > 0 && i % (interval + 1) == interval;
    }

    /** Payload symbols in the OFDM symbols before {@code i}, the last of them taken as full. */
    int payloadBefore(int i) {
        return (interval == 0 ? i : i - i / (interval + 1)) * DATA;
    }

    @Override
    public int samples(int symbols) {
        return ofdmSymbols(symbols) * OfdmParameters.SYMBOL;
    }

    @Override
    public void modulate(float[] symbols, float[] burst, int from) {
        new OfdmModulator(burst, from).payload(this, symbols);
    }

    @Override
    public PayloadDemodulator demodulator(BurstState burst) {
        return new OfdmDemodulator(burst, this);
    }
}
