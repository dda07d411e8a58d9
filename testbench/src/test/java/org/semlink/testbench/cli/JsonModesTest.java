// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.codec.Picture;
import org.semlink.codec.image.BuiltInPictures;
import org.semlink.codec.image.PictureWriter;
import org.semlink.testbench.Semlink;

/** {@code --json} is one JSON value on stdout and nothing else, with and without {@code --quiet}. */
class JsonModesTest {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @TempDir
    private Path folder;

    private JsonNode run(String line) throws IOException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Semlink.execute(new PrintWriter(out, true), new PrintWriter(err, true), line.replace("DIR", folder.toString()).split(" "));
        assertThat(out.toString()).as(err.toString()).isNotBlank();
        return JSON.readTree(out.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "models list                                                            | /linear/lacks",
        "models show base                                                       | /parts/denoiser/files/0/sha256",
        "models verify base                                                     | /whole",
        "radios limits                                                          | /allowed",
        "radios doctor                                                          | /exit_code",
        "doctor                                                                 | /findings/0/state",
        "bench noise-map --bursts 1 --symbols 3000 --snr 10 --link channel=awgn | /rows/0/gap_of_thirds_db/2",
        "bench radio --round 1m                                                 | /samples_per_second/modulate",
        "bench receiver --frames 2 --noise-samples 1000                         | /figures/0/measured",
        "bench watch --rounds 2 --seconds 20m                                   | /real_time/clock/slower"})
    void isOneValue(String verb, String pointer) throws IOException {
        for (String quiet : new String[] {"", " --quiet"}) {
            JsonNode printed = run(verb + " --json" + quiet);
            assertThat(printed.at(pointer).isMissingNode()).as(printed.toPrettyString()).isFalse();
        }
    }

    @Test
    void aSweepIsOneValueWhateverItDoes() throws IOException {
        Files.writeString(folder.resolve("e.yaml"), "name: e\nschemes:\n  plain: {model: linear}\nradios: [\"sim:ideal\"]\nsnrs: [0, 10]\ncrop: 64\n");
        Files.writeString(folder.resolve("limits.yaml"), "limits:\n  - metric: link.detected\n    at-least: 2\n");
        assertThat(run("sweep DIR/e.yaml --out DIR/r --dry-run --json").at("/seconds_a_trial").doubleValue()).isPositive();
        JsonNode swept = run("sweep DIR/e.yaml --out DIR/r --json --export csv");
        assertThat(swept.at("/trials").intValue()).isEqualTo(4);
        assertThat(swept.at("/done").intValue()).isEqualTo(4);
        assertThat(swept.at("/interrupted").booleanValue()).isFalse();
        assertThat(swept.at("/own_share").doubleValue()).isBetween(0.0, 1.0);
        assertThat(swept.at("/processor_s/java").doubleValue()).isPositive();
        assertThat(swept.at("/exported/0").textValue()).endsWith("trials.csv");
        JsonNode checked = run("sweep DIR/r --json --quiet --check DIR/limits.yaml");
        assertThat(checked.at("/checks/0/passed").booleanValue()).isFalse();
        assertThat(checked.at("/checks/0/name").textValue()).startsWith("link.detected");
    }

    @Test
    void aCalibrationAndItsCheckAreOneValueEach() throws IOException {
        String link = " --model linear --radio sim:ideal,channel=awgn --size 64 --json";
        JsonNode made = run("calibrate --out DIR/c.json --bursts 40 --sweep-levels 13" + link);
        assertThat(made.at("/bursts").intValue()).isBetween(10, 40);
        JsonNode row = made.at("/rows/2");
        assertThat(row.at("/real_snr_db/0").doubleValue()).isBetween(row.at("/real_snr_db/1").doubleValue(), row.at("/real_snr_db/2").doubleValue());
        assertThat(row.at("/real_snr_db/0").doubleValue()).isEqualTo(row.at("/estimated_snr_db").doubleValue(), within(0.5));
        JsonNode checked = run("calibrate --check DIR/c.json" + link);
        assertThat(checked.at("/levels/0/holds").isBoolean()).isTrue();
        assertThat(checked.at("/holds").isBoolean()).isTrue();
        writeRamp();
        JsonNode judged = run("bench calibration --calibration DIR/c.json --image DIR/ramp.png --snr 10,20 --receptions 2" + link);
        assertThat(judged.at("/links/0/levels")).hasSize(2);
        assertThat(judged.at("/links/0/levels/1/psnr_lost_db/calibrated")).hasSize(3);
        assertThat(judged.at("/interrupted").booleanValue()).isFalse();
        assertThat(judged.at("/limits/psnr_lost_db").doubleValue()).isEqualTo(0.05);
    }

    private void writeRamp() {
        float[] ramp = new float[3 * 64 * 64];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = i % 64 / 63f;
        }
        PictureWriter.writePng(new Picture(64, 64, ramp), folder.resolve("ramp.png"));
    }

    @Test
    void theTableOfQualityIsTheSameInJson() throws IOException {
        writeRamp();
        // An interval needs a second one.
        PictureWriter.writePng(BuiltInPictures.all().values().iterator().next().resizedCanvas(48, 64), folder.resolve("other.png"));
        String line = "bench quality --images DIR --snr 5";
        StringWriter table = new StringWriter();
        Semlink.execute(new PrintWriter(table, true), new PrintWriter(new StringWriter()), line.replace("DIR", folder.toString()).split(" "));
        JsonNode level = run(line + " --json").at("/levels/0");
        assertThat(level.get("snr_db").doubleValue()).isEqualTo(5);
        String psnr = String.format(java.util.Locale.ROOT, "%.2f", level.at("/schemes/denoised/psnr_db/0").doubleValue());
        assertThat(table.toString().lines().filter(row -> row.startsWith("denoised"))).singleElement().asString().contains(" " + psnr + " [");
        assertThat(level.at("/schemes/denoised").has("lpips")).isEqualTo(level.at("/schemes/denoised/lpips").isArray());
        assertThat(level.at("/latent_nmse_db/predicted")).hasSize(3);
    }
}
