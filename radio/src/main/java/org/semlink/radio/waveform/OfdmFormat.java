// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

/** Payload as OFDM symbols like the header's: 192 payload symbols each, with pilots and nulls. */
record OfdmFormat() implements PayloadFormat {

    static final int KIND = 0;

    @Override
    public int code() {
        return PayloadFormat.code(KIND, 0, 0);
    }

    @Override
    public int maxSymbols() {
        return OfdmParameters.MAX_PAYLOAD_SYMBOLS * OfdmParameters.DATA;
    }

    @Override
    public int samples(int symbols) {
        return OfdmParameters.payloadSymbols(symbols) * OfdmParameters.SYMBOL;
    }

    @Override
    public void modulate(float[] symbols, float[] burst, int from) {
        new OfdmModulator(burst, from).payload(symbols);
    }

    @Override
    public PayloadDemodulator demodulator(BurstState burst) {
        return new OfdmDemodulator(burst);
    }
}
