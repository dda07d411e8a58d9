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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.radio.file.SigmfAnnotation;
import org.semlink.radio.file.SigmfFile;
import org.semlink.radio.file.SigmfMetadata;
import org.semlink.testbench.Semlink;
import org.semlink.testbench.result.SchemaCheck;

/** The two halves of a link as a user calls them, with recordings for the air between them. */
class TransmitReceiveTest {

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

    private static Run linear(String verb, Object... more) {
        return semlink(Stream.concat(Stream.of(verb, "--model", "linear"), Arrays.stream(more)).toArray());
    }

    /** Sends the picture into {@code air}, an option string of the radio file behind the test's folder. */
    private void transmit(String air, Object... more) {
        Run run = linear("transmit", Stream.concat(Stream.of("--tx", "file:" + folder.resolve(air), "--image", picture), Arrays.stream(more))
                .toArray());
        assertThat(run.code()).as(run.err()).isZero();
    }

    private Run receive(String air, String out, Object... more) {
        return linear("receive", Stream.concat(Stream.of("--rx", "file:" + folder.resolve(air), "--out", folder.resolve(out)),
                Arrays.stream(more)).toArray());
    }

    private JsonNode json(String file) throws IOException {
        return JSON.readTree(folder.resolve(file).toFile());
    }

    private static List<String> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a.sigmf-meta | a.sigmf-meta", "a.cs16 | a.cs16,rate=1M", "a.cu8 | a.cu8,rate=1M"})
    void picturesComeThroughEveryKindOfRecording(String to, String from) throws IOException {
        transmit(to, "--repeat", 2, "--interval", 0.1);
        Run run = receive(from, "got", "--reference", picture);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(list(folder.resolve("got"))).containsExactly("picture-00001", "picture-00002", "summary.json");
        JsonNode result = json("got/picture-00002/result.json");
        assertThat(SchemaCheck.faults(result)).isEmpty();
        assertThat(result.get("image").textValue()).isEqualTo(picture.toString());
        assertThat(result.at("/link/transmission").intValue()).isEqualTo(1);
        assertThat(result.at("/link/ending").textValue()).isEqualTo("complete");
        double ceiling = result.at("/quality/codec_ceiling/psnr_db").doubleValue();
        assertThat(result.at("/quality/denoised/psnr_db").doubleValue()).as("a clean link reaches the codec").isGreaterThan(ceiling - 0.3);
        assertThat(Files.mismatch(picture, folder.resolve("got/picture-00001/sent.png"))).isNotZero();
        assertThat(list(folder.resolve("got/picture-00001"))).hasSize(9);
        JsonNode reception = json("got/summary.json").get("reception");
        assertThat(reception.at("/transmissions/complete").intValue()).isEqualTo(2);
        assertThat(reception.get("seconds").doubleValue()).as("a tenth of silence between two bursts").isGreaterThan(0.1);
        assertThat(reception.get("ended_by").textValue()).isEqualTo("end of the stream");
    }

    @Test
    void withoutTheOriginalTheresAPictureAndNoInventedTruth() throws IOException {
        transmit("a.sigmf-meta");
        Run run = receive("a.sigmf-meta", "got", "--json");
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode result = json("got/picture-00001/result.json");
        assertThat(SchemaCheck.faults(result)).isEmpty();
        assertThat(JSON.readTree(run.out())).as("--json prints each result on a line").isEqualTo(result);
        for (String pointer : List.of("/image", "/quality/denoised/psnr_db", "/latent_nmse_db/denoised", "/link/clipped_elements")) {
            assertThat(result.at(pointer).isNull()).as(pointer).isTrue();
            assertThat(result.at(pointer + "_reason").textValue()).contains("--reference");
        }
        assertThat(result.at("/time_ms/encode_reason").textValue()).isEqualTo("done on another host");
        assertThat(result.at("/size/width").intValue()).isEqualTo(61);
        assertThat(list(folder.resolve("got/picture-00001"))).doesNotContain("sent.png").contains("denoised.png", "snr.png");
        assertThat(ImageIO.read(folder.resolve("got/picture-00001/denoised.png").toFile()).getHeight()).isEqualTo(45);
    }

    @Test
    void aReplayGivesTheSameBytes() throws IOException {
        transmit("a.sigmf-meta", "--repeat", 2);
        for (String out : List.of("one", "two")) {
            assertThat(receive("a.sigmf-meta", out, "--sampler", "ddpm", "--reference", picture, "--record", folder.resolve(out + ".sigmf-meta"))
                    .code()).isZero();
        }
        for (String name : List.of("picture-00001", "picture-00002")) {
            for (String file : list(folder.resolve("one").resolve(name))) {
                Path one = folder.resolve("one").resolve(name).resolve(file);
                Path two = folder.resolve("two").resolve(name).resolve(file);
                if (file.equals("result.json")) {
                    assertThat(timeless(one)).isEqualTo(timeless(two));
                } else {
                    assertThat(Files.mismatch(one, two)).as("%s/%s", name, file).isEqualTo(-1);
                }
            }
        }
        assertThat(Files.mismatch(folder.resolve("one.sigmf-data"), folder.resolve("a.sigmf-data"))).as("recorded as received").isEqualTo(-1);
        SigmfMetadata recorded = new SigmfFile(folder.resolve("one.sigmf-meta")).read();
        SigmfMetadata sent = new SigmfFile(folder.resolve("a.sigmf-meta")).read();
        assertThat(recorded.annotations()).extracting(SigmfAnnotation::label).containsExactly("transmission 0 frame 0/1",
                "transmission 1 frame 0/1");
        for (int i = 0; i < 2; i++) {
            SigmfAnnotation found = recorded.annotations().get(i);
            assertThat(found.sampleStart()).isEqualTo(sent.annotations().get(i).sampleStart());
            // The receiver's transform windows lie within the cyclic prefix.
            assertThat(sent.annotations().get(i).sampleCount() - found.sampleCount()).isBetween(0L, 32L);
            assertThat(found.values()).containsKeys("snr_db", "cfo_hz", "metadata").containsEntry("transmission", i);
        }
        assertThat(recorded.sha512()).isPresent();
    }

    /** A recording in pieces is replayed by its name without numbers, to the same pictures. */
    @Test
    void aReceptionIsRecordedInPiecesAndReplayedAsOne() throws IOException {
        transmit("a.sigmf-meta", "--repeat", 6, "--interval", 0.05);
        assertThat(receive("a.sigmf-meta", "live", "--record", folder.resolve("day.sigmf-meta"), "--record-bytes", "1048576").code()).isZero();
        assertThat(list(folder)).contains("day-00001.sigmf-meta", "day-00002.sigmf-meta", "day-00003.sigmf-data").doesNotContain("day.sigmf-meta");
        assertThat(receive("day.sigmf-meta", "replayed").code()).isZero();
        JsonNode live = json("live/summary.json");
        JsonNode replayed = json("replayed/summary.json");
        assertThat(replayed.at("/reception/samples")).isEqualTo(live.at("/reception/samples"));
        assertThat(replayed.at("/reception/radio/pieces").intValue()).isGreaterThanOrEqualTo(3);
        for (int i = 1; i <= 6; i++) {
            String file = "picture-0000" + i + "/denoised.png";
            assertThat(Files.mismatch(folder.resolve("live").resolve(file), folder.resolve("replayed").resolve(file))).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--record-seconds 60                              | need --record FILE",
        "--record DIR/x.cs16 --record-keep 3              | --record-keep 3 needs pieces; add --record-seconds or --record-bytes",
        "--record DIR/x.cs16 --record-bytes 100k          | at least 1048576 bytes, got 100000",
        "--record DIR/x.cs16 --record-seconds 60 --record-keep 1 | at least 2 pieces"})
    void piecesThatCannotBeAreRefusedBeforeAnythingBegins(String arguments, String part) throws IOException {
        transmit("a.sigmf-meta");
        Run run = receive("a.sigmf-meta", "got", (Object[]) arguments.replace("DIR", folder.toString()).split(" "));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).contains(part);
        assertThat(folder.resolve("got")).doesNotExist();
    }

    /** The list of what was sent is printed as it grows, and is one JSON object in the end. */
    @Test
    void whatWasSentIsOneJsonObject() throws IOException {
        Run run = linear("transmit", "--tx", "file:" + folder.resolve("j.cs16"), "--image", picture, "--repeat", 3, "--number", 65_534, "--json");
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode sent = JSON.readTree(run.out());
        assertThat(sent.get("transmissions")).extracting(t -> t.get("transmission").intValue()).containsExactly(65_534, 65_535, 0);
        assertThat(sent.get("bursts").intValue()).isEqualTo(3 * sent.at("/transmissions/0/bursts").intValue());
        assertThat(sent.get("seconds_on_air").doubleValue()).isPositive();
        assertThat(sent.has("clipped_samples")).isTrue();
    }

    private static JsonNode timeless(Path result) throws IOException {
        ObjectNode node = (ObjectNode) JSON.readTree(result.toFile());
        node.remove(List.of("date", "time_ms"));
        return node;
    }

    /** What link recorded of its simulated radio, a receiver elsewhere makes the same pictures of. */
    @Test
    void aRecordedLinkIsReceivedToTheSamePictures() throws IOException {
        Run link = linear("link", "--radio", "sim:snr=8", "--image", picture, picture, "--out", folder.resolve("link"), "--record",
                folder.resolve("air.sigmf-meta"));
        assertThat(link.code()).as(link.err()).isZero();
        assertThat(receive("air.sigmf-meta", "got").code()).isZero();
        List<String> linked = List.of("small", "small-2");
        for (int i = 0; i < 2; i++) {
            Path here = folder.resolve("link").resolve(linked.get(i)).resolve("denoised.png");
            assertThat(Files.mismatch(here, folder.resolve("got/picture-0000" + (i + 1) + "/denoised.png"))).isEqualTo(-1);
        }
        assertThat(new SigmfFile(folder.resolve("air.sigmf-meta")).read().annotations()).hasSize(2);
    }

    @Test
    void aRecordingThatWasCutOffGivesWhatIsInIt() throws IOException {
        transmit("a.cf32", "--repeat", 3);
        byte[] all = Files.readAllBytes(folder.resolve("a.cf32"));
        int slot = all.length / 3;
        // Within the payload of the second, and in the middle of a sample.
        Files.write(folder.resolve("a.cf32"), Arrays.copyOf(all, slot + 8 * (1024 + 5696 + 600) + 3));
        Run run = receive("a.cf32,rate=1M", "got", "--reference", picture);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("3 bytes after the last whole sample");
        assertThat(json("got/summary.json").at("/reception/transmissions/complete").intValue()).isEqualTo(2);
        JsonNode cut = json("got/picture-00002/result.json");
        assertThat(SchemaCheck.faults(cut)).isEmpty();
        assertThat(cut.at("/quality/denoised/psnr_db").doubleValue())
                .isLessThan(json("got/picture-00001/result.json").at("/quality/denoised/psnr_db").doubleValue());
    }

    @Test
    void endsByCountAndByDuration() throws IOException {
        transmit("a.sigmf-meta", "--repeat", 3, "--interval", 0.2);
        assertThat(receive("a.sigmf-meta", "count", "--count", 2).code()).isZero();
        assertThat(json("count/summary.json").at("/reception/ended_by").textValue()).isEqualTo("count");
        assertThat(json("count/summary.json").get("results")).hasSize(2);
        assertThat(receive("a.sigmf-meta", "duration", "--duration", 0.05).code()).isZero();
        assertThat(json("duration/summary.json").get("results")).hasSize(1);
        assertThat(json("duration/summary.json").at("/reception/ended_by").textValue()).isEqualTo("duration");
        Run tooFew = receive("a.sigmf-meta", "few", "--count", 4);
        assertThat(tooFew.code()).isEqualTo(1);
        assertThat(tooFew.err()).contains("received 3 of the 4 pictures");
        assertThat(json("few/summary.json").get("results")).hasSize(3);
    }

    /** Three transmissions of one picture through noise: the third result is that of all, 4.77 dB better, and its bandwidth thrice. */
    @Test
    void repeatsAddUp() throws IOException {
        assertThat(linear("link", "--radio", "sim:snr=6,channel=awgn", "--image", picture, picture, picture, "--out", folder.resolve("link"),
                "--record", folder.resolve("air.sigmf-meta")).code()).isZero();
        Run run = receive("air.sigmf-meta", "sum", "--combine", "--reference", picture);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(receive("air.sigmf-meta", "each", "--reference", picture).code()).isZero();
        JsonNode sum = json("sum/picture-00003/result.json");
        JsonNode each = json("each/picture-00003/result.json");
        assertThat(SchemaCheck.faults(sum)).isEmpty();
        assertThat(sum.at("/link/combined/transmissions").intValue()).isEqualTo(3);
        assertThat(each.at("/link/combined/transmissions").intValue()).isEqualTo(1);
        assertThat(each.at("/link/combined/snr_db")).isEqualTo(each.at("/link/snr_db"));
        assertThat(sum.at("/link/snr_db")).as("of the transmission itself").isEqualTo(each.at("/link/snr_db"));
        // Of three bursts of some hundred symbols each; the SNR of each is known to about 0.2 dB.
        assertThat(sum.at("/link/combined/snr_db").doubleValue()).isCloseTo(6 + 4.77, within(0.7));
        assertThat(sum.at("/latent_nmse_db/received").doubleValue() - each.at("/latent_nmse_db/received").doubleValue()).isCloseTo(-4.77, within(1.0));
        assertThat(sum.at("/diffusion/timestep").doubleValue()).isLessThan(each.at("/diffusion/timestep").doubleValue() - 20);
        assertThat(sum.at("/bandwidth_ratio/payload").doubleValue()).isCloseTo(3 * each.at("/bandwidth_ratio/payload").doubleValue(), within(1e-5));
        assertThat(run.out()).contains("with 2 before");
        assertThat(Files.mismatch(folder.resolve("sum/picture-00001/denoised.png"), folder.resolve("each/picture-00001/denoised.png"))).isEqualTo(-1);
    }

    @Test
    void onlyTheNewestPicturesAreKept() throws IOException {
        transmit("a.sigmf-meta", "--repeat", 5);
        assertThat(receive("a.sigmf-meta", "got", "--keep", 2).code()).isZero();
        assertThat(list(folder.resolve("got"))).containsExactly("picture-00004", "picture-00005", "summary.json");
        assertThat(json("got/summary.json").at("/reception/transmissions/complete").intValue()).isEqualTo(5);
        assertThat(json("got/summary.json").get("results")).hasSize(2);
        assertThat(json("got/summary.json").at("/results/0/folder").textValue()).isEqualTo("picture-00004");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--rx file:DIR/noise.cs16,rate=1M           | no picture in 5000 samples",
        "--rx file:DIR/a.sigmf-meta --rate 2M       | must be the waveform's 2000000.0 samples per second, got 1000000.0; run with --rate 1000000",
        "--rx file:DIR/none.cf32,rate=1M            | none.cf32 does not exist",
        "--rx file:DIR/lone.sigmf-meta              | lone.sigmf-data does not exist",
        "--rx file:DIR/bad.sigmf-meta               | the samples are not those that were recorded",
        "--rx file:DIR/big.sigmf-meta               | core:datatype in global must be one of cf32_le, ci16_le, ci8, cu8, got cf32_be",
        "--rx sim:snr=3                             | use 'semlink link --radio sim:snr=3'",
        "--rx file:DIR/a.sigmf-meta --rate fast     | --rate must be a number",
        "--rx file:DIR/a.sigmf-meta --keep 0        | --keep must be at least 1",
        "--rx file:DIR/a.sigmf-meta --count 0       | --count must be at least 1",
        "--rx file:DIR/a.sigmf-meta --patience -1   | --patience must be a positive number",
        "--rx file:DIR/a.sigmf-meta --record DIR/x.wav | recording must end in",
        "--rx file:DIR/a.sigmf-meta --model base    | this receiver has",
        "--rx file:DIR/a.sigmf-meta --reference DIR/nothing.png | nothing.png"})
    void badInputIsOneLineAndTwo(String arguments, String part) throws IOException {
        transmit("a.sigmf-meta");
        transmit("bad.sigmf-meta");
        byte[] noise = new byte[20_000];
        new java.util.Random(1).nextBytes(noise);
        Files.write(folder.resolve("noise.cs16"), noise);
        byte[] bad = Files.readAllBytes(folder.resolve("bad.sigmf-data"));
        bad[5000] ^= 1;
        Files.write(folder.resolve("bad.sigmf-data"), bad);
        Files.copy(folder.resolve("a.sigmf-meta"), folder.resolve("lone.sigmf-meta"));
        String meta = Files.readString(folder.resolve("a.sigmf-meta"));
        Files.writeString(folder.resolve("big.sigmf-meta"), meta.replace("cf32_le", "cf32_be"));
        Files.copy(folder.resolve("a.sigmf-data"), folder.resolve("big.sigmf-data"));
        String model = arguments.contains("--model") ? "" : " --model linear";
        Run run = semlink((Object[]) ("receive --out " + folder.resolve("got") + model + " " + arguments.replace("DIR", folder.toString())).split(" "));
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).startsWith("semlink: ").contains(part);
    }

    @Test
    void transmitRefusesWhatCannotBe() {
        transmit("a.sigmf-meta");
        Run existing = linear("transmit", "--tx", "file:" + folder.resolve("a.sigmf-meta"), "--image", picture);
        assertThat(existing.code()).isEqualTo(2);
        assertThat(existing.err()).contains("name a new file, or add mode=write");
        for (String wrong : List.of("--repeat 0", "--interval -1", "--number 65536", "--tx sim:")) {
            Run run = semlink((Object[]) ("transmit --model linear --tx file:" + folder.resolve("b.cf32") + " " + wrong).replaceFirst(
                    "--tx file:\\S+ (?=--tx)", "").split(" "));
            assertThat(run.code()).as(wrong).isEqualTo(2);
            assertThat(run.err().lines()).hasSize(1);
        }
        assertThat(folder.resolve("b.cf32")).doesNotExist();
    }

    @Test
    void linkPointsToTheTwoHalves() {
        Run run = linear("link", "--radio", "file:a.cf32,rate=1M");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("semlink transmit --tx file:a.cf32,rate=1M").contains("semlink receive --rx");
    }

    /** Ctrl-C: the transmitter's recording is whole, and so is everything that a receiver had until then. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void ctrlCEndsBothCleanly() throws Exception {
        Process sender = start("transmit", "--tx", "file:" + folder.resolve("long.sigmf-meta"), "--repeat", "1000000", "--image", picture.toString());
        for (int lines = 0; lines < 40; lines++) {
            sender.inputReader().readLine();
        }
        interrupt(sender);
        assertThat(sender.waitFor()).isEqualTo(130);
        assertThat(folder.resolve("err")).content()
                .containsPattern("interrupted; \\d+ of 1000000 pictures were begun; the next ones have --number \\d+, all again: semlink transmit");
        SigmfMetadata recorded = new SigmfFile(folder.resolve("long.sigmf-meta")).read();
        assertThat(recorded.annotations().size()).isGreaterThanOrEqualTo(40);
        Process receiver = start("receive", "--rx", "file:" + folder.resolve("long.sigmf-meta"), "--out", folder.resolve("got").toString());
        receiver.inputReader().readLine();
        interrupt(receiver);
        assertThat(receiver.waitFor()).isEqualTo(130);
        assertThat(folder.resolve("err")).content().contains("interrupted; what was received is kept in " + folder.resolve("got"));
        JsonNode summary = json("got/summary.json");
        assertThat(summary.at("/reception/ended_by").textValue()).isEqualTo("interruption");
        assertThat(summary.get("results").size()).isBetween(1, recorded.annotations().size() - 1);
        assertThat(list(folder.resolve("got"))).hasSize(summary.get("results").size() + 1).noneMatch(name -> name.startsWith("."));
    }

    private Process start(String verb, String... more) throws IOException {
        List<String> command = Stream.concat(Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx300m",
                "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true", "-cp", System.getProperty("java.class.path"),
                "org.semlink.testbench.Semlink", verb, "--model", "linear"), Stream.of(more)).toList();
        return new ProcessBuilder(command).redirectError(folder.resolve("err").toFile()).start();
    }

    private static void interrupt(Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
}
