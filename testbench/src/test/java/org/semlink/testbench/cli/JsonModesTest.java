// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.codec.Picture;
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
    void theTableOfQualityIsTheSameInJson() throws IOException {
        float[] ramp = new float[3 * 64 * 64];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = i % 64 / 63f;
        }
        PictureWriter.writePng(new Picture(64, 64, ramp), folder.resolve("ramp.png"));
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
