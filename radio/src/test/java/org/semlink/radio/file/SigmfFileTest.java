// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.common.SemlinkException;
import org.semlink.radio.Iq;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioContext;
import org.semlink.radio.Radios;
import org.semlink.radio.SampleFormat;

/** SigMF metadata: what is written is what the standard asks for, what is read is checked, and no bytes whatever do harm. */
class SigmfFileTest {

    /** By hand after the standard's examples: fields of other programs, an optional extension, two captures. */
    private static final String FOREIGN = """
            {
              "global": {
                "core:datatype": "ci16_le", "core:sample_rate": 40000000, "core:version": "1.0.0", "core:hw": "an SDR",
                "core:author": "somebody", "core:num_channels": 1, "antenna:gain": 40.2,
                "core:extensions": [{"name": "antenna", "version": "1.0.0", "optional": true}],
                "semlink:gain_db": 12.5
              },
              "captures": [
                {"core:sample_start": 0, "core:frequency": 915e6, "core:datetime": "2026-01-01T00:00:00Z"},
                {"core:sample_start": 3}
              ],
              "annotations": [
                {"core:sample_start": 1, "core:sample_count": 2, "core:label": "frame", "semlink:snr_db": 10, "core:comment": "c"},
                {"core:sample_start": 4}
              ]
            }
            """;

    @TempDir
    private Path folder;

    private SigmfFile file;

    @BeforeEach
    void samples() throws IOException {
        file = new SigmfFile(folder.resolve("rec.sigmf-meta"));
        Files.write(file.data(), new byte[16]);
    }

    private SigmfMetadata read(String json) throws IOException {
        Files.writeString(file.meta(), json);
        return file.read();
    }

    @Test
    void readsWhatOthersWrite() throws IOException {
        SigmfMetadata metadata = read(FOREIGN);
        assertThat(metadata).isEqualTo(new SigmfMetadata(SampleFormat.CS16, OptionalDouble.of(40e6), Optional.of("an SDR"), Optional.empty(),
                Map.of("gain_db", 12.5),
                List.of(new SigmfCapture(0, OptionalDouble.of(915e6)), new SigmfCapture(3, OptionalDouble.empty())),
                List.of(new SigmfAnnotation(1, 2, "frame", Map.of("snr_db", 10)), new SigmfAnnotation(4, 0, "", Map.of()))));
        assertThat(metadata.frequencyHz()).hasValue(915e6);
    }

    @Test
    void writesWhatTheStandardAsksFor() throws IOException {
        Map<String, Object> values = new LinkedHashMap<>(Map.of("tx_gain_db", 30.5));
        SigmfMetadata metadata = new SigmfMetadata(SampleFormat.CU8, OptionalDouble.of(1e6), Optional.of("a \"radio\""),
                Optional.of(RecordingFiles.sha512(file.data())), values, List.of(new SigmfCapture(0, OptionalDouble.of(2.4e9))),
                List.of(new SigmfAnnotation(2, 5, "burst 0", Map.of("frame", 7))));
        file.write(metadata);
        JsonNode root = new ObjectMapper().readTree(file.meta().toFile());
        JsonNode global = root.get("global");
        assertThat(global.get("core:datatype").textValue()).isEqualTo("cu8");
        assertThat(global.get("core:version").textValue()).isEqualTo("1.2.0");
        assertThat(global.get("core:sample_rate").doubleValue()).isEqualTo(1e6);
        assertThat(global.get("core:hw").textValue()).isEqualTo("a \"radio\"");
        // The digest of sixteen zero bytes, by sha512sum.
        assertThat(global.get("core:sha512").textValue()).startsWith("0b6cbac838dfe7f47ea1bd0df00ec282").hasSize(128);
        assertThat(global.get("core:extensions").get(0)).isEqualTo(new ObjectMapper().readTree(
                "{\"name\":\"semlink\",\"version\":\"1.0.0\",\"optional\":true}"));
        assertThat(root.get("captures").get(0).get("core:frequency").doubleValue()).isEqualTo(2.4e9);
        assertThat(root.get("annotations").get(0).get("semlink:frame").intValue()).isEqualTo(7);
        assertThat(file.read()).isEqualTo(metadata);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"ci16_le\"              | \"ci16_be\"   | core:datatype in global must be one of cf32_le, ci16_le, ci8, cu8, got ci16_be",
        "\"ci16_le\"              | 5             | core:datatype in global must be a text, got 5",
        "\"core:datatype\"        | \"datatype\"  | core:datatype is missing in global",
        "\"core:version\"         | \"version\"   | core:version is missing in global",
        "1.0.0\", \"core:hw       | 2.0\",\"core:hw | core:version in global must be 1.x, got 2.0",
        "40000000                 | -1            | core:sample_rate in global must be positive, got -1",
        "40000000                 | 1e999         | core:sample_rate in global must be a finite number, got",
        "40000000                 | \"40M\"       | core:sample_rate in global must be a finite number, got",
        "\"global\"               | \"globe\"     | global in the file must be an object, got nothing",
        "\"captures\"             | \"capture\"   | captures in the file must be an array, got nothing",
        "\"annotations\"          | \"notes\"     | annotations in the file must be an array, got nothing",
        "\"core:num_channels\": 1 | \"core:num_channels\": 2 | core:num_channels in global must be 1, got 2",
        "\"core:author\"          | \"core:dataset\" | core:dataset in global must be absent",
        "\"core:author\": \"somebody\" | \"core:metadata_only\": true | core:metadata_only in global must be false, got true",
        "\"core:author\": \"somebody\" | \"core:version\": \"1.1\" | is not JSON (line 4): Duplicate field",
        "\"optional\": true       | \"optional\": false | core:extensions in global must be optional or known, got antenna",
        "\"core:sample_start\": 0, | | core:sample_start is missing in captures[0]",
        "\"core:sample_start\": 3 | \"core:sample_start\": 9 | contradicts its samples: a capture starts at sample 9, but rec.sigmf-data has only 4",
        "\"core:sample_start\": 3 | \"core:sample_start\": 3.5 | core:sample_start in captures[1] must be a whole number from 0, got 3.5",
        "\"core:sample_start\": 3 | \"core:sample_start\": -3 | core:sample_start in captures[1] must be a whole number from 0, got -3",
        "\"core:sample_start\": 0 | \"core:sample_start\": 4 | core:sample_start in captures[1] must be in order, got 3 after 4",
        "915e6                    | null          | core:frequency in captures[0] must be a finite number, got null",
        "\"core:sample_count\": 2 | \"core:sample_count\": 4 | contradicts its samples: an annotation starts at sample 1 and has 4",
        "\"core:sample_count\": 2 | \"core:sample_count\": 9223372036854775807 | contradicts its samples: an annotation starts at sample 1",
        "\"core:sample_count\": 2 | \"core:sample_count\": 9223372036854775808 | core:sample_count in annotations[0] must be a whole number",
        "\"core:author\": \"somebody\" | \"core:sha512\": \"00\" | core:sha512 in global must be 128 hexadecimal digits, got 00"})
    void missingContradictoryAndUnsupportedFieldsAreOneClearLine(String field, String instead, String message) throws IOException {
        assertThat(FOREIGN).contains(field);
        String json = FOREIGN.replace(field, instead == null ? "" : instead);
        SemlinkException e = catchThrowableOfType(SemlinkException.class, () -> read(json));
        assertThat(e).as("error").isNotNull().hasMessageContaining(message).hasMessageContaining("rec.sigmf-meta")
                .hasMessageNotContaining("\n");
        assertThat(e.kind()).isEqualTo(SemlinkException.Kind.INPUT);
    }

    @Test
    void otherSamplesThanThoseRecordedAreRefused() throws IOException {
        String json = FOREIGN.replace("\"core:author\": \"somebody\"", "\"core:sha512\": \"" + RecordingFiles.sha512(file.data()) + '"');
        assertThat(read(json).sha512()).isPresent();
        byte[] samples = new byte[16];
        samples[11] = 1;
        Files.write(file.data(), samples);
        assertThat(catchThrowableOfType(SemlinkException.class, () -> read(json))).hasMessageContaining("has SHA-512")
                .hasMessageContaining("but core:sha512 in its metadata is 0b6cbac838dfe7f4...");
    }

    /** A radio that loses samples for days: what comes last is where it was in the stream, and the metadata can be read back. */
    @Test
    void ofTooManyLossesTheOldestAndTheNewestAreKept() {
        Path path = folder.resolve("lossy.sigmf-meta");
        try (StreamRecorder recorder = new StreamRecorder(path, SampleFormat.CU8, 1e6, OptionalDouble.of(2.45e9), "hw", Map.of(), Optional.empty())) {
            for (int i = 0; i < 100_007; i++) {
                recorder.write(new Iq(new float[4], 1e6, 1000L * i));
            }
            recorder.annotate(1000L * 100_006 + 1, 1000L * 100_006 + 2, "last", Map.of());
        }
        SigmfMetadata metadata = new SigmfFile(path).read();
        assertThat(metadata.captures()).hasSize(100_000);
        assertThat(metadata.values()).extractingByKey("captures_left_out").asString().isEqualTo("7");
        assertThat(metadata.captures().get(99_998)).isEqualTo(new SigmfCapture(2 * 99_998, OptionalDouble.of(2.45e9), OptionalLong.of(99_998_000)));
        assertThat(metadata.captures().get(99_999)).isEqualTo(new SigmfCapture(2 * 100_006, OptionalDouble.of(2.45e9), OptionalLong.of(100_006_000)));
        assertThat(metadata.annotations().get(0).sampleStart()).isEqualTo(2 * 100_006 + 1);
        try (Radio replay = Radios.open("file:" + path, new RadioContext(1e6, 1.0 / 16, 200.0 / 256, 0.82e6, 3))) {
            assertThat(replay.description()).extractingByKey("captures_left_out").asString().isEqualTo("7");
        }
    }

    @Test
    void metadataTooLargeToReadNameBothCauses() throws IOException {
        try (RandomAccessFile large = new RandomAccessFile(file.meta().toFile(), "rw")) {
            large.setLength((64L << 20) + 1);
        }
        assertThat(catchThrowableOfType(SemlinkException.class, file::read)).hasMessageContaining("must be at most 67108864 bytes, got 67108865")
                .hasMessageContaining(".sigmf-data").hasMessageContaining("--record-seconds");
    }

    @Test
    void halfAPairIsRefused() throws IOException {
        assertThat(catchThrowableOfType(SemlinkException.class, () -> file.read())).hasMessageContaining("rec.sigmf-meta does not exist");
        Files.delete(file.data());
        assertThat(catchThrowableOfType(SemlinkException.class, () -> read(FOREIGN))).hasMessageContaining("rec.sigmf-data does not exist");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "[]", "7", "{}", "{\"global\":[]}", "{} {}", "{\"global\":{\"core:datatype\":null}}", "\u0000\u0001"})
    void filesOfOtherThingsAreRefused(String json) {
        SemlinkException e = catchThrowableOfType(SemlinkException.class, () -> read(json));
        assertThat(e).as("error for '%s'", json).isNotNull().hasMessageNotContaining("\n");
    }

    @Test
    void deepNestingIsRefused() {
        assertThat(catchThrowableOfType(SemlinkException.class, () -> read("[".repeat(1 << 20)))).isNotNull();
    }

    @Test
    void truncationAtAnyByteIsRefused() throws IOException {
        byte[] whole = FOREIGN.strip().getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file.meta(), Arrays.copyOf(whole, length));
            assertThat(catchThrowableOfType(SemlinkException.class, () -> file.read())).as("first %s bytes", length).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void randomMutationsNeverEscapeAsAnotherError(int seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        int refused = 0;
        for (int round = 0; round < 300; round++) {
            byte[] bytes = FOREIGN.getBytes(StandardCharsets.UTF_8);
            for (int i = random.nextInt(4); i >= 0; i--) {
                byte other = bytes[random.nextInt(bytes.length)];
                bytes[random.nextInt(bytes.length)] = random.nextBoolean() ? other : (byte) random.nextInt(256);
            }
            Files.write(file.meta(), bytes);
            try {
                file.read();
            } catch (SemlinkException e) {
                assertThat(e.getMessage()).as("seed %s round %s", seed, round).doesNotContain("\n");
                refused++;
            } catch (RuntimeException e) {
                fail("seed " + seed + " round " + round + ": " + new String(bytes, StandardCharsets.UTF_8), e);
            }
        }
        assertThat(refused).as("refused of 300").isGreaterThan(90);
    }

    @Test
    void randomBytesAreRefused() throws IOException {
        SplittableRandom random = new SplittableRandom(9);
        for (int round = 0; round < 300; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            Files.write(file.meta(), bytes);
            assertThat(catchThrowableOfType(SemlinkException.class, () -> file.read())).as("round %s", round).isNotNull();
        }
    }
}
