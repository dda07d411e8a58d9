// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.codec.image.BuiltInPictures;
import org.semlink.codec.image.PictureWriter;
import org.semlink.testbench.Semlink;
import org.semlink.testbench.result.SchemaCheck;

/** {@code --refine} as a user gives it. */
class RefineOptionTest {

    @TempDir
    private Path folder;
    private Path picture;

    @BeforeEach
    void cutPicture() {
        picture = folder.resolve("cut.png");
        PictureWriter.writePng(BuiltInPictures.all().values().iterator().next().crop(40, 30, 72, 56), picture);
    }

    private JsonNode link(int steps, String ratio) throws IOException {
        Path out = folder.resolve("link-" + steps);
        StringWriter err = new StringWriter();
        int code = Semlink.execute(new PrintWriter(new StringWriter()), new PrintWriter(err, true), "link", "--image", picture.toString(), "--radio",
                "sim:channel=awgn,snr=18", "--refine", String.valueOf(steps), "--ratio", ratio, "--out", out.toString());
        assertThat(code).as(err.toString()).isZero();
        JsonNode result = new ObjectMapper().readTree(out.resolve("result.json").toFile());
        assertThat(SchemaCheck.faults(result)).isEmpty();
        assertThat(result.get("refine").intValue()).isEqualTo(steps);
        return result;
    }

    /** The whole line: what is received is better, and the latent that it is judged by is the one that was sent. */
    @ParameterizedTest
    @CsvSource({"1/12", "1/24"})
    void whatIsReceivedIsBetter(String ratio) throws IOException {
        JsonNode plain = link(0, ratio);
        JsonNode refined = link(20, ratio);
        String psnr = "/quality/denoised/psnr_db";
        assertThat(refined.at(psnr).doubleValue()).isGreaterThan(plain.at(psnr).doubleValue() + 0.1);
        if (ratio.equals("1/12")) {
            // The same noise: held against the latent that the encoder alone would have sent, the refined one's error would be 0.6 dB larger.
            assertThat(surprise(refined)).isCloseTo(surprise(plain), within(0.15));
        }
    }

    /** The received latent's error by the predicted one in dB. */
    private static double surprise(JsonNode result) {
        return result.at("/latent_nmse_db/received").doubleValue() - result.at("/latent_nmse_db/predicted").doubleValue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"--refine -1|0 to 10000 steps, got -1", "--refine 5 --model linear|'linear' has none that gradients pass through",
        "--refine 5 --codec softcast|'softcast over base' has none that gradients pass through", "--refine 5 --precision fp16|got fp16",
        "--refine 5 --refine-snr 8..4|got '8..4'", "--refine-snr loud|got 'loud'"})
    void whatCannotBeIsSaid(String options, String message) {
        assertThat(error(("link --image " + picture + " " + options).split(" "))).hasLineCount(1).contains(message);
    }

    @Test
    void aSchemeOfASweepKnowsIt() {
        // Read from the very options of link: an experiment may name it as it names a sampler.
        StringWriter out = new StringWriter();
        assertThat(Semlink.execute(new PrintWriter(out, true), new PrintWriter(new StringWriter()), "sweep", "--schema")).isZero();
        assertThat(out.toString()).contains("\"refine\"");
    }

    private static String error(String... args) {
        StringWriter err = new StringWriter();
        int code = Semlink.execute(new PrintWriter(new StringWriter()), new PrintWriter(err, true), args);
        assertThat(code).as(Arrays.toString(args)).isEqualTo(2);
        return err.toString();
    }
}
