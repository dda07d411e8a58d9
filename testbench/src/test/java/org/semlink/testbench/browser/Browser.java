// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.browser;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A headless Chromium with one page, for tests of what users look at.
 *
 * <p>Sizes are CSS pixels at a device ratio of 1. Everything that the page logs as an error, throws, or fails to load stands in
 * {@link #errors}; every address that it asked for in {@link #requests}. One thread at a time.
 */
public final class Browser implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration LOAD = Duration.ofSeconds(60);
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");

    private final Process process;
    private final Path profile;
    private final DevTools tools;

    private Browser(Process process, Path profile, DevTools tools) {
        this.process = process;
        this.profile = profile;
        this.tools = tools;
    }

    /** Starts one; the test that wants it is skipped, and says so, where no Chromium is installed. */
    public static Browser start() {
        Optional<Path> program = program();
        Assumptions.assumeTrue(program.isPresent(), "no Chromium on the PATH: " + String.join(", ", NAMES));
        try {
            Path profile = Files.createTempDirectory("semlink-browser");
            List<String> command = new ArrayList<>(List.of(program.get().toString(), "--headless", "--disable-gpu", "--no-first-run",
                    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
                    "--hide-scrollbars", "--force-device-scale-factor=1", "--remote-debugging-port=0", "--user-data-dir=" + profile));
            if ("root".equals(System.getProperty("user.name"))) {
                // Chromium's sandbox refuses to work for root.
                command.add("--no-sandbox");
            }
            command.add("about:blank");
            Process process = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(profile.resolve("stderr").toFile()).start();
            try {
                return new Browser(process, profile, DevTools.connect(endpoint(process, profile.resolve("stderr"))));
            } catch (RuntimeException e) {
                process.destroyForcibly();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> program() {
        return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name))).filter(Files::isExecutable).findFirst();
    }

    /** Chromium says on its standard error where it listens. */
    private static URI endpoint(Process process, Path stderr) throws IOException {
        long end = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try (BufferedReader lines = Files.newBufferedReader(stderr)) {
                Optional<String> said = lines.lines().filter(line -> line.startsWith("DevTools listening on ")).findFirst();
                if (said.isPresent()) {
                    return URI.create(said.get().substring("DevTools listening on ".length()).trim());
                }
            }
            pause();
        }
        throw new IllegalStateException("Chromium did not start: " + Files.readString(stderr));
    }

    /** Size of the page, as of a phone or a desktop window. */
    public void size(int width, int height) {
        tools.call("Emulation.setDeviceMetricsOverride", Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** What the page learns of {@code prefers-color-scheme}. */
    public void dark(boolean dark) {
        tools.call("Emulation.setEmulatedMedia", Map.of("features",
                List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** Opens a page and waits until it is loaded. */
    public void open(URI page) {
        tools.forget();
        JsonNode answer = tools.call("Page.navigate", Map.of("url", page.toString()));
        if (answer.has("errorText")) {
            throw new IllegalStateException(page + ": " + answer.get("errorText").asText());
        }
        tools.awaitLoad(LOAD);
    }

    /** Value of a JavaScript expression; a promise is awaited. */
    public JsonNode evaluate(String expression) {
        JsonNode answer = tools.call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + answer.get("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    /** Waits until a JavaScript expression is true. */
    public void await(String expression, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!evaluate("!!(" + expression + ")").asBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("after " + atMost + " still not: " + expression);
            }
            pause();
        }
    }

    /** Moves the mouse to a point of the window, as a hand would; and clicks there if wanted. */
    public void mouse(double x, double y, boolean click) {
        tools.call("Input.dispatchMouseEvent", Map.of("type", "mouseMoved", "x", x, "y", y));
        if (click) {
            for (String type : List.of("mousePressed", "mouseReleased")) {
                tools.call("Input.dispatchMouseEvent", Map.of("type", type, "x", x, "y", y, "button", "left", "clickCount", 1));
            }
        }
    }

    /** Presses and releases a key by its DOM name, such as {@code Tab} or {@code Enter}. */
    public void key(String name) {
        int code = Map.of("Tab", 9, "Enter", 13, "Escape", 27, "ArrowLeft", 37, "ArrowRight", 39).getOrDefault(name, 0);
        for (String type : List.of("keyDown", "keyUp")) {
            tools.call("Input.dispatchKeyEvent", Map.of("type", type, "key", name, "code", name, "windowsVirtualKeyCode", code, "text",
                    "Enter".equals(name) ? "\r" : ""));
        }
    }

    /** PNG of the window, or of the whole page. */
    public byte[] screenshot(boolean wholePage) {
        return Base64.getDecoder().decode(tools.call("Page.captureScreenshot", Map.of("captureBeyondViewport", wholePage)).get("data").asText());
    }

    /** Errors since {@link #open}: logged, thrown, or failed to load. */
    public List<String> errors() {
        return tools.errors();
    }

    /** Addresses asked for since {@link #open}, the page itself first. */
    public List<String> requests() {
        return tools.requests();
    }

    @Override
    public void close() {
        tools.close();
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            try (Stream<Path> files = Files.walk(profile)) {
                // A child that is still ending may take its files away itself.
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
