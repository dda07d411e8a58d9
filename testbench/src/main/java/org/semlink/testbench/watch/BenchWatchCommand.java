// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.watch;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.semlink.codec.Picture;
import org.semlink.codec.SymbolMapper;
import org.semlink.codec.image.BuiltInPictures;
import org.semlink.common.SemlinkException;
import org.semlink.radio.Iq;
import org.semlink.radio.Radio;
import org.semlink.radio.ReceivedSamples;
import org.semlink.radio.waveform.FrameReceiver;
import org.semlink.radio.waveform.OfdmWaveform;
import org.semlink.radio.waveform.Waveform;
import org.semlink.testbench.cli.CommonOptions;
import org.semlink.testbench.line.LoadedModel;
import org.semlink.testbench.line.PictureTransmitter;
import org.semlink.testbench.line.RadioStrings;
import org.semlink.testbench.line.Stopwatch;
import org.semlink.testbench.live.LiveFeed;
import org.semlink.testbench.quality.Mean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code semlink bench watch}: what a page that looks on costs the receiver. */
@Command(name = "watch", mixinStandardHelpOptions = true, usageHelpAutoWidth = true,
        description = "Measures how much slower the receiver decodes bursts while a live page is open, in rounds that alternate.",
        footerHeading = "%nExamples:%n", footer = {"  semlink bench watch --rounds 100"})
public final class BenchWatchCommand implements Callable<Integer> {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int CHUNK = 1 << 15;
    private static final int MODEL = 1;
    private static final double LIMIT = 0.02;

    @Option(names = "--rounds", paramLabel = "N", description = "Pairs of rounds, at least 2. Default: ${DEFAULT-VALUE}")
    private int rounds = 60;

    @Option(names = "--seconds", paramLabel = "S", description = "Length of a round. Default: ${DEFAULT-VALUE}")
    private double seconds = 0.5;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    private final Waveform waveform = new OfdmWaveform();
    private final List<float[]> air = new ArrayList<>();

    /** Samples decoded in a second on the clock, and in one of the decoding thread's own. */
    private record Rate(double perSecond, double perProcessorSecond) {
    }

    /** A round without the page and one with it. */
    private record Pair(Rate alone, Rate watched) {
    }

    @Override
    public Integer call() {
        if (rounds < 2 || !(seconds > 0 && seconds <= 60)) {
            throw SemlinkException.input("--rounds must be at least 2 and --seconds from 0 to 60, got %d and %s", rounds, seconds);
        }
        try (LoadedModel model = LoadedModel.open(LoadedModel.LINEAR, "cpu")) {
            record(model);
            LiveState state = new LiveState("bench watch");
            state.codec(model.codec(), MODEL);
            InetAddress here = InetAddress.getLoopbackAddress();
            try (WatchServer server = WatchServer.start(state, Access.of(here, null), here, 0)) {
                decode(LiveFeed.NONE);
                watched(server, state);
                List<Pair> pairs = new ArrayList<>();
                for (int i = 0; i < rounds; i++) {
                    // Each comes first as often as the other.
                    Rate first = i % 2 == 0 ? decode(LiveFeed.NONE) : watched(server, state);
                    Rate second = i % 2 == 0 ? watched(server, state) : decode(LiveFeed.NONE);
                    pairs.add(i % 2 == 0 ? new Pair(first, second) : new Pair(second, first));
                }
                server.lastWord("done");
                return report(pairs);
            }
        }
    }

    /** Bursts of a built-in picture at 10 dB, as a radio brings them. */
    private void record(LoadedModel model) {
        Picture picture = BuiltInPictures.all().values().iterator().next();
        PictureTransmitter transmitter = new PictureTransmitter(model.codec(), MODEL, waveform, SymbolMapper.DEFAULT_CLIP);
        try (Radio radio = RadioStrings.open("sim:", waveform, 1)) {
            for (int i = 0; i < 4; i++) {
                transmitter.prepare(picture, i, i, new Stopwatch(stage -> { })).bursts().forEach(radio::transmit);
                for (ReceivedSamples heard = hear(radio); !heard.ended(); heard = hear(radio)) {
                    air.add(heard.iq().samples());
                }
            }
        }
    }

    private static ReceivedSamples hear(Radio radio) {
        return radio.receive(CHUNK, Duration.ofSeconds(1));
    }

    /** The rate with a page that takes every update and every picture. */
    private Rate watched(WatchServer server, LiveState state) {
        HttpClient client = HttpClient.newHttpClient();
        Thread page = new Thread(() -> {
            try (Stream<String> events = client.send(HttpRequest.newBuilder(server.address().resolve("/events")).build(),
                    HttpResponse.BodyHandlers.ofLines()).body()) {
                for (String event : (Iterable<String>) events::iterator) {
                    if (event.contains("\"arriving\"")) {
                        client.send(HttpRequest.newBuilder(server.address().resolve("/picture/arriving")).build(), HttpResponse.BodyHandlers.discarding());
                    }
                }
            } catch (IOException | java.io.UncheckedIOException | InterruptedException e) {
                // The round is over.
                Thread.currentThread().interrupt();
            }
        }, "page");
        page.setDaemon(true);
        page.start();
        state.awaitViewer();
        Rate rate = decode(state);
        page.interrupt();
        return rate;
    }

    private Rate decode(LiveFeed feed) {
        FrameReceiver receiver = feed.over(waveform.receiver());
        long samples = 0;
        long processor = THREADS.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        long end = start + Math.round(seconds * 1e9);
        for (int i = 0; System.nanoTime() < end || i % air.size() != 0; i++) {
            float[] chunk = air.get(i % air.size());
            receiver.push(new Iq(chunk, waveform.sampleRateHz(), samples));
            samples += chunk.length / 2;
        }
        double wall = (System.nanoTime() - start) * 1e-9;
        return new Rate(samples / wall, samples / ((THREADS.getCurrentThreadCpuTime() - processor) * 1e-9));
    }

    private int report(List<Pair> pairs) {
        Mean wall = Mean.of(pairs, pair -> 1 - pair.watched.perSecond / pair.alone.perSecond);
        Mean processor = Mean.of(pairs, pair -> 1 - pair.watched.perProcessorSecond / pair.alone.perProcessorSecond);
        PrintWriter out = spec.commandLine().getOut();
        out.println("                     million samples/s     of its processor time");
        out.printf(Locale.ROOT, "decoded alone        %17.2f %25.2f%n", Mean.of(pairs, p -> p.alone.perSecond).value() / 1e6,
                Mean.of(pairs, p -> p.alone.perProcessorSecond).value() / 1e6);
        out.printf(Locale.ROOT, "while watched        %17.2f %25.2f%n", Mean.of(pairs, p -> p.watched.perSecond).value() / 1e6,
                Mean.of(pairs, p -> p.watched.perProcessorSecond).value() / 1e6);
        out.printf(Locale.ROOT, "slower by, %%         %17s %25s   at most %.0f wanted%n", text(wall), text(processor), 100 * LIMIT);
        out.flush();
        return wall.low() > LIMIT || processor.low() > LIMIT ? 1 : 0;
    }

    private static String text(Mean loss) {
        return String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", 100 * loss.value(), 100 * loss.low(), 100 * loss.high());
    }
}
