// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.semlink.calibration.AnalyticTimestepMap;
import org.semlink.codec.NoiseMap;
import org.semlink.codec.Picture;
import org.semlink.diffusion.sampler.Sampler;
import org.semlink.radio.Radio;
import org.semlink.radio.waveform.OfdmWaveform;
import org.semlink.testbench.browser.Browser;
import org.semlink.testbench.line.Line;
import org.semlink.testbench.line.LoadedModel;
import org.semlink.testbench.line.RadioStrings;
import org.semlink.testbench.line.ReceiverSettings;
import org.semlink.testbench.line.TrialSpec;

/** The page as a person sees it, over a line that runs as long as it is looked at. */
class LivePageTest {

    private static final String TOKEN = "a-token-for-the-test";
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final LiveState state = new LiveState("link --radio sim:snr=8");
    private final List<AutoCloseable> open = new ArrayList<>();
    private volatile boolean stop;

    @AfterEach
    void close() throws Exception {
        stop = true;
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private WatchServer serve(String token) {
        WatchServer server = WatchServer.start(state, Access.of(LOOPBACK, token), LOOPBACK, 0);
        open.add(server);
        return server;
    }

    /** Sends pictures of two bursts over a simulated radio, ten a second at most. */
    private void runTheLine() {
        LoadedModel model = LoadedModel.open(LoadedModel.LINEAR, "cpu");
        Line line = new Line(new ReceiverSettings(model.codec(), 7, model.denoiser(), model.schedule(), new AnalyticTimestepMap(model.schedule()),
                "ddim", Sampler.REGISTRY.get("ddim"), 3, NoiseMap.REGISTRY.get("per-element")), new OfdmWaveform(), state);
        float[] samples = new float[3 * 256 * 192];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = i / (256 * 192) == 0 ? i % 256 / 255f : (i / 256 % 16 < 8 ? 0.2f : 0.7f);
        }
        Thread thread = new Thread(() -> {
            try (Radio radio = RadioStrings.open("sim:snr=8", line.waveform(), 1)) {
                for (int i = 0; !stop; i++) {
                    line.run(radio, new TrialSpec("test", new Picture(256, 192, samples), i & 0xffff, i), state::say);
                    state.count("pictures", i + 1);
                    Thread.sleep(50);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "line");
        thread.start();
        open.add(thread::join);
    }

    private static String colours(String canvas) {
        return "(() => { const c = document.getElementById('" + canvas + "'); const d = new Uint32Array(c.getContext('2d').getImageData(0, 0, "
                + "c.width, c.height).data.buffer); return new Set(d).size; })()";
    }

    @Test
    void showsEverythingAsItHappens() {
        WatchServer server = serve(null);
        runTheLine();
        try (Browser browser = Browser.start()) {
            browser.size(1280, 900);
            browser.open(server.address());
            for (String canvas : List.of("snr", "timestep", "constellation", "spectrum", "waterfall")) {
                browser.await(colours(canvas) + " > 3", Duration.ofSeconds(20));
            }
            for (String picture : Viewer.PLACES) {
                browser.await("document.getElementById('" + picture + "').naturalWidth > 0", Duration.ofSeconds(20));
            }
            // Waited for, as a picture that is being replaced has no width for a moment. The one coming in has a pixel for each 8x8.
            browser.await("document.getElementById('denoised').naturalWidth === 256", Duration.ofSeconds(10));
            browser.await("document.getElementById('arriving').naturalWidth === 32", Duration.ofSeconds(10));
            assertThat(browser.evaluate("document.getElementById('title').textContent").asText()).isEqualTo("link --radio sim:snr=8");
            assertThat(browser.evaluate("parseFloat(document.getElementById('snr-now').textContent)").asDouble()).isBetween(6.0, 10.0);

            String bursts = "Number([...document.querySelectorAll('#counts dt')].find(t => t.textContent === 'bursts').nextSibling.textContent)";
            int before = browser.evaluate(bursts).asInt();
            browser.await(bursts + " > " + (before + 2), Duration.ofSeconds(20));
            double rate = browser.evaluate("new Promise(done => { const from = messages, at = performance.now(); "
                    + "setTimeout(() => done((messages - from) / (performance.now() - at) * 1000), 3000); })").asDouble();
            assertThat(rate).as("ten updates a second, fewer on a machine that is busy").isBetween(5.0, 11.0);

            browser.size(390, 844);
            browser.dark(true);
            assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt()).as("nothing wider than a phone").isEqualTo(390);
            assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor").asText()).isEqualTo("rgb(18, 22, 28)");

            server.lastWord("done");
            browser.await("document.getElementById('status').textContent === 'done'", Duration.ofSeconds(10));
            assertThat(browser.errors()).isEmpty();
            assertThat(browser.requests()).allMatch(r -> r.startsWith(server.address().toString()) || r.startsWith("data:"));
            assertThat(browser.requests().stream().filter(r -> r.endsWith("/events"))).as("no connection anew after the end").hasSize(1);
        }
    }

    @Test
    void reconnectsAndBeginsAnewWithTheNextRun() throws IOException {
        WatchServer first = serve(null);
        state.count("trials", 5);
        try (Browser browser = Browser.start()) {
            browser.open(first.address());
            browser.await("document.getElementById('counts').textContent === 'trials5'", Duration.ofSeconds(10));
            first.close();
            browser.await("document.getElementById('status').dataset.state === 'lost'", Duration.ofSeconds(10));
            LiveState next = new LiveState("the next run");
            next.count("trials", 1);
            open.add(WatchServer.start(next, Access.of(LOOPBACK, null), LOOPBACK, first.address().getPort()));
            browser.await("document.getElementById('counts').textContent === 'trials1'", Duration.ofSeconds(20));
            assertThat(browser.evaluate("document.title").asText()).isEqualTo("semlink the next run");
        }
    }

    @Test
    void theTokenIsAskedForAndRemembered() {
        WatchServer server = serve(TOKEN);
        state.count("trials", 5);
        URI bare = URI.create(server.address().toString().replaceFirst("\\?.*", ""));
        try (Browser browser = Browser.start()) {
            browser.open(bare);
            assertThat(browser.evaluate("document.body.textContent").asText()).contains("with its token").doesNotContain(TOKEN);
            browser.open(server.address());
            browser.await("document.getElementById('counts').textContent === 'trials5'", Duration.ofSeconds(10));
            assertThat(browser.evaluate("location.href").asText()).as("not left in the address bar").isEqualTo(bare.toString());
            assertThat(browser.evaluate("document.cookie").asText()).as("no script reads it").isEmpty();
            browser.open(bare);
            browser.await("document.getElementById('counts').textContent === 'trials5'", Duration.ofSeconds(10));
            assertThat(browser.errors()).isEmpty();
        }
    }

    /** What a browser would send whose user was lured to a name that points here. */
    @Test
    void foreignNamesOtherMethodsAndUnknownPathsAreRefused() throws IOException {
        int port = serve(null).address().getPort();
        assertThat(raw(port, "GET /events HTTP/1.1", "evil.example:" + port)).startsWith("HTTP/1.1 403");
        assertThat(raw(port, "GET /watch.js HTTP/1.1", "localhost:" + port)).startsWith("HTTP/1.1 200");
        assertThat(raw(port, "POST / HTTP/1.1", "localhost:" + port)).startsWith("HTTP/1.1 405");
        assertThat(raw(port, "GET /../../../../etc/passwd HTTP/1.1", "localhost:" + port)).startsWith("HTTP/1.1 404");
        assertThat(raw(port, "GET /picture/arriving HTTP/1.1", "localhost:" + port)).as("none yet").startsWith("HTTP/1.1 404");
        assertThat(raw(port, "GET /picture/other HTTP/1.1", "localhost:" + port)).startsWith("HTTP/1.1 404");
    }

    private static String raw(int port, String request, String host) throws IOException {
        try (Socket socket = new Socket(LOOPBACK, port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((request + "\r\nHost: " + host + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).readLine();
        }
    }

    @Test
    void sixteenLookOnAndNoMoreAndAllHearTheEnd() throws Exception {
        WatchServer server = serve(null);
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest events = HttpRequest.newBuilder(server.address().resolve("/events")).build();
        List<HttpResponse<java.util.stream.Stream<String>>> viewers = new ArrayList<>();
        for (int i = 0; i < WatchServer.MOST_VIEWERS; i++) {
            viewers.add(client.send(events, HttpResponse.BodyHandlers.ofLines()));
            assertThat(viewers.get(i).statusCode()).isEqualTo(200);
        }
        assertThat(client.send(events, HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(503);
        state.count("trials", 9);
        Thread end = new Thread(() -> server.lastWord("failed:\ntwo lines"));
        end.start();
        for (HttpResponse<java.util.stream.Stream<String>> viewer : viewers) {
            List<String> lines = viewer.body().filter(line -> !line.isEmpty()).toList();
            assertThat(lines).anyMatch(line -> line.contains("\"trials\":9"));
            assertThat(lines.get(lines.size() - 1)).isEqualTo("data: failed: two lines");
        }
        end.join();
        assertThat(state.viewers(0)).isZero();
        assertThat(state.ended(0)).isEqualTo(Optional.of("failed:\ntwo lines"));
    }

    /** Whoever connects and never asks costs a thread at most, and no more of them than there are for viewers. */
    @Test
    void connectionsThatSayNothingDoNotUseUpThreads() throws Exception {
        WatchServer server = serve(TOKEN);
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 3 * WatchServer.MOST_THREADS; i++) {
                Socket socket = new Socket(LOOPBACK, server.address().getPort());
                silent.add(socket);
                socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            Thread.sleep(500);
            assertThat(Thread.getAllStackTraces().keySet()).filteredOn(thread -> thread.getName().equals(WatchServer.THREADS))
                    .hasSizeLessThanOrEqualTo(WatchServer.MOST_THREADS);
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }
}
