// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.common.SemlinkException;

class ExperimentFileTest {

    @TempDir
    Path folder;

    private Experiment read(String text) throws IOException {
        return ExperimentFile.read(Files.writeString(folder.resolve("e.yaml"), text));
    }

    @Test
    void anEmptyFileIsTheDefaultLink() throws Exception {
        Experiment experiment = read("");
        assertThat(experiment.name()).isEqualTo("e");
        assertThat(experiment.schemes()).extracting(Scheme::label).containsExactly("semlink");
        assertThat(experiment.pictures()).extracting(PictureFile::name).containsExactly("lighthouse", "testcard");
        assertThat(new Plan(experiment).most()).isEqualTo(2);
    }

    @Test
    void aListedOptionIsAnAxisAndARangeIsItsSteps() throws Exception {
        Experiment experiment = read("schemes:\n  a: {sampler: ddim, steps: [5, 10]}\n  b: {}\nsnrs: [-2.5, 0..1:0.5]\n");
        assertThat(experiment.schemes()).extracting(Scheme::label).containsExactly("a steps=5", "a steps=10", "b");
        assertThat(experiment.levels()).containsExactly("-2.5", "0", "0.5", "1");
        assertThat(new Plan(experiment).axes()).containsExactly("scheme", "radio", "waveform", "snr_db", "steps", "calibration", "picture", "repetition");
    }

    @Test
    void patternsFindPicturesByNameAndNothingTwice() throws Exception {
        for (String name : List.of("b.png", "a.png", "deep/c.jpg", "notes.txt")) {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), name);
        }
        List<PictureFile> found = PictureFiles.of(List.of(folder + "/b.png", folder + "/*", folder + "/**/*.jpg", folder.toString()), "here");
        assertThat(found).extracting(p -> Path.of(p.name()).getFileName().toString()).containsExactly("b.png", "a.png", "c.jpg");
        assertThatThrownBy(() -> PictureFiles.of(List.of(folder + "/*.webp"), "here")).hasMessageContaining("here: no picture matches");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "snr: [1]                                   | line 1, column 1: unknown key 'snr', did you mean 'snrs'?",
        "schemes: {a: {sampelr: ddim}}              | line 1, column 15: unknown key 'sampelr', did you mean 'sampler'?",
        "schemes: {a: {sampler: dim}}               | line 1: a: unknown sampler 'dim', did you mean 'ddim'?",
        "schemes: {a: {steps: 5}}                   | --steps must be 1 with the sampler posterior-mean",
        "schemes: {a: {codec: softcast, sampler: ddim}} | --codec softcast has none",
        "schemes: {a: {force: maybe}}               | force must be true or false",
        "schemes: {a: {}, \"b\\u0001c\\e\": {}}       | line 1, column 18: a scheme's name must have no control characters, got 'b\ufffdc\ufffd'",
        "schemes: {}                                | must name at least one scheme",
        "radios: ['file:x.cf32']                    | a recording such as 'file:x.cf32' cannot",
        "radios: ['sim:snr=5']\\nsnrs: [1]          | has snr, and so has the experiment",
        "radios: ['soapy:driver=x']\\nsnrs: [1]     | snrs are for sim: radios",
        "gains: [1]                                 | 'sim:' does not go with gains",
        "snrs: [1]\\ngains: [1]                     | not both",
        "radios: ['sim:snt=5']                      | did you mean 'snr'?",
        "waveforms: [odfm]                          | did you mean 'ofdm'?",
        "snrs: [5, 0..10:5]                         | 5 dB is given twice",
        "snrs: [10..0]                              | a range goes upwards",
        "repetitions: 0                             | repetitions must be from 1",
        "repetitions: two                           | must be a whole number",
        "stop: {half-width: 0.1}\\nrepetitions: 2   | drop one",
        "stop: {}                                   | half-width is missing",
        "stop: {half-width: 1, metric: psnr}        | no result has the metric 'psnr'",
        "pictures: [none-here.png]                  | no picture matches 'none-here.png'",
        "repetitions: 1000000\\nsnrs: [0..20]       | make several experiments",
        "name: ../x                                 | name must be 1 to 80 letters"})
    void whatCannotBeIsRefusedBeforeAnythingRuns(String text, String message) {
        assertThatThrownBy(() -> read(text.replace("\\n", "\n"))).isInstanceOfSatisfying(SemlinkException.class,
                e -> assertThat(e.kind()).isEqualTo(SemlinkException.Kind.INPUT)).hasMessageContaining(message).hasMessageNotContaining("\n");
    }

    /** {@code semlink sweep --schema > testbench/src/docs/experiment.schema.json} brings it up to date. */
    @Test
    void theJsonSchemaForEditorsIsWhatTheReaderReads() throws Exception {
        Path file = Path.of("src/docs/experiment.schema.json");
        assertThat(Files.readString(file)).isEqualTo(ExperimentSchema.text());
        JsonNode schema = new ObjectMapper().readTree(file.toFile());
        List<String> keys = new ArrayList<>();
        schema.get("properties").fieldNames().forEachRemaining(keys::add);
        assertThat(keys).isEqualTo(ExperimentKey.keys());
        for (String key : keys) {
            // A key that the schema has is one that the reader does not call unknown.
            assertThatThrownBy(() -> read(key + ": {}\nunknown-one: 1\n")).hasMessageContaining("unknown key 'unknown-one'");
        }
    }
}
