// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.radio.Iq;

/**
 * A receiver fed with anything in any order: no exception, no memory by the size that a stranger announces, and the good burst behind it
 * all is still read.
 */
class ReceiverFuzzTest {

    /** Pieces of bursts, garbage and gaps in one stream, cut at random; then silence and a whole burst. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void aGoodBurstIsReadBehindAnything(long seed) {
        Random random = new Random(seed);
        FrameReceiver receiver = TestLink.WAVEFORM.receiver();
        long index = random.nextInt(1000) - 500L;
        for (int i = 0; i < 30; i++) {
            float[] piece = piece(random);
            index += random.nextInt(4) == 0 ? random.nextInt(100_000) - 20_000 : 0;
            receiver.push(new Iq(piece, 1e6, index));
            index += piece.length / 2;
        }
        float[] good = TestLink.pad(TestLink.burst(500, seed), 60_000, 400);
        List<ReceivedFrame> frames = new ArrayList<>(receiver.push(new Iq(good, 1e6, index)));
        frames.addAll(receiver.finish());
        assertThat(frames).as("seed %d", seed).anyMatch(f -> f.header().equals(Optional.of(TestLink.header(500, seed))));
        for (ReceivedFrame frame : frames) {
            assertThat(frame.link().snr()).as("seed %d", seed).isPositive().isFinite();
            assertThat(frame.link().arrivalSample()).as("seed %d", seed).isFinite();
            assertThat(frame.link().cfoHz()).as("seed %d", seed).isFinite();
        }
    }

    private static float[] piece(Random random) {
        int samples = 1 + random.nextInt(random.nextBoolean() ? 8000 : 40);
        float[] x = new float[2 * samples];
        double turn = random.nextDouble() * 6;
        float level = (float) Math.pow(10, random.nextInt(60) - 30);
        int kind = random.nextInt(8);
        float[] burst = kind == 7 ? TestLink.noise(TestLink.burst(200, random.nextInt(3)), 0.001, random.nextLong()) : new float[0];
        int from = kind == 7 ? random.nextInt(burst.length / 2) : 0;
        for (int i = 0; i < x.length; i++) {
            x[i] = switch (kind) {
                case 0 -> 0;
                case 1 -> level;
                case 2 -> Float.intBitsToFloat(random.nextInt());
                case 3 -> (float) (level * Math.cos(turn * (i / 2) - i % 2 * Math.PI / 2));
                case 4 -> i % 97 == 0 ? Float.NaN : (float) random.nextGaussian();
                case 5 -> random.nextBoolean() ? Float.POSITIVE_INFINITY : -Float.MAX_VALUE;
                case 6 -> level * TrainingSignals.PREAMBLE[i % TrainingSignals.PREAMBLE.length];
                default -> burst[(2 * from + i) % burst.length];
            };
        }
        return x;
    }

    /** A valid checksum over absurd fields: refused, so that no frame is awaited and no memory is taken by what it says. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"payload 0", "payload beyond the longest burst", "unknown format", "index beyond count", "count 0", "version",
        "all ones"})
    void absurdHeadersAreRefused(String what) {
        byte[] bytes = HeaderBits.pack(TestLink.header(100, 3), new OfdmFormat(0));
        ByteBuffer fields = ByteBuffer.wrap(bytes);
        switch (what) {
            case "payload 0" -> fields.putInt(7, 0);
            case "payload beyond the longest burst" -> fields.putInt(7, 0xfffff);
            case "unknown format" -> fields.putInt(7, 0xfff00001);
            case "index beyond count" -> fields.putShort(3, (short) -1);
            case "count 0" -> fields.putShort(5, (short) 0);
            case "version" -> fields.put(0, (byte) 77);
            default -> Arrays.fill(bytes, (byte) 0xff);
        }
        CodedHeader header = HeaderBits.unpack(withChecksum(bytes));
        assertThat(header.check()).as(what).isNotIn(HeaderCheck.SOUND, HeaderCheck.CHECKSUM);
        assertThat(header.frame()).as(what).isEmpty();
    }

    /** Every format code with lengths of every size: what passes fits into what the receiver holds. */
    @Test
    void noHeaderAnnouncesMoreThanTheReceiverHolds() {
        Random random = new Random(4);
        byte[] bytes = HeaderBits.pack(TestLink.header(100, 3), new OfdmFormat(0));
        int sound = 0;
        for (int code = 0; code < 1 << PayloadFormat.CODE_BITS; code++) {
            for (int bits = 1; bits <= 32 - PayloadFormat.CODE_BITS; bits++) {
                int length = 1 << bits - 1 | random.nextInt(1 << bits - 1);
                ByteBuffer.wrap(bytes).putInt(7, code << 32 - PayloadFormat.CODE_BITS | length);
                CodedHeader header = HeaderBits.unpack(withChecksum(bytes));
                if (header.check() == HeaderCheck.SOUND) {
                    sound++;
                    int samples = header.format().orElseThrow().samples(header.frame().orElseThrow().payloadSymbols());
                    assertThat(samples).as("code %d, %d symbols", code, length).isBetween(1, OfdmParameters.MAX_BURST - OfdmParameters.PAYLOAD_START);
                }
            }
        }
        assertThat(sound).isGreaterThanOrEqualTo(15);
    }

    private static byte[] withChecksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, bytes.length - 4);
        ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) crc.getValue());
        return bytes;
    }
}
