// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.codec.Picture;
import org.semlink.codec.image.BuiltInPictures;
import org.semlink.codec.image.PictureReader;
import org.semlink.codec.image.PictureWriter;

/** Training as a user would: a folder of pictures in, a model folder out that the link takes. */
class TrainCommandTest {

    @TempDir
    private Path folder;

    @Test
    void folderOfPicturesBecomesAModelThatTheLinkTakes() throws IOException {
        Path photos = photos();
        Files.writeString(photos.resolve("notes.txt"), "no picture");
        Files.writeString(photos.resolve("broken.png"), "no picture either");
        Path out = folder.resolve("mine");
        Run first = run("train", "vae", "--images", photos.toString(), "--validation", photos.toString(), "--out", out.toString(), "--steps", "2",
                "--batch", "2", "--crop", "64", "--device", "cpu");
        assertThat(first.exit).as(first.err).isZero();
        assertThat(first.err).contains("left out").contains("broken.png").contains("2 training and 2 validation photos on cpu, from step 0");
        assertThat(Files.readAllLines(out.resolve("training.csv"))).hasSize(4);
        assertThat(out.resolve("model/model.yaml")).content().contains("name: \"mine\"");
        // As sent and as received, two crops each.
        Picture seen = PictureReader.read(out.resolve("validation/step-000002.png"));
        assertThat(List.of(seen.width(), seen.height())).containsExactly(2 * 64, 2 * 64);

        Run again = run("train", "vae", "--images", photos.toString(), "--out", out.toString(), "--steps", "2", "--batch", "2", "--crop", "64");
        assertThat(again.exit).as(again.err).isZero();
        assertThat(again.err).contains("from step 2");

        Run link = run("link", "--model", out.resolve("model").toString(), "--image", photos.resolve("testcard.png").toString(),
                "--out", folder.resolve("linked").toString(), "--device", "cpu");
        assertThat(link.exit).as(link.err).isZero();
        assertThat(folder.resolve("linked/result.json")).content().contains("\"name\" : \"mine\"");
    }

    @Test
    void badOptionsEndInOneLineAndWriteNothing() throws IOException {
        Path photos = photos();
        Path out = folder.resolve("none");
        assertRefused("must be a multiple of 16 pixels, got 100", "--images", photos.toString(), "--out", out.toString(), "--crop", "100");
        assertRefused("steps must be at least 1, got 0", "--images", photos.toString(), "--out", out.toString(), "--steps", "0");
        assertRefused("is neither", "--images", photos.resolve("nothing").toString(), "--out", out.toString());
        assertRefused("no picture of at least 1024x1024", "--images", photos.toString(), "--out", out.toString(), "--crop", "1024");
        assertThat(out).doesNotExist();
    }

    /** The codec is the one trained above, so its latents come standardised; options come from a file, the command line before it. */
    @Test
    void denoiserForAFrozenCodecFromAConfigurationFile() throws IOException {
        Path photos = photos();
        Path codec = folder.resolve("codec");
        assertThat(run("train", "vae", "--images", photos.toString(), "--out", codec.toString(), "--steps", "1", "--batch", "1", "--crop", "32").exit)
                .isZero();
        Path config = folder.resolve("denoiser.yaml");
        Path out = folder.resolve("frozen");
        Files.writeString(config, "codec: " + codec.resolve("model") + "\nimages:\n  - " + photos + "\nout: " + out
                + "\nsteps: 9\nbatch: 2\ncrop: 8\nencodings: 3\nfine: 8\ncoarse: 8\nblocks: 1\n");
        Run trained = run("train", "denoiser", "--config", config.toString(), "--steps", "2", "--validation", photos.toString());
        assertThat(trained.exit).as(trained.err).isZero();
        assertThat(trained.err).contains("encoded 3 of 3").contains("2 training and 2 validation photos").contains("validation_5db gain over shrinkage");
        Run verified = run("models", "verify", out.resolve("model").toString());
        assertThat(verified.exit).as(verified.err).isZero();

        Files.writeString(config, "stepps: 4\n", java.nio.file.StandardOpenOption.APPEND);
        Run refused = run("train", "denoiser", "--config", config.toString());
        assertThat(refused.exit).isEqualTo(2);
        assertThat(refused.err).contains("line 12, column 1: unknown key 'stepps', did you mean 'steps'?");
    }

    /** A list of a configuration file is what the command line's commas make; what is wrong with it is said in one line. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "djscc | ratio: [1/12, 1/24] | no-photos is neither", "djscc | ratio: 1/12,1/24 | no-photos is neither",
        "bandwidth | ratio: [1/24, 1/48] | no-photos is neither",
        "djscc | ratio: [1/12, 1/x] | --ratio must be a bandwidth ratio such as 1/24, got '1/x'",
        "djscc | ratio: {a: 1} | c.yaml line 1: ratio must be a list; write each entry in a line of its own after '- '",
        "djscc | batch: [4, 8] | c.yaml line 1: batch must have one value in its line; write key: value"})
    void listsOfAConfigurationFile(String verb, String text, String message) throws IOException {
        Path config = Files.writeString(folder.resolve("c.yaml"), text);
        Run run = run("train", verb, "--config", config.toString(), "--images", folder.resolve("no-photos").toString(),
                "--out", folder.resolve("none").toString(), "--device", "cpu");
        assertThat(run.exit).as(run.err).isEqualTo(2);
        assertThat(run.err.lines()).singleElement().asString().startsWith("semlink: ").contains(message).doesNotContain("Exception");
    }

    /** The same folder serves as a model and as the codec djscc; an odd picture, at a ratio that is not the widest, with a burst lost. */
    @Test
    void djsccBecomesACodecThatTheLinkComparesWith() throws IOException {
        Path photos = photos();
        Path out = folder.resolve("joint");
        Run trained = run("train", "djscc", "--images", photos.toString(), "--validation", photos.toString(), "--out", out.toString(), "--steps", "2",
                "--batch", "4", "--together", "2", "--crop", "32", "--ratio", "1/24,1/48", "--fine", "8", "--width", "8", "--encoder-blocks", "1",
                "--decoder-blocks", "1", "--device", "cpu");
        assertThat(trained.exit).as(trained.err).isZero();
        assertThat(trained.err).contains("validation_48_10db error");
        assertThat(PictureReader.read(out.resolve("validation/step-000002.png")).height()).as("as sent and at two ratios").isEqualTo(3 * 32);
        Run verified = run("models", "verify", out.resolve("model").toString());
        assertThat(verified.exit).as(verified.err).isZero();

        PictureWriter.writePng(BuiltInPictures.all().get("testcard").resizedCanvas(101, 75), folder.resolve("odd.png"));
        Run link = run("link", "--codec", "djscc", "--model", out.resolve("model").toString(), "--ratio", "1/48", "--image", folder.resolve("odd.png").toString(),
                "--radio", "sim:snr=12,drop=0", "--out", folder.resolve("joint-linked").toString(), "--device", "cpu");
        assertThat(link.exit).as(link.err).isZero();
        assertThat(folder.resolve("joint-linked/result.json")).content().contains("\"name\" : \"djscc over joint\"")
                .containsPattern("\"payload\" : 0.0[12]");
        Run wide = run("link", "--codec", "djscc", "--model", out.resolve("model").toString(), "--ratio", "1/12", "--image", folder.resolve("odd.png").toString());
        assertThat(wide.exit).isEqualTo(2);
        assertThat(wide.err).contains("--ratio must be one that 'djscc over joint' can send at: 1/24, 1/48, got 1/12");
    }

    /** The student stands in the model's folder beside all that the model had, and the sampler finds it; a model without one says so. */
    @Test
    void consistencyStudentOfAModelsDenoiser() throws IOException {
        Path photos = photos();
        Path out = folder.resolve("student");
        Run trained = run("train", "consistency", "--model", "base", "--images", photos.toString(), "--validation", photos.toString(), "--out", out.toString(),
                "--steps", "1", "--batch", "1", "--crop", "8", "--encodings", "2", "--device", "cpu");
        assertThat(trained.exit).as(trained.err).isZero();
        assertThat(trained.err).contains("encoded 2 of 2").contains("validation_5db distance");
        assertThat(PictureReader.read(out.resolve("validation/step-000001.png")).height()).as("three rows at two SNRs").isEqualTo(6 * 8 * 8);
        Run verified = run("models", "verify", out.resolve("model").toString());
        assertThat(verified.exit).as(verified.err).isZero();

        String picture = photos.resolve("testcard.png").toString();
        Run link = run("link", "--model", out.resolve("model").toString(), "--sampler", "consistency", "--image", picture, "--ratio", "1/24",
                "--out", folder.resolve("sampled").toString(), "--device", "cpu");
        assertThat(link.exit).as(link.err).isZero();
        assertThat(folder.resolve("sampled/result.json")).content().contains("\"sampler\" : \"consistency\"").contains("\"evaluations\" : 2");
        Run without = run("link", "--sampler", "consistency", "--image", picture, "--out", folder.resolve("none").toString());
        assertThat(without.exit).isEqualTo(2);
        assertThat(without.err).contains("needs a model with a consistency student, 'base' has none");
    }

    private void assertRefused(String why, String... options) {
        String[] args = new String[options.length + 2];
        args[0] = "train";
        args[1] = "vae";
        System.arraycopy(options, 0, args, 2, options.length);
        Run run = run(args);
        assertThat(run.exit).as(run.err).isEqualTo(2);
        assertThat(run.err.lines().reduce((a, b) -> b).orElse("")).startsWith("semlink: ").contains(why);
    }

    private Path photos() {
        Path photos = folder.resolve("photos");
        BuiltInPictures.all().forEach((name, picture) -> PictureWriter.writePng(picture, photos.resolve(name + ".png")));
        return photos;
    }

    private record Run(int exit, String err) {
    }

    private static Run run(String... args) {
        StringWriter err = new StringWriter();
        int exit = Semlink.execute(new PrintWriter(new StringWriter()), new PrintWriter(err, true), args);
        return new Run(exit, err.toString());
    }
}
