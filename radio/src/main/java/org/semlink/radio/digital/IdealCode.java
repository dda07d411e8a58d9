// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.digital;

import java.util.SplittableRandom;
import java.util.zip.CRC32;

/**
 * The code that does not exist: error-free at the capacity of the channel, nothing above it (Shannon 1948).
 *
 * <p>Designed for one SNR, n reals carry {@code n / 2 log2(1 + snr)} bits. What is sent is a random Gaussian codeword, and the message is
 * received if the noise variances of the elements leave it room, {@code sum 1/2 log2(1 + 1 / s^2) >= bits}. No decoder can know the
 * message from that: the object remembers what each thread encoded last, so both ends must share it and one thread must run both. A bound to
 * compare with, not a modem.
 */
public final class IdealCode implements ChannelCode {

    private final double snr;
    private final ThreadLocal<byte[]> lastSent = ThreadLocal.withInitial(() -> new byte[0]);

    /** @param snr linear Es/N0 that the rate is chosen for, positive */
    public IdealCode(double snr) {
        this.snr = snr;
    }

    @Override
    public int capacity(int reals) {
        return (int) Math.min(Integer.MAX_VALUE / 8, reals * 0.5 * log2(1 + snr) / 8);
    }

    @Override
    public float[] encode(byte[] data, int reals) {
        if (data.length != capacity(reals)) {
            throw new IllegalArgumentException(reals + " reals carry " + capacity(reals) + " bytes, got " + data.length);
        }
        lastSent.set(data.clone());
        return codeword(data, reals);
    }

    @Override
    public Decoded decode(float[] values, float[] variance) {
        byte[] sent = lastSent.get();
        double room = 0;
        for (float v : variance) {
            room += 0.5 * log2(1 + 1 / v);
        }
        int bytes = capacity(values.length);
        boolean received = sent.length == bytes && bytes > 0 && room >= 8.0 * bytes && isNear(values, variance, codeword(sent, values.length));
        return received ? new Decoded(sent.clone(), bytes, codeword(sent, values.length))
                : new Decoded(new byte[bytes], 0, new float[values.length]);
    }

    /** Whether what was received is the codeword in noise of that map: an empty latent is nobody's message, nor is a noisy one called clean. */
    private static boolean isNear(float[] values, float[] variance, float[] codeword) {
        double distance = 0;
        int arrived = 0;
        for (int i = 0; i < values.length; i++) {
            if (!Float.isInfinite(variance[i])) {
                distance += (values[i] - codeword[i]) * (values[i] - codeword[i]) / Math.max(1e-6, variance[i]);
                arrived++;
            }
        }
        return distance < 4.0 * arrived;
    }

    private static float[] codeword(byte[] data, int reals) {
        CRC32 crc = new CRC32();
        crc.update(data);
        SplittableRandom random = new SplittableRandom(crc.getValue());
        float[] codeword = new float[reals];
        double power = 0;
        for (int i = 0; i < reals; i++) {
            codeword[i] = (float) random.nextGaussian();
            power += (double) codeword[i] * codeword[i] / reals;
        }
        // Exactly unit power: a stronger codeword would be sent at less than its share and miss its own capacity.
        for (int i = 0; i < reals; i++) {
            codeword[i] /= (float) Math.sqrt(power);
        }
        return codeword;
    }

    private static double log2(double x) {
        return Math.log(x) / Math.log(2);
    }
}
