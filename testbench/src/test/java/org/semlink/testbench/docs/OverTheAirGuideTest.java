// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.common.SemlinkException;
import org.semlink.radio.soapy.SoapySdr;
import org.semlink.testbench.Semlink;

/**
 * Runs every command of the guide to the first over-the-air run, in its order, in this process.
 *
 * <p>Only these are replaced: {@code driver=hackrf} by a half-duplex loopback device without hardware time and {@code driver=uhd} by a
 * full-duplex one with it, all on one air; files and folders by ones of the same name in a temporary folder. The guide's YAML becomes the
 * configuration file once a command has written the first one. A command that ends in {@code &} runs beside those up to {@code wait}.
 */
class OverTheAirGuideTest {

    private static final Path GUIDE = Path.of("src/docs/over-the-air.md");
    private static final Map<String, String> DEVICES = Map.of("driver=hackrf", "driver=loopback,air=guide,hwtime=false,duplex=half",
            "driver=uhd", "driver=loopback,air=guide");
    private static final List<String> FILE_OPTIONS = List.of("--image", "--reference", "--record", "--out");

    @TempDir
    private Path folder;
    private final Map<String, CompletableFuture<Integer>> background = new LinkedHashMap<>();
    private final Map<String, StringWriter> said = new LinkedHashMap<>();

    /** As the radio module's tests leave it; a build of this module alone builds it. */
    private static void requireLoopback() throws IOException, InterruptedException {
        Path module = Path.of(System.getenv("SOAPY_SDR_PLUGIN_PATH")).resolve("libloopbackSupport.so");
        try {
            if (!Files.exists(module)) {
                Files.createDirectories(module.getParent());
                new ProcessBuilder("g++", "-O1", "-shared", "-fPIC", "-std=c++11", "-o", module.toString(),
                        Path.of("../radio/src/test/cpp/loopback.cpp").toAbsolutePath().normalize().toString(), "-lSoapySDR")
                        .inheritIO().start().waitFor();
            }
            SoapySdr.load();
        } catch (IOException | SemlinkException e) {
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError("in CI nothing may be skipped", e);
            }
            abort("skipped the commands of the guide: " + e.getMessage());
        }
    }

    /** The contents of all code blocks of a language, in order, each with the language before it. */
    private static List<String[]> blocks(String guide) {
        List<String[]> blocks = new ArrayList<>();
        Matcher fence = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$").matcher(guide);
        while (fence.find()) {
            blocks.add(new String[] {fence.group(1), fence.group(2)});
        }
        return blocks;
    }

    @Test
    void everyCommandOfTheGuideWorks() throws Exception {
        requireLoopback();
        photo(folder.resolve("photo.jpg"));
        Path configuration = Path.of(System.getenv("SEMLINK_CONFIG"));
        Files.deleteIfExists(configuration);
        int commands = 0;
        for (String[] block : blocks(Files.readString(GUIDE))) {
            if (block[0].equals("yaml")) {
                Files.writeString(configuration, block[1]);
                continue;
            }
            assertThat(block[0]).isEqualTo("sh");
            for (String line : block[1].split("\n")) {
                command(line);
                commands++;
            }
        }
        assertThat(background).as("every & has its wait").isEmpty();
        assertThat(commands).isGreaterThan(15);
        check();
        Files.delete(configuration);
    }

    private void command(String line) throws Exception {
        if (line.equals("wait")) {
            for (Map.Entry<String, CompletableFuture<Integer>> running : background.entrySet()) {
                succeeded(running.getKey(), running.getValue().get(2, TimeUnit.MINUTES));
            }
            background.clear();
            return;
        }
        assertThat(line).as("a command that the test knows").startsWith("./semlink ");
        boolean beside = line.endsWith(" &");
        String command = line.replaceFirst(" &$", "");
        CompletableFuture<Integer> run = CompletableFuture.supplyAsync(() -> run(command), r -> new Thread(r, "guide").start());
        if (beside) {
            background.put(command, run);
            // As by hand: the next is typed when this one runs.
            Thread.sleep(3000);
        } else {
            succeeded(command, run.get(2, TimeUnit.MINUTES));
        }
    }

    private int run(String command) {
        StringWriter output = new StringWriter();
        synchronized (said) {
            said.put(command, output);
        }
        PrintWriter writer = new PrintWriter(output, true);
        return Semlink.execute(writer, writer, arguments(command));
    }

    private void succeeded(String command, int code) {
        assertThat(code).as("%s said%n%s", command, said.get(command)).isZero();
    }

    private String[] arguments(String command) {
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.remove(0);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            for (Map.Entry<String, String> device : DEVICES.entrySet()) {
                word = word.replace(device.getKey() + ",", device.getValue() + ",").replace(":" + device.getKey(), ":" + device.getValue());
            }
            if (word.startsWith("file:")) {
                word = "file:" + folder.resolve(word.substring("file:".length()));
            } else if (i > 0 && FILE_OPTIONS.contains(words.get(i - 1))) {
                word = folder.resolve(word).toString();
            } else if (i > 0 && words.get(i - 1).equals("--driver")) {
                word = "loopback";
            }
            words.set(i, word);
        }
        return words.toArray(String[]::new);
    }

    /** Sharp and smooth parts, small enough for quick tests. */
    private static void photo(Path file) throws IOException {
        BufferedImage image = new BufferedImage(128, 96, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, Color.ORANGE, 128, 96, Color.BLUE));
        graphics.fillRect(0, 0, 128, 96);
        graphics.setColor(Color.WHITE);
        graphics.fillOval(30, 20, 40, 40);
        graphics.dispose();
        ImageIO.write(image, "jpg", file.toFile());
    }

    /** What the guide promises of the results. */
    private void check() throws IOException {
        assertThat(said("radios limits")).contains("cable with 60 dB of attenuators");
        assertThat(said("radios level soapy")).contains("advice     the level is right");
        assertThat(said("radios level file")).contains("advice     the level is right");
        List<Path> received = pictures("received");
        assertThat(received).as("pictures received").hasSize(3);
        for (Path picture : received) {
            Path replayed = folder.resolve("replayed").resolve(folder.resolve("received").relativize(picture));
            assertThat(replayed).hasSameBinaryContentAs(picture);
        }
        assertThat(folder.resolve("air.sigmf-meta")).exists();
        assertThat(pictures("usrp")).hasSize(1);
        assertThat(pictures("pair")).hasSize(1);
    }

    private String said(String command) {
        return said.entrySet().stream().filter(e -> e.getKey().contains(command)).reduce((a, b) -> b).orElseThrow().getValue().toString();
    }

    private List<Path> pictures(String run) throws IOException {
        try (var files = Files.walk(folder.resolve(run))) {
            return files.filter(f -> f.endsWith("denoised.png")).sorted().toList();
        }
    }
}
