// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Known answers of packing, checksum and code; the decoder against brute force; random headers through noise. */
class HeaderCodingTest {

    private static final int MAX_SYMBOLS = TestLink.WAVEFORM.maxPayloadSymbols();
    private static final PayloadFormat FORMAT = new OfdmFormat(0);

    @Test
    void packsAsDocumented() {
        byte[] metadata = new byte[FrameHeader.METADATA_BYTES];
        Arrays.fill(metadata, (byte) 0xa5);
        byte[] packed = HeaderBits.pack(new FrameHeader(0x1234, 0x0002, 0xff01, 0x7531, metadata), FORMAT);
        // Checksum computed with Python: zlib.crc32(bytes.fromhex("0212340002ff0100007531" + "a5" * 32)).
        assertThat(HexFormat.of().formatHex(packed)).isEqualTo("0212340002ff0100007531" + "a5".repeat(32) + "0dd2cc08");
    }

    /** With an impulse the two outputs spell the generators: 133 octal = 1011011, 171 = 1111001. */
    @Test
    void impulseResponseIsTheGenerators() {
        byte[] coded = ConvolutionalCode.encode(new byte[] {(byte) 0x80});
        byte[] expected = new byte[28];
        System.arraycopy(new byte[] {1, 1, 0, 1, 1, 1, 1, 1, 0, 0, 1, 0, 1, 1}, 0, expected, 0, 14);
        assertThat(coded).isEqualTo(expected);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void decodesAsBruteForceDoes(long seed) {
        Random random = new Random(seed);
        ViterbiDecoder decoder = new ViterbiDecoder(1);
        for (int trial = 0; trial < 50; trial++) {
            float[] soft = new float[ConvolutionalCode.codedLength(8)];
            for (int i = 0; i < soft.length; i++) {
                soft[i] = (float) random.nextGaussian();
            }
            assertThat(correlation(soft, decoder.decode(soft)[0])).as("seed %d trial %d", seed, trial)
                    .isCloseTo(bestCorrelation(soft), org.assertj.core.api.Assertions.within(1e-5));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void randomHeadersSurviveNoise(long seed) {
        Random random = new Random(seed);
        HeaderCoder coder = new HeaderCoder();
        for (int trial = 0; trial < 20; trial++) {
            byte[] metadata = new byte[FrameHeader.METADATA_BYTES];
            random.nextBytes(metadata);
            int count = 1 + random.nextInt(0xffff);
            FrameHeader header = new FrameHeader(random.nextInt(0x10000), random.nextInt(count), count, 1 + random.nextInt(MAX_SYMBOLS),
                    metadata);
            float[] soft = HeaderCoder.encode(header, FORMAT);
            for (int i = 0; i < soft.length; i++) {
                // Real noise of Es/N0 = -2 dB; 30 of 192 carriers faded away.
                soft[i] = i % 192 < 30 ? 0 : (float) (soft[i] + random.nextGaussian() * Math.sqrt(0.5 * Math.pow(10, 0.2)));
            }
            assertThat(coder.decode(soft)).as("seed %d trial %d", seed, trial).isEqualTo(CodedHeader.of(header, FORMAT));
        }
    }

    @Test
    void everyCodedBitIsRepeatedFarApart() {
        int bits = ConvolutionalCode.codedLength(HeaderBits.BITS);
        BitInterleaver interleaver = new BitInterleaver(bits, HeaderCoder.SLOTS);
        int[][] carriers = new int[bits][5];
        int[] copies = new int[bits];
        for (int slot = 0; slot < HeaderCoder.SLOTS; slot++) {
            int bit = interleaver.bit(slot);
            carriers[bit][copies[bit]++] = slot % OfdmParameters.DATA;
        }
        for (int bit = 0; bit < bits; bit++) {
            assertThat(copies[bit]).as("copies of bit %d", bit).isBetween(4, 5);
            for (int i = 1; i < 4; i++) {
                int apart = Math.floorMod(carriers[bit][i] - carriers[bit][i - 1], OfdmParameters.DATA);
                assertThat(Math.min(apart, OfdmParameters.DATA - apart)).as("carriers between copies of bit %d", bit).isBetween(40, 96);
            }
        }
    }

    @Test
    void refusesAbsurdSizesUnderAValidChecksum() {
        assertThat(unpack(new FrameHeader(1, 0, 1, MAX_SYMBOLS + 1, new byte[32]))).isEqualTo(HeaderCheck.OUT_OF_RANGE);
        assertThat(unpack(new FrameHeader(1, 0, 1, MAX_SYMBOLS, new byte[32]))).isEqualTo(HeaderCheck.SOUND);
        byte[] good = HeaderBits.pack(new FrameHeader(1, 0, 1, 5, new byte[32]), FORMAT);
        assertThat(check(rewritten(good, 0, HeaderBits.VERSION + 1))).isEqualTo(HeaderCheck.OTHER_VERSION);
        assertThat(check(rewritten(good, 4, 9))).as("index beyond count").isEqualTo(HeaderCheck.OUT_OF_RANGE);
        assertThat(check(rewritten(good, 10, 0))).as("no symbols").isEqualTo(HeaderCheck.OUT_OF_RANGE);
        assertThat(check(rewritten(good, 8, 0xf))).as("a million symbols").isEqualTo(HeaderCheck.OUT_OF_RANGE);
        assertThat(check(rewritten(good, 7, 0xf0))).as("a kind of the future").isEqualTo(HeaderCheck.UNKNOWN_FORMAT);
        assertThat(check(rewritten(good, 8, 0x10))).as("a shape that OFDM does not have").isEqualTo(HeaderCheck.UNKNOWN_FORMAT);
        assertThat(check(rewritten(good, 7, 0x09))).as("mid-ambles 256 symbols apart").isEqualTo(HeaderCheck.UNKNOWN_FORMAT);
        assertThat(check(rewritten(good, 7, 0x08))).as("mid-ambles 128 symbols apart").isEqualTo(HeaderCheck.SOUND);
        assertThat(check(rewritten(good, 10, 6))).as("six symbols").isEqualTo(HeaderCheck.SOUND);
    }

    @Test
    void anyFlippedBitBreaksTheChecksum() {
        byte[] good = HeaderBits.pack(TestLink.header(100, 1), FORMAT);
        for (int bit = 0; bit < HeaderBits.BITS; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(check(bad)).as("bit %d", bit).isEqualTo(HeaderCheck.CHECKSUM);
        }
    }

    /** Every 12-bit code is either refused or that of the format it stands for. */
    @Test
    void formatCodesAreOneToOne() {
        int known = 0;
        for (int code = 0; code < 1 << PayloadFormat.CODE_BITS; code++) {
            int announced = code;
            known += PayloadFormat.of(code).isPresent() ? 1 : 0;
            PayloadFormat.of(code).ifPresent(format -> assertThat(format.code()).isEqualTo(announced));
        }
        assertThat(known).isPositive();
        assertThat(PayloadFormat.code(0, 64, 0)).isEqualTo(0x070);
        assertThat(PayloadFormat.midambleInterval(0x070)).isEqualTo(64);
        assertThat(PayloadFormat.midambleInterval(0)).isZero();
    }

    private static HeaderCheck unpack(FrameHeader header) {
        return check(HeaderBits.pack(header, FORMAT));
    }

    private static HeaderCheck check(byte[] packed) {
        return HeaderBits.unpack(packed).check();
    }

    /** The packed header with one byte replaced and the checksum made right. */
    private static byte[] rewritten(byte[] packed, int position, int value) {
        byte[] copy = packed.clone();
        copy[position] = (byte) value;
        CRC32 crc = new CRC32();
        crc.update(copy, 0, copy.length - 4);
        ByteBuffer.wrap(copy).putInt(copy.length - 4, (int) crc.getValue());
        return copy;
    }

    private static double bestCorrelation(float[] soft) {
        double best = Double.NEGATIVE_INFINITY;
        for (int message = 0; message < 256; message++) {
            best = Math.max(best, correlation(soft, (byte) message));
        }
        return best;
    }

    private static double correlation(float[] soft, byte message) {
        byte[] coded = ConvolutionalCode.encode(new byte[] {message});
        double sum = 0;
        for (int i = 0; i < soft.length; i++) {
            sum += coded[i] == 0 ? soft[i] : -soft[i];
        }
        return sum;
    }
}
