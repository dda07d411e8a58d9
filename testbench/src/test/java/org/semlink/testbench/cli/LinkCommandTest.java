// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.testbench.Semlink;
import org.semlink.testbench.result.OutputFolder;
import org.semlink.testbench.result.SchemaCheck;

/** {@code semlink link} as a user calls it, without weights. */
class LinkCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;
    private Path picture;

    private record Run(int code, String out, String err) {
    }

    @BeforeEach
    void drawPicture() throws IOException {
        picture = folder.resolve("small.png");
        BufferedImage image = new BufferedImage(61, 45, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 61 * 45; i++) {
            image.setRGB(i % 61, i / 61, (i * 37 & 255) << 16 | (i % 61 * 4) << 8 | i / 61 * 5);
        }
        ImageIO.write(image, "png", picture.toFile());
    }

    private static Run semlink(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Semlink.execute(new PrintWriter(out, true), new PrintWriter(err, true),
                Arrays.stream(args).map(Object::toString).toArray(String[]::new));
        return new Run(code, out.toString(), err.toString());
    }

    private Run link(Object... more) {
        return semlink(Stream.concat(Stream.of("link", "--model", "linear"), Arrays.stream(more)).toArray());
    }

    @Test
    void writesEverythingThatItPromises() throws IOException {
        Path out = folder.resolve("result");
        Run run = link("--image", picture, "--radio", "sim:snr=12", "--out", out);
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("small.png", "PSNR", out.toString());
        assertThat(list(out)).containsExactlyInAnyOrder("result.json", "sent.png", "received.png", "denoised.png", "side-by-side.png",
                "constellation.png", "spectrum.png", "channel.png", "snr.png");
        JsonNode result = JSON.readTree(out.resolve("result.json").toFile());
        assertThat(SchemaCheck.faults(result)).isEmpty();
        assertThat(Math.abs(result.at("/link/snr_db").doubleValue() - result.at("/link/true_snr_db").doubleValue())).isLessThan(0.5);
        assertThat(ImageIO.read(out.resolve("denoised.png").toFile()).getWidth()).isEqualTo(61);
    }

    @Test
    void severalPicturesGetAFolderEachAndASummary() throws IOException {
        Path out = folder.resolve("result");
        Run run = link("--image", picture, picture, "--json", "--out", out);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(list(out)).containsExactlyInAnyOrder("small", "small-2", "summary.json");
        JsonNode printed = JSON.readTree(run.out());
        assertThat(printed).as("--json prints the summary and nothing else").isEqualTo(JSON.readTree(out.resolve("summary.json").toFile()));
        assertThat(printed.at("/results/1/folder").textValue()).isEqualTo("small-2");
    }

    @Test
    void equalCommandsGiveEqualFolders() throws IOException {
        Path a = folder.resolve("a");
        Path b = folder.resolve("b");
        for (Path out : List.of(a, b)) {
            assertThat(link("--image", picture, "--sampler", "ddpm", "--seed", 5, "--out", out).code()).isZero();
        }
        for (String file : list(a)) {
            if (file.equals("result.json")) {
                assertThat(timeless(a.resolve(file))).isEqualTo(timeless(b.resolve(file)));
            } else {
                assertThat(Files.mismatch(a.resolve(file), b.resolve(file))).as(file).isEqualTo(-1);
            }
        }
    }

    @Test
    void aLinkThatLosesEverythingIsAResult() throws IOException {
        Path out = folder.resolve("result");
        Run run = link("--image", picture, "--radio", "sim:loss=1", "--out", out);
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode result = JSON.readTree(out.resolve("result.json").toFile());
        assertThat(SchemaCheck.faults(result)).isEmpty();
        assertThat(result.at("/link/detected").booleanValue()).isFalse();
        assertThat(result.at("/link/snr_db").isNull()).isTrue();
        assertThat(result.at("/link/snr_db_reason").textValue()).isEqualTo("no burst arrived");
    }

    /** Full scale 16 dB above the signal clips nothing, 4 dB above it several per cent. */
    @ParameterizedTest(name = "{0} dBFS, a warning: {1}")
    @CsvSource({"-16, false", "-4, true"})
    void aSaturatedConverterIsSaid(int level, boolean said) {
        Run run = link("--image", picture, "--radio", "sim:snr=20,channel=awgn,adc=12,adc-level=" + level, "--out", folder.resolve("result"));
        assertThat(run.code()).as(run.err()).isZero();
        if (said) {
            assertThat(run.err()).contains("small: ", "samples were clipped", "lower the level");
        } else {
            assertThat(run.err()).isEmpty();
        }
    }

    @Test
    void aSingleCarrierIsChosenByName() throws IOException {
        Path out = folder.resolve("result");
        Run run = link("--image", picture, "--waveform", "sc:rolloff=0.2", "--rate", "2M", "--radio", "sim:snr=12,channel=awgn", "--out", out);
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode result = JSON.readTree(out.resolve("result.json").toFile());
        assertThat(SchemaCheck.faults(result)).isEmpty();
        assertThat(result.at("/link/waveform").textValue()).isEqualTo("single-carrier:rolloff=0.20");
        assertThat(result.at("/link/sample_rate_hz").doubleValue()).isEqualTo(2e6);
        assertThat(result.at("/link/snr_db").doubleValue()).isBetween(11.5, 12.5);
    }

    /** Pictures of two sizes, restored three at a time: what comes of them is what comes of each alone, and in its place. */
    @Test
    void aBatchOfPicturesIsThePicturesOneByOne() throws IOException {
        Path other = folder.resolve("other.png");
        ImageIO.write(new BufferedImage(40, 64, BufferedImage.TYPE_INT_RGB), "png", other.toFile());
        List<Object> command = List.of("link", "--device", "cpu", "--sampler", "ddim", "--steps", "3", "--json", "--image", picture, other, picture, picture);
        JsonNode single = JSON.readTree(semlink(Stream.concat(command.stream(), Stream.of("--out", folder.resolve("a"))).toArray()).out());
        JsonNode batch = JSON.readTree(semlink(Stream.concat(command.stream(), Stream.of("--out", folder.resolve("b"), "--batch", 3)).toArray()).out());
        for (int i = 0; i < 4; i++) {
            JsonNode expected = single.at("/results/" + i + "/result");
            JsonNode found = batch.at("/results/" + i + "/result");
            assertThat(SchemaCheck.faults(found)).isEmpty();
            assertThat(expected.at("/batch").intValue()).isEqualTo(1);
            assertThat(found.at("/batch").intValue()).isEqualTo(3);
            assertThat(found.at("/size")).isEqualTo(expected.at("/size"));
            assertThat(found.at("/link/snr_db")).isEqualTo(expected.at("/link/snr_db"));
            assertThat(found.at("/latent_nmse_db/denoised").doubleValue()).isCloseTo(expected.at("/latent_nmse_db/denoised").doubleValue(), within(1e-3));
            assertThat(found.at("/quality/denoised/psnr_db").doubleValue()).isCloseTo(expected.at("/quality/denoised/psnr_db").doubleValue(), within(1e-3));
        }
    }

    /** Another codec over the same radio gives results of the same form, and says what it was. */
    @ParameterizedTest
    @CsvSource({"webp-qpsk, per-element", "webp-ideal, scalar", "mmse, equalised"})
    void baselinesAndNoiseMapsRunOverTheSameRadio(String codec, String noiseMap) throws IOException {
        Path out = folder.resolve("result");
        Run run = link("--image", picture, "--out", out, "--codec", codec, "--noise-map", noiseMap, "--radio", "sim:snr=14,channel=awgn");
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode result = JSON.readTree(out.resolve("result.json").toFile());
        assertThat(SchemaCheck.faults(result)).isEmpty();
        assertThat(result.at("/model/name").textValue()).contains(codec);
        assertThat(result.at("/diffusion/noise_map").textValue()).isEqualTo(noiseMap);
        assertThat(result.at("/quality/denoised/psnr_db").doubleValue()).isGreaterThan(10)
                .isLessThanOrEqualTo(result.at("/quality/codec_ceiling/psnr_db").doubleValue());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--codec sofcast | 2 | did you mean 'softcast'",
        "--codec jpeg-qpsk --sampler ddim | 2 | drop one of them",
        "--noise-map skalar | 2 | did you mean 'scalar'",
        "--design-snr 99 | 2 | --design-snr must be -60 to 60",
        "--lpips none.safetensors | 2 | cannot be read",
        "--waveform ofmd | 2 | did you mean 'ofdm'",
        "--radio simm:snr=3       | 2 | did you mean 'sim'",
        "--radio file:x.cf32,rate=1M | 2 | a recording such as",
        "--radio sim:snrr=3       | 2 | snr",
        "--radio sim:snr=loud     | 2 | loud",
        "--sampler ddimm          | 2 | did you mean 'ddim'",
        "--steps 0                | 2 | --steps must be at least 1, got 0",
        "--model nosuchmodel      | 2 | nosuchmodel",
        "--seed many              | 2 | many",
        "--stesp 3                | 2 | --steps",
        "--batch 0                | 2 | --batch must be 1 to 1024, got 0",
        "--precision fp17         | 2 | did you mean 'fp16'",
        "--model linear --precision fp16 | 2 | has no network, got --precision fp16; drop it",
        "--device gpu:99          | 3 | device gpu:99 was asked for",
        "--image /no/such/file.png| 2 | /no/such/file.png"})
    void wrongUsageIsOneLineAndTwo(String arguments, int code, String part) throws IOException {
        Path out = folder.resolve("result");
        Run run = semlink(Stream.concat(Stream.of("link", "--out", out), Arrays.stream(arguments.split(" "))).toArray());
        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).startsWith("semlink: ").contains(part);
        assertThat(run.out()).isEmpty();
        assertThat(list(folder)).as("nothing half-written").containsExactly("small.png");
    }

    @Test
    void badPicturesAreRefusedBeforeTheWork() throws IOException {
        Path broken = Files.write(folder.resolve("broken.png"), Arrays.copyOf(Files.readAllBytes(picture), 200));
        Path text = Files.writeString(folder.resolve("text.jpg"), "no picture at all");
        for (Path bad : List.of(broken, text, folder)) {
            Run run = link("--image", picture, bad, "--out", folder.resolve("result"));
            assertThat(run.code()).as(bad + ": " + run.err()).isEqualTo(2);
            assertThat(run.err().lines()).hasSize(1);
            assertThat(run.err()).contains(bad.toString());
        }
        assertThat(list(folder)).containsExactlyInAnyOrder("small.png", "broken.png", "text.jpg");
    }

    @Test
    void anOutputFolderThatCannotBeIsRefused() throws IOException {
        Run file = link("--image", picture, "--out", picture);
        assertThat(file.code()).isEqualTo(2);
        Run belowFile = link("--image", picture, "--out", picture.resolve("result"));
        assertThat(belowFile.code()).as(belowFile.err()).isEqualTo(3);
        Run foreign = link("--image", picture, "--out", folder, "--overwrite");
        assertThat(foreign.code()).as("a folder with other files is never replaced").isEqualTo(2);
        for (Run run : List.of(file, belowFile, foreign)) {
            assertThat(run.err().lines()).hasSize(1);
            assertThat(run.err()).contains("--out");
        }
        assertThat(list(folder)).containsExactly("small.png");
    }

    @Test
    void earlierResultsAreReplacedOnlyOnRequest() throws IOException {
        Path out = folder.resolve("result");
        assertThat(link("--image", picture, "--out", out).code()).isZero();
        Run again = link("--image", picture, "--out", out);
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("--overwrite");
        assertThat(link("--image", picture, "--out", out, "--overwrite", "--seed", 2).code()).isZero();
        assertThat(JSON.readTree(out.resolve("result.json").toFile()).get("seed").intValue()).isEqualTo(2);
        assertThat(list(folder)).containsExactlyInAnyOrder("small.png", "result");
    }

    /** One file of somebody else's in a folder of results is enough. */
    @Test
    void whatIsNoResultIsNeverDeleted() throws IOException {
        Path out = folder.resolve("result");
        assertThat(link("--image", picture, picture, "--out", out).code()).isZero();
        Path thesis = Files.createDirectories(out.resolve("small/thesis")).resolve("chapter.tex");
        Files.writeString(thesis, "years");
        Run again = link("--image", picture, "--out", out, "--overwrite");
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("--out").contains("thesis");
        assertThat(thesis).exists();
        Files.delete(thesis);
        Files.delete(thesis.getParent());
        Files.createDirectory(out.resolve(".git"));
        assertThat(link("--image", picture, "--out", out, "--overwrite").code()).isEqualTo(2);
        Files.delete(out.resolve(".git"));
        Files.createDirectory(out.resolve(".picture-00001.part"));
        assertThat(link("--image", picture, "--out", out, "--overwrite").code()).isZero();
        assertThat(list(out)).contains("result.json");
    }

    /** Two runs may begin while a name is free; who ends second finds it taken. */
    @Test
    void aRunLeavesAloneWhatAnotherHasWrittenMeanwhile() throws IOException {
        Path out = folder.resolve("result");
        try (OutputFolder mine = OutputFolder.prepare(out, false)) {
            Files.writeString(mine.work().resolve("result.json"), "{}");
            Files.createDirectory(out);
            Files.writeString(out.resolve("result.json"), "theirs");
            mine.publish();
            assertThat(mine.target()).isEqualTo(folder.resolve("result-2"));
        }
        assertThat(out.resolve("result.json")).hasContent("theirs");
        assertThat(folder.resolve("result-2/result.json")).hasContent("{}");
        assertThat(list(folder)).containsExactlyInAnyOrder("small.png", "result", "result-2");
    }

    @Test
    void helpExplains() {
        assertThat(semlink("--help").out()).contains("link", "130");
        Run help = semlink("link", "--help");
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("Examples", "--radio");
        assertThat(semlink().code()).isEqualTo(2);
    }

    private static List<String> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(p -> p.getFileName().toString()).toList();
        }
    }

    private static JsonNode timeless(Path result) throws IOException {
        ObjectNode node = (ObjectNode) JSON.readTree(result.toFile());
        node.remove(List.of("date", "time_ms"));
        return node;
    }

    /** Ctrl-C keeps the pictures that are finished, says which are not, and how to do them all. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    @Timeout(120)
    void ctrlCKeepsWhatIsFinished() throws Exception {
        Path out = folder.resolve("a result");
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx300m",
                "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true", "-cp", System.getProperty("java.class.path"), Semlink.class.getName(), "link",
                "--model", "linear", "--out", out.toString(), "--image"));
        command.addAll(Collections.nCopies(500, picture.toString()));
        Process process = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        Path part = folder.resolve(".a result.part-" + process.pid());
        while (process.isAlive() && !Files.exists(part.resolve("small-3").resolve("result.json"))) {
            Thread.sleep(5);
        }
        assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor(10, TimeUnit.SECONDS)).isTrue();
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(err).isEqualTo(130);
        JsonNode summary = JSON.readTree(out.resolve("summary.json").toFile());
        int finished = summary.at("/interrupted/finished").intValue();
        assertThat(finished).isBetween(3, 499);
        assertThat(summary.get("results")).hasSize(finished);
        assertThat(summary.at("/interrupted/of").intValue()).isEqualTo(500);
        assertThat(summary.at("/interrupted/not_finished")).hasSize(500 - finished);
        assertThat(list(out)).hasSize(finished + 1).contains("small", "small-3");
        assertThat(Files.exists(part)).isFalse();
        assertThat(err).contains("interrupted; " + finished + " of 500 pictures are finished and kept in " + out + "; all of them: semlink link")
                .contains("--out '" + out + "'").contains("--overwrite");
    }
}
