// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.codec.Picture;
import org.semlink.codec.image.PictureWriter;
import org.semlink.testbench.Semlink;

@Timeout(60)
class WatchCommandTest {

    @TempDir
    private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int semlink(String line) {
        return Semlink.execute(new PrintWriter(out, true), new PrintWriter(err, true), line.replace("DIR", folder.toString()).split(" "));
    }

    /** Starts a watched verb that waits for a page, and looks on until the end: all events. */
    private List<String> watched(String verb, int code) throws Exception {
        CompletableFuture<Integer> run = CompletableFuture.supplyAsync(() -> semlink("watch --port 0 --wait " + verb));
        while (!err.toString().contains("\n") && !run.isDone()) {
            Thread.sleep(10);
        }
        assertThat(err.toString()).startsWith("Live page: http://127.0.0.1:");
        URI page = URI.create(err.toString().lines().findFirst().orElseThrow().replace("Live page: ", ""));
        List<String> events = new ArrayList<>(HttpClient.newHttpClient().send(HttpRequest.newBuilder(page.resolve("/events")).build(),
                HttpResponse.BodyHandlers.ofLines()).body().filter(line -> !line.isEmpty()).toList());
        assertThat(run.get()).as(err.toString()).isEqualTo(code);
        return events;
    }

    @Test
    void aLinkIsTheSameWatched() throws Exception {
        float[] ramp = new float[3 * 80 * 64];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = i % 80 / 79f;
        }
        PictureWriter.writePng(new Picture(80, 64, ramp), folder.resolve("ramp.png"));
        String link = "link --model linear --json --image DIR/ramp.png DIR/ramp.png --out DIR/";
        List<String> events = watched(link + "watched", 0);
        assertThat(events.get(events.size() - 1)).isEqualTo("data: done");
        String all = String.join("\n", events);
        assertThat(all).contains("\"pictures\":2").contains("\"bursts lost\":0").contains("\"title\":\"link --model linear")
                .contains("\"denoised\":{").contains("denoise").contains("tenths_db");
        String watched = out.toString();
        out.getBuffer().setLength(0);
        assertThat(semlink(link + "alone")).isZero();
        assertThat(timeless(watched)).as("looking on changes no result").isEqualTo(timeless(out.toString()));
    }

    private static String timeless(String json) {
        return json.replaceAll("\"(date|encode|modulate|air|demodulate|denoise|decode|compare)\" : [^,\\n]*", "");
    }

    @Test
    void theVerbMayStandInAFileOfArguments() throws Exception {
        Files.writeString(folder.resolve("args"), "receive\n--model\nlinear\n--rx\nfile:" + folder + "/none.cf32\n");
        List<String> events = watched("@DIR/args --out DIR/got", 2);
        assertThat(String.join("\n", events)).contains("\"title\":\"receive --model linear --rx").contains("none.cf32 does not exist");
    }

    @Test
    void aVerbThatFailsFailsAsEverAndThePageSaysSo() throws Exception {
        List<String> events = watched("receive --model linear --rx file:DIR/none.cf32,rate=1M --out DIR/got", 2);
        assertThat(events.get(events.size() - 1)).startsWith("data: failed: ").contains("none.cf32 does not exist");
        assertThat(err.toString().lines().skip(1)).singleElement().asString().startsWith("semlink: ").contains("does not exist");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "watch                               | 2 | watch needs a verb: link, receive, calibrate, sweep",
        "watch lnik                          | 2 | did you mean 'link'?",
        "watch --port 65536 link             | 2 | --port must be from 0 to 65535, got 65536",
        "watch --token short link            | 2 | --token must be 16 to 128",
        "watch --bind no.such.host.invalid link | 2 | --bind must be an address of this machine",
        "watch --port TAKEN link             | 3 | choose another --port, 0 for any free one",
        "watch --bind 192.0.2.1 link         | 3 | cannot serve the live page at 192.0.2.1"})
    void slipsAreOneLine(String line, int code, String part) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(semlink(line.replace("TAKEN", Integer.toString(taken.getLocalPort())))).as(err.toString()).isEqualTo(code);
        }
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains(part);
    }

    @Test
    void helpOfAVerbNeedsNoPage() {
        assertThat(semlink("watch link --help")).isZero();
        assertThat(out.toString()).contains("semlink watch link").contains("--sampler");
        assertThat(err.toString()).isEmpty();
    }
}
