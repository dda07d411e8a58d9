// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio;

/**
 * A stretch of complex baseband: interleaved I, Q floats, full scale = 1, with sample rate and the time of its first sample.
 *
 * <p>Interleaved is the project-wide layout (it is SoapySDR's CF32 and the FFT's). Immutable by convention: {@link #samples()} is
 * read only.
 */
public final class Iq {

    private final float[] samples;
    private final double sampleRateHz;
    private final long firstSample;

    /**
     * Takes ownership of {@code samples} (even length).
     *
     * @param firstSample index of the first sample on the stream's own clock, 0 at its start
     */
    public Iq(float[] samples, double sampleRateHz, long firstSample) {
        if ((samples.length & 1) != 0) {
            throw new IllegalArgumentException("interleaved IQ needs an even length, got " + samples.length);
        }
        this.samples = samples;
        this.sampleRateHz = sampleRateHz;
        this.firstSample = firstSample;
    }

    /** Interleaved I, Q; read only. */
    public float[] samples() {
        return samples;
    }

    /** Number of complex samples. */
    public int length() {
        return samples.length / 2;
    }

    public double sampleRateHz() {
        return sampleRateHz;
    }

    public long firstSample() {
        return firstSample;
    }

    /** Time of the first sample on the stream's own clock. */
    public long timeNs() {
        return Math.round(firstSample * 1e9 / sampleRateHz);
    }
}
