// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.receiver;

import org.semlink.common.Snr;
import org.semlink.radio.waveform.LinkState;

/** Errors of the estimates of many bursts at one SNR, against their Cramer-Rao bounds. */
final class Accuracy {

    private final EstimationBounds bounds;
    private final double snr;
    private final double sampleSnr;
    private final double sampleRateHz;
    private int count;
    private double snrError;
    private double snrSquare;
    private double cfoSquare;
    private double timingSquare;

    /**
     * @param snr       true Es/N0 of payload symbols, linear
     * @param sampleSnr the same per sample
     */
    Accuracy(EstimationBounds bounds, double snr, double sampleSnr, double sampleRateHz) {
        this.bounds = bounds;
        this.snr = snr;
        this.sampleSnr = sampleSnr;
        this.sampleRateHz = sampleRateHz;
    }

    /** Adds a burst whose carrier offset was {@code cfo} rad per sample and whose first sample was at {@code delay}. */
    void add(LinkState link, double cfo, double delay) {
        count++;
        double error = Snr.toDb(link.snr() / snr);
        snrError += error;
        snrSquare += error * error;
        cfoSquare += Math.pow(2 * Math.PI * link.cfoHz() / sampleRateHz - cfo, 2);
        timingSquare += Math.pow(link.arrivalSample() - delay, 2);
    }

    int count() {
        return count;
    }

    /** Mean error of the SNR in dB. */
    double snrBiasDb() {
        return snrError / count;
    }

    /** Standard deviation of the SNR in dB over its bound. */
    double snrDeviation() {
        return Math.sqrt(snrSquare / count - snrBiasDb() * snrBiasDb()) / bounds.snrDb(snr, sampleSnr);
    }

    /** Root mean square error of the carrier offset over its bound: a bias counts. */
    double cfoDeviation() {
        return Math.sqrt(cfoSquare / count) / bounds.cfoRadPerSample(sampleSnr);
    }

    /** Root mean square error of the time of arrival over its bound: a bias counts. */
    double timingDeviation() {
        return Math.sqrt(timingSquare / count) / bounds.timingSamples(sampleSnr);
    }
}
