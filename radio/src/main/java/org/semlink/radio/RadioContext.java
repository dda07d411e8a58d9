// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio;

import org.semlink.radio.safety.TransmitHistory;

/**
 * What a radio must know of its use: facts of the waveform that it carries, and the seed of everything random in it.
 *
 * @param sampleRateHz          complex samples per second
 * @param burstPower            nominal mean power of a burst, full scale 1, such as 1/16
 * @param sampleSnrPerSymbolSnr SNR per sample divided by Es/N0 of payload symbols, both linear
 * @param occupiedBandwidthHz   width of the band, centred on the carrier, that payload symbols occupy; "averaged over the band" means it
 * @param seed                  parent of all the radio's random numbers
 * @param history               what this run has sent before, which transmit limits count on
 */
public record RadioContext(double sampleRateHz, double burstPower, double sampleSnrPerSymbolSnr, double occupiedBandwidthHz, long seed,
        TransmitHistory history) {

    /** Of a run that has sent nothing yet. */
    public RadioContext(double sampleRateHz, double burstPower, double sampleSnrPerSymbolSnr, double occupiedBandwidthHz, long seed) {
        this(sampleRateHz, burstPower, sampleSnrPerSymbolSnr, occupiedBandwidthHz, seed, new TransmitHistory());
    }

    public RadioContext {
        if (!(sampleRateHz > 0 && burstPower > 0 && sampleSnrPerSymbolSnr > 0 && occupiedBandwidthHz > 0
                && occupiedBandwidthHz <= sampleRateHz && sampleRateHz < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("need positive rate, power and SNR ratio, and a band within the rate, got " + sampleRateHz
                    + ", " + burstPower + ", " + sampleSnrPerSymbolSnr + ", " + occupiedBandwidthHz);
        }
    }

    /** The same with another parent of random numbers. */
    public RadioContext withSeed(long other) {
        return new RadioContext(sampleRateHz, burstPower, sampleSnrPerSymbolSnr, occupiedBandwidthHz, other, history);
    }
}
