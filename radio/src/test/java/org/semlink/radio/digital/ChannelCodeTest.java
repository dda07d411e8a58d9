// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.digital;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.common.Snr;

/** Codes over white noise: what arrives is right or known to be wrong, at the SNR where theory puts the cliff and never above capacity. */
class ChannelCodeTest {

    private static final int REALS = 8704;

    private static ChannelCode code(String name) {
        return name.equals("qpsk") ? ConvolutionalQam.qpsk() : ConvolutionalQam.qam16();
    }

    @ParameterizedTest
    @CsvSource({"qpsk, 1", "qpsk, 100", "qpsk, 101", "qpsk, 4111", "qpsk, 20000", "16qam, 60", "16qam, 61", "16qam, 4111", "16qam, 20001"})
    void withoutNoiseEveryByteComesBack(String name, int reals) {
        ChannelCode code = code(name);
        byte[] data = bytes(code.capacity(reals), 1);
        float[] sent = code.encode(data, reals);
        float[] variance = new float[reals];
        ChannelCode.Decoded decoded = code.decode(sent, variance);
        assertThat(decoded.data()).isEqualTo(data);
        assertThat(decoded.complete()).isEqualTo(data.length > 0);
        assertThat(decoded.reals()).isEqualTo(sent);
    }

    /** Rate 1/2 less checksums and tails: more than 95 % of one and of two bits a complex symbol. */
    @ParameterizedTest
    @CsvSource({"qpsk, 1", "16qam, 2"})
    void carriesAlmostItsRateWithUnitPower(String name, int bitsPerSymbol) {
        ChannelCode code = code(name);
        double bits = 8.0 * code.capacity(REALS) / (REALS / 2);
        assertThat(bits).isBetween(0.95 * bitsPerSymbol, (double) bitsPerSymbol);
        double power = 0;
        for (float x : code.encode(bytes(code.capacity(REALS), 2), REALS)) {
            power += x * x / REALS;
        }
        assertThat(power).isCloseTo(1, within(0.05));
    }

    /**
     * Bit error rate 1e-5 of this code with soft decisions: Eb/N0 4.2 dB, which is Es/N0 4.2 dB at one bit a symbol; 16-QAM needs 6.0 to 6.8 dB
     * more. A hard decision or a lost weight costs 2 dB, a noise variance counted per symbol instead of per real 3.
     */
    @ParameterizedTest(name = "{0} fails at {1} dB, works at {2} dB")
    @CsvSource({"qpsk, 2.2, 5.0", "16qam, 7.2, 11.6"})
    void cliffIsWhereTheoryPutsIt(String name, double failsDb, double worksDb) {
        assertThat(intactShare(code(name), failsDb)).as("share of whole transmissions").isZero();
        assertThat(intactShare(code(name), worksDb)).as("share of whole transmissions").isEqualTo(1);
    }

    /** Section 6 of any book: no code delivers more than log2(1 + snr) bits a symbol. */
    @ParameterizedTest
    @CsvSource({"qpsk, -0.3", "16qam, 4.4"})
    void neverBeatsCapacity(String name, double db) {
        ChannelCode code = code(name);
        double capacity = Math.log(1 + Snr.fromDb(db)) / Math.log(2);
        assertThat(8.0 * code.capacity(REALS) / (REALS / 2)).isGreaterThan(0.97 * capacity);
        assertThat(intactShare(code, db)).isZero();
    }

    /** A wrong block is known to be wrong, its reals are blank, and what stands before it counts. */
    @Test
    void aSpoiledBlockIsReportedAndTheOthersStand() {
        ChannelCode code = ConvolutionalQam.qpsk();
        byte[] data = bytes(code.capacity(REALS), 3);
        float[] received = code.encode(data, REALS);
        float[] variance = new float[REALS];
        Arrays.fill(variance, 0.1f);
        int third = REALS / 3;
        Arrays.fill(variance, third, third + 300, Float.POSITIVE_INFINITY);
        Arrays.fill(received, third, third + 300, 0);
        ChannelCode.Decoded decoded = code.decode(received, variance);
        assertThat(decoded.complete()).isFalse();
        assertThat(decoded.intact()).isBetween(1, data.length / 3 + 300);
        assertThat(Arrays.copyOf(decoded.data(), decoded.intact())).isEqualTo(Arrays.copyOf(data, decoded.intact()));
        assertThat(decoded.reals()[third + 10]).isZero();
        assertThat(decoded.reals()[REALS - 100]).isEqualTo(received[REALS - 100]);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-5, 3, 12})
    void idealCodeWorksAtItsDesignAndNotBelow(double designDb) {
        IdealCode code = new IdealCode(Snr.fromDb(designDb));
        assertThat(8.0 * code.capacity(REALS) / (REALS / 2)).isCloseTo(Math.log(1 + Snr.fromDb(designDb)) / Math.log(2), within(0.01));
        assertThat(intactShare(code, designDb)).isEqualTo(1);
        assertThat(intactShare(code, designDb - 0.05)).isZero();
    }

    /** A sweep's threads share one code, each for a transmission of its own. */
    @Test
    void idealCodeKnowsWhatItsOwnThreadSent() throws InterruptedException {
        IdealCode code = new IdealCode(Snr.fromDb(10));
        float[] variance = new float[REALS];
        Arrays.fill(variance, (float) Snr.noiseVariance(Snr.fromDb(11)));
        byte[] data = bytes(code.capacity(REALS), 4);
        float[] sent = code.encode(data, REALS);
        Thread other = new Thread(() -> code.encode(bytes(code.capacity(REALS), 5), REALS));
        other.start();
        other.join();
        assertThat(code.decode(noisy(sent, variance, 1), variance).data()).isEqualTo(data);
    }

    /** Half the elements at +6 dB and half lost leave less room than all at the design: capacity is concave. */
    @Test
    void idealCodeCountsTheRoomOfEveryElement() {
        IdealCode code = new IdealCode(Snr.fromDb(10));
        byte[] data = bytes(code.capacity(REALS), 4);
        float[] sent = code.encode(data, REALS);
        float[] variance = new float[REALS];
        Arrays.fill(variance, (float) Snr.noiseVariance(Snr.fromDb(16)));
        Arrays.fill(variance, 0, REALS / 2, Float.POSITIVE_INFINITY);
        assertThat(code.decode(sent, variance).complete()).isFalse();
        Arrays.fill(variance, 0, REALS / 2, 1f);
        assertThat(code.decode(noisy(sent, variance, 1), variance).complete()).as("16 dB and 0 dB make up for each other only in part").isFalse();
        Arrays.fill(variance, REALS / 2, REALS, (float) Snr.noiseVariance(Snr.fromDb(19)));
        assertThat(code.decode(noisy(sent, variance, 1), variance).complete()).isTrue();
        assertThat(code.decode(new float[REALS], variance).complete()).as("nobody's message").isFalse();
    }

    private static double intactShare(ChannelCode code, double db) {
        int trials = 4;
        double share = 0;
        for (int t = 0; t < trials; t++) {
            byte[] data = bytes(code.capacity(REALS), t);
            float[] variance = new float[REALS];
            Arrays.fill(variance, (float) Snr.noiseVariance(Snr.fromDb(db)));
            ChannelCode.Decoded decoded = code.decode(noisy(code.encode(data, REALS), variance, t), variance);
            assertThat(Arrays.copyOf(decoded.data(), decoded.intact())).as("what is called intact is")
                    .isEqualTo(Arrays.copyOf(data, decoded.intact()));
            share += decoded.complete() ? 1.0 / trials : 0;
        }
        return share;
    }

    private static float[] noisy(float[] sent, float[] variance, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] received = sent.clone();
        for (int i = 0; i < received.length; i++) {
            received[i] += (float) (Math.sqrt(variance[i]) * random.nextGaussian());
        }
        return received;
    }

    private static byte[] bytes(int count, long seed) {
        byte[] data = new byte[count];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            data[i] = (byte) random.nextInt();
        }
        return data;
    }
}
