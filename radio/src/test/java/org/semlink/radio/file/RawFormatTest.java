// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.semlink.common.SemlinkException;
import org.semlink.common.Snr;
import org.semlink.radio.SampleFormat;

/** Raw samples to files and back: codes, rounding, clipping, and files that are not what they should be. */
class RawFormatTest {

    @TempDir
    private Path folder;

    private Path write(SampleFormat format, float... iq) {
        Path file = folder.resolve("a." + format.suffix());
        try (SampleWriter writer = new SampleWriter(file, format)) {
            writer.write(iq, 0, iq.length / 2);
        }
        return file;
    }

    /** All samples, read {@code piece} at a time. */
    static float[] read(Path file, SampleFormat format, int piece) {
        try (SampleReader reader = new SampleReader(file, format)) {
            float[] iq = new float[(int) (2 * reader.samples()) + 2 * piece];
            int done = 0;
            for (int n = reader.read(iq, 0, piece); n > 0; n = reader.read(iq, 2 * done, piece)) {
                done += n;
            }
            assertThat((long) done).isEqualTo(reader.samples());
            return Arrays.copyOf(iq, 2 * done);
        }
    }

    @ParameterizedTest
    @CsvSource({"CF32, 0000003f000080be", "CS16, 004000e0", "CS8, 40e0", "CU8, c060"})
    void bytesOfOneHalfAndMinusOneQuarter(SampleFormat format, String hex) throws IOException {
        assertThat(Files.readAllBytes(write(format, 0.5f, -0.25f))).asHexString().isEqualToIgnoringCase(hex);
        assertThat(read(folder.resolve("a." + format.suffix()), format, 1)).containsExactly(0.5f, -0.25f);
    }

    @ParameterizedTest
    @EnumSource(SampleFormat.class)
    void everyCodeComesBackAsTheSameBytes(SampleFormat format) throws IOException {
        byte[] bytes = new byte[1 << 18];
        Random random = new Random(1);
        for (int i = 0; i < bytes.length; i++) {
            // All 65536 codes of 16 bits, and each of 8 bits; as floats, exponents below those of infinity.
            bytes[i] = (byte) (format == SampleFormat.CF32 ? random.nextInt(0x7f) : i % 2 == 0 ? i / 512 : i / 2);
        }
        Path first = Files.write(folder.resolve("in"), bytes);
        Path second = write(format, read(first, format, 1000));
        assertThat(Files.readAllBytes(second)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"CS16, 32767, 32768", "CS8, 127, 128", "CU8, 127, 128"})
    void roundsToTheNearestAndClipsAndCounts(SampleFormat format, float top, float scale) {
        float[] iq = {1, 0, -1, 0, 0.6f / scale, -0.6f / scale, 0.4f / scale, -0.4f / scale, 7, -7, 1e38f, -1e38f, Float.NaN, 0.5f, 0.5f,
            Float.NEGATIVE_INFINITY};
        Path file = folder.resolve("x");
        SampleWriter writer = new SampleWriter(file, format);
        writer.write(iq, 0, iq.length / 2);
        writer.close();
        assertThat(writer.clippedSamples()).isEqualTo(3);
        assertThat(writer.notFiniteSamples()).isEqualTo(2);
        assertThat(read(file, format, 5)).containsExactly(top / scale, 0, -1, 0, 1 / scale, -1 / scale, 0, 0, top / scale, -1,
                top / scale, -1, 0, 0, 0, 0);
    }

    /** Uniform error of one step: variance 1/12 of its square, per component. */
    @ParameterizedTest
    @CsvSource({"CS16, 32768", "CS8, 128", "CU8, 128"})
    void quantisationNoiseIsThatOfItsStep(SampleFormat format, double scale) {
        Random random = new Random(2);
        float[] iq = new float[200_000];
        for (int i = 0; i < iq.length; i++) {
            iq[i] = (float) (random.nextGaussian() / 8);
        }
        float[] back = read(write(format, iq), format, 4096);
        double error = 0;
        for (int i = 0; i < iq.length; i++) {
            error += Math.pow(back[i] - iq[i], 2) / iq.length;
        }
        // Truncation in place of rounding would give 6 dB more; one part in 447 is a standard deviation.
        assertThat(Snr.toDb(error * 12 * scale * scale)).isCloseTo(0, within(0.05));
    }

    @Test
    void floatsThatAreNotFiniteAreReadAsZeroAndCounted() throws IOException {
        byte[] bytes = new byte[24];
        bytes[3] = 0x7f;
        bytes[2] = (byte) 0xc0;
        bytes[8 + 7] = (byte) 0xff;
        bytes[8 + 6] = (byte) 0x80;
        bytes[16 + 3] = 0x3f;
        Path file = Files.write(folder.resolve("n"), bytes);
        try (SampleReader reader = new SampleReader(file, SampleFormat.CF32)) {
            float[] iq = new float[6];
            assertThat(reader.read(iq, 0, 3)).isEqualTo(3);
            assertThat(iq).containsExactly(0, 0, 0, 0, 0.5f, 0);
            assertThat(reader.notFiniteSamples()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(SampleFormat.class)
    void cutOffFileGivesItsWholeSamplesAndCountsTheRest(SampleFormat format) throws IOException {
        Path whole = write(format, 0.5f, 0, 0, 0.5f, 0.25f, -0.25f);
        Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(Files.readAllBytes(whole), 3 * format.sampleBytes() - 1));
        assertThat(read(cut, format, 100)).containsExactly(0.5f, 0, 0, 0.5f);
        try (SampleReader reader = new SampleReader(cut, format)) {
            assertThat(reader.trailingBytes()).isEqualTo(format.sampleBytes() - 1);
        }
    }

    @Test
    void readsOnWhenTheFileHasGrown() {
        try (SampleWriter writer = new SampleWriter(folder.resolve("g"), SampleFormat.CS16)) {
            try (SampleReader reader = new SampleReader(writer.part(), SampleFormat.CS16)) {
                float[] iq = new float[8];
                for (int round = 1; round <= 3; round++) {
                    writer.write(new float[] {0.5f, round / 8f}, 0, 1);
                    writer.flush();
                    assertThat(reader.read(iq, 0, 4)).isEqualTo(1);
                    assertThat(iq[1]).isEqualTo(round / 8f);
                    assertThat(reader.read(iq, 0, 4)).isZero();
                }
            }
        }
    }

    /** Another program writes whenever its buffer is full, in the middle of a sample too. */
    @ParameterizedTest
    @EnumSource(SampleFormat.class)
    void samplesThatArriveByHalvesArePutTogether(SampleFormat format) throws IOException {
        byte[] whole = Files.readAllBytes(write(format, 0.5f, 0.25f, -0.5f, -0.25f));
        Path file = Files.write(folder.resolve("halves"), Arrays.copyOf(whole, whole.length - 1));
        try (SampleReader reader = new SampleReader(file, format)) {
            float[] iq = new float[4];
            assertThat(reader.read(iq, 0, 2)).isEqualTo(1);
            Files.write(file, Arrays.copyOfRange(whole, whole.length - 1, whole.length), StandardOpenOption.APPEND);
            assertThat(reader.read(iq, 2, 1)).isEqualTo(1);
            assertThat(iq).containsExactly(0.5f, 0.25f, -0.5f, -0.25f);
        }
    }

    @Test
    void theFileAppearsWholeAtTheCloseAndOnlyThen() throws IOException {
        Path file = Files.writeString(folder.resolve("f.cs8"), "old recording");
        SampleWriter writer = new SampleWriter(file, SampleFormat.CS8);
        writer.writeZeros(100_000);
        writer.flush();
        assertThat(file).hasContent("old recording");
        assertThatThrownBy(() -> new SampleWriter(file, SampleFormat.CS8)).isInstanceOf(SemlinkException.class)
                .hasMessageContaining("is in the way");
        writer.close();
        writer.close();
        assertThat(file).hasSize(200_000);
        assertThat(writer.sha512()).isEqualTo(RecordingFiles.sha512(file)).hasSize(128);
        new SampleWriter(file, SampleFormat.CS8).close();
        assertThat(file).as("after a recording of nothing").hasSize(200_000);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void filesThatCannotBeAreOneClearLine() throws IOException {
        Path plain = Files.writeString(folder.resolve("plain"), "x");
        assertThatThrownBy(() -> new SampleReader(folder.resolve("none"), SampleFormat.CS8)).isInstanceOf(SemlinkException.class)
                .hasMessageContaining("none does not exist");
        assertThatThrownBy(() -> new SampleReader(folder, SampleFormat.CS8)).isInstanceOf(SemlinkException.class)
                .hasMessageContaining("is not a regular file");
        assertThatThrownBy(() -> new SampleWriter(folder, SampleFormat.CS8)).isInstanceOf(SemlinkException.class)
                .hasMessageContaining("is a folder");
        assertThatThrownBy(() -> new SampleWriter(plain.resolve("a.cs8"), SampleFormat.CS8)).isInstanceOf(SemlinkException.class)
                .hasMessageContaining("cannot write").hasMessageNotContaining("\n");
        assertThatThrownBy(() -> SampleFormat.of("cs12")).isInstanceOf(SemlinkException.class)
                .hasMessage("sample format must be one of cf32, cs16, cs8, cu8, got 'cs12'");
    }
}
