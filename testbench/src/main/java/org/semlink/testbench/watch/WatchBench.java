// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.watch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.semlink.codec.Picture;
import org.semlink.codec.SymbolMapper;
import org.semlink.codec.image.BuiltInPictures;
import org.semlink.radio.Iq;
import org.semlink.radio.Radio;
import org.semlink.radio.ReceivedSamples;
import org.semlink.radio.waveform.FrameReceiver;
import org.semlink.radio.waveform.OfdmWaveform;
import org.semlink.radio.waveform.Waveform;
import org.semlink.testbench.line.LoadedModel;
import org.semlink.testbench.line.PictureTransmitter;
import org.semlink.testbench.line.RadioStrings;
import org.semlink.testbench.line.Stopwatch;
import org.semlink.testbench.live.LiveFeed;

/**
 * A receiver that decodes the same bursts again and again, with a page that takes every update and every picture, and without.
 *
 * <p>The page's client runs here too and does nothing with what it takes; what a browser does with it is not in the figures.
 */
final class WatchBench implements AutoCloseable {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Path SCHEDULER = Path.of("/proc/thread-self/schedstat");
    private static final int CHUNK = 1 << 15;
    private static final int MODEL = 1;

    private final Waveform waveform = new OfdmWaveform();
    private final List<float[]> air = new ArrayList<>();
    private final LiveState state = new LiveState("bench watch");
    private final LoadedModel model;
    private final WatchServer server;
    private final AtomicLong updates = new AtomicLong();
    private long pageNs;
    private double watchedS;

    /**
     * What a round took.
     *
     * @param samples    decoded
     * @param clockS     seconds in the receiver, on the clock
     * @param processorS seconds of the receiver's thread on a processor
     * @param waitS      seconds in which it was ready and had no core, those behind a pause among them; NaN where the system does not say
     * @param behindS    furthest that a stream in real time was ahead of the receiver; NaN where samples come as fast as they are taken
     */
    record Round(long samples, double clockS, double processorS, double waitS, double behindS) {
    }

    WatchBench() {
        model = LoadedModel.open(LoadedModel.LINEAR, "cpu");
        state.codec(model.codec(), model.bandwidth(), MODEL);
        InetAddress here = InetAddress.getLoopbackAddress();
        server = WatchServer.start(state, Access.of(here, null), here, 0);
        record();
    }

    /** Bursts of a built-in picture at 10 dB, as a radio brings them. */
    private void record() {
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

    /**
     * A round without the page.
     *
     * @param rateHz at which samples come; infinite for as fast as they are taken
     */
    Round alone(double seconds, double rateHz) {
        return decode(LiveFeed.NONE, seconds, rateHz);
    }

    /** A round with it. */
    Round watched(double seconds, double rateHz) {
        Thread page = new Thread(this::look, "page");
        page.setDaemon(true);
        page.start();
        state.awaitViewer();
        long before = pageThreadsNs();
        long start = System.nanoTime();
        Round round = decode(state, seconds, rateHz);
        watchedS += (System.nanoTime() - start) * 1e-9;
        pageNs += Math.max(0, pageThreadsNs() - before);
        page.interrupt();
        return round;
    }

    private void look() {
        try (BufferedReader events = new BufferedReader(new InputStreamReader(open("/events"), StandardCharsets.US_ASCII))) {
            for (String line = events.readLine(); line != null && !Thread.currentThread().isInterrupted(); line = events.readLine()) {
                updates.addAndGet(line.startsWith("data:") ? 1 : 0);
                if (line.contains("\"arriving\"")) {
                    try (InputStream picture = open("/picture/arriving")) {
                        picture.transferTo(java.io.OutputStream.nullOutputStream());
                    }
                }
            }
        } catch (IOException e) {
            // The server is gone: the last round is over.
            Thread.currentThread().interrupt();
        }
    }

    private InputStream open(String path) throws IOException {
        URI address = server.address().resolve(path);
        return address.toURL().openStream();
    }

    private static long pageThreadsNs() {
        long sum = 0;
        for (long id : THREADS.getAllThreadIds()) {
            ThreadInfo thread = THREADS.getThreadInfo(id);
            sum += thread != null && thread.getThreadName().equals(WatchServer.THREADS) ? Math.max(0, THREADS.getThreadCpuTime(id)) : 0;
        }
        return sum;
    }

    private Round decode(LiveFeed feed, double seconds, double rateHz) {
        FrameReceiver receiver = feed.over(waveform.receiver());
        long samples = 0;
        long clock = 0;
        double behind = 0;
        long processor = THREADS.getCurrentThreadCpuTime();
        double waited = waitedS();
        long start = System.nanoTime();
        long end = start + Math.round(seconds * 1e9);
        for (int i = 0; System.nanoTime() < end || i % air.size() != 0; i++) {
            float[] chunk = air.get(i % air.size());
            long due = start + (long) ((samples + chunk.length / 2) / rateHz * 1e9);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            long from = System.nanoTime();
            receiver.push(new Iq(chunk, waveform.sampleRateHz(), samples));
            long now = System.nanoTime();
            clock += now - from;
            behind = Math.max(behind, (now - due) * 1e-9);
            samples += chunk.length / 2;
        }
        return new Round(samples, clock * 1e-9, (THREADS.getCurrentThreadCpuTime() - processor) * 1e-9, waitedS() - waited,
                Double.isInfinite(rateHz) ? Double.NaN : behind);
    }

    /** Seconds that this thread was ready and had no core, as Linux counts them: the second number. */
    private static double waitedS() {
        try {
            return Files.isReadable(SCHEDULER) ? Long.parseLong(Files.readString(SCHEDULER).strip().split(" ")[1]) * 1e-9 : Double.NaN;
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    /** Updates that the page took, a second. */
    double updatesPerSecond() {
        return updates.get() / watchedS;
    }

    /** Share of a core that serving the page took. */
    double pageShare() {
        return pageNs * 1e-9 / watchedS;
    }

    @Override
    public void close() {
        server.lastWord("done");
        server.close();
        model.close();
    }
}
