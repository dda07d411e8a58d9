// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.testbench.Semlink;

/** The bench with the model whose errors are known in closed form, over a radio whose noise is white. */
class BenchCalibrationCommandTest {

    @TempDir
    private Path folder;

    private record Run(int code, String out, String err) {
    }

    private static Run bench(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = new String[args.length + 2];
        all[0] = "bench";
        all[1] = "calibration";
        System.arraycopy(args, 0, all, 2, args.length);
        int code = Semlink.execute(new PrintWriter(out, true), new PrintWriter(err, true), all);
        return new Run(code, out.toString(), err.toString());
    }

    private String picture() throws IOException {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 64 * 64; i++) {
            image.setRGB(i % 64, i / 64, 0x010101 * (int) (128 + 60 * Math.sin(i / 200.0) + random.nextInt(40)));
        }
        Path file = folder.resolve("picture.png");
        ImageIO.write(image, "png", file.toFile());
        return file.toString();
    }

    /** On white noise the receiver's own map is true: 40 receptions of a picture agree with it to 0.1 dB, and one command does all. */
    @Test
    void calibratesAndJudgesInOneCommand() throws IOException {
        Run run = bench("--radio", "sim:channel=awgn", "--model", "linear", "--size", "64", "--image", picture(), "--snr", "10", "--receptions", "40");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("sim:channel=awgn, ofdm, 1 pictures of 64 pixels").containsPattern(
                "calibrated from -6 to 30 dB with \\d+ bursts and 38 pictures in \\d+ s").contains("asked: at most 0.05 dB, 0.002, and 0.2 dB");
        Matcher predicted = Pattern.compile("predicted - received, dB +(-?\\d+\\.\\d+) \\[(-?\\d+\\.\\d+), (-?\\d+\\.\\d+)]").matcher(run.out());
        assertThat(predicted.find()).isTrue();
        assertThat(Math.abs(Double.parseDouble(predicted.group(1)))).isLessThan(0.1);
        assertThat(Double.parseDouble(predicted.group(3)) - Double.parseDouble(predicted.group(2))).isBetween(0.01, 0.3);
        assertThat(run.code()).isEqualTo(run.out().contains("NOT met") ? 1 : 0);
    }

    /** Ctrl-C: the levels that were judged are printed, and which command judges all. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    @Timeout(120)
    void ctrlCKeepsTheLevelsThatWereJudged() throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx300m",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Semlink.class.getName()));
        String line = "bench calibration --model linear --radio sim:channel=awgn --size 64 --receptions 2000 --image " + picture();
        command.addAll(List.of(line.split(" ")));
        Process process = new ProcessBuilder(command).start();
        try (BufferedReader out = process.inputReader()) {
            List<String> lines = new ArrayList<>();
            while (lines.stream().noneMatch(printed -> printed.contains("predicted - received"))) {
                lines.add(out.readLine());
            }
            assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor(10, TimeUnit.SECONDS)).isTrue();
            long more = out.lines().filter(printed -> printed.contains("predicted - received")).count();
            assertThat(process.waitFor()).isEqualTo(130);
            assertThat(process.errorReader().readLine()).isEqualTo("semlink: interrupted; " + (1 + more) + " levels were judged; all again: semlink " + line);
            assertThat(more).isLessThan(6);
        }
    }

    @Test
    void slipsAreAnsweredBeforeAnythingRuns() throws IOException {
        assertThat(bench("--image", picture(), "--calibration", "a.json", "--model", "linear").err())
                .contains("one file for each --radio, got 1 files for 3 radios");
        assertThat(bench("--image", picture(), "--radio", "sim:", "--calibration", "a.json", "--train", "b.png", "--model", "linear").err())
                .contains("drop one of them");
        assertThat(bench("--image", picture(), "--receptions", "0", "--model", "linear").err()).contains("--receptions must be at least 1, got 0");
    }
}
