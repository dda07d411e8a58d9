// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.watch;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.Latent;
import org.semlink.codec.Picture;
import org.semlink.codec.bandwidth.Bandwidth;
import org.semlink.common.Snr;
import org.semlink.diffusion.Denoiser;
import org.semlink.radio.Iq;
import org.semlink.radio.waveform.FrameReceiver;
import org.semlink.radio.waveform.ReceivedFrame;
import org.semlink.testbench.live.LiveFeed;

/**
 * The latest of everything that a run shows, and the whole run's SNR and timestep.
 *
 * <p>The run leaves references here, and counts; what must be computed to be seen is computed by the threads of those who look. Bounded memory.
 */
final class LiveState implements LiveFeed {

    /** Drawing pictures takes at most one part in this of a core. */
    private static final int SHARE = 50;

    private record Estimate(int model, Latent latent, double snr) {
    }

    private final String title;
    private final long startNs = System.nanoTime();
    private final AtomicInteger viewers = new AtomicInteger();
    private final LiveSpectrum spectrum = new LiveSpectrum();
    private final IncomingPicture incoming = new IncomingPicture();
    private final History snr = new History();
    private final History timestep = new History();
    private final Map<Integer, Likenesses> likenesses = new ConcurrentHashMap<>();
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final Object pictures = new Object();
    private final Object ending = new Object();
    private volatile ReceivedFrame frame;
    private volatile String doing = "starting";
    private volatile String ended;
    private volatile Shown received;
    private volatile Shown denoised;
    private volatile Estimate estimate;
    private Estimate drawn;
    private Shown arriving;
    private long drawAgainNs = startNs;

    /** @param title what runs, as its user called it */
    LiveState(String title) {
        this.title = title;
    }

    @Override
    public FrameReceiver over(FrameReceiver receiver) {
        return new WatchedReceiver(receiver, this);
    }

    @Override
    public Denoiser over(Denoiser denoiser, int model) {
        return new WatchedDenoiser(denoiser, model, this);
    }

    @Override
    public void codec(ImageCodec codec, Bandwidth bandwidth, int model) {
        incoming.codec(model, likenesses.computeIfAbsent(model, first -> Likenesses.learn(codec, bandwidth)));
    }

    @Override
    public void restored(Picture asReceived, Picture clean, double linkSnr, double start) {
        timestep.add(seconds(), start);
        synchronized (pictures) {
            received = Shown.after(received, asReceived, "received, not denoised");
            denoised = Shown.after(denoised, clean, String.format(Locale.ROOT, "denoised from timestep %.1f, %.1f dB", start, Snr.toDb(linkSnr)));
        }
    }

    @Override
    public void count(String what, long value) {
        synchronized (counts) {
            counts.put(what, value);
        }
    }

    @Override
    public void say(String line) {
        doing = line;
    }

    /** Samples went into the receiver. */
    void heard(Iq samples) {
        spectrum.heard(samples);
    }

    /** A burst was found in these samples: see {@link LiveSpectrum#burst}. */
    void foundIn(Iq[] chunks, long middle) {
        spectrum.burst(chunks, middle);
    }

    /** A burst came out of the receiver. */
    void found(ReceivedFrame burst) {
        synchronized (counts) {
            counts.merge(burst.header().isPresent() ? "bursts" : "bursts, header unreadable", 1L, Long::sum);
        }
        if (burst.payload().isEmpty()) {
            return;
        }
        snr.add(seconds(), burst.link().snr());
        frame = burst;
        if (watched()) {
            incoming.add(burst);
        }
    }

    /** The denoiser made an estimate of a latent that it was told to lie at {@code snr}. */
    void estimated(int model, Latent latent, double told) {
        estimate = new Estimate(model, latent, told);
    }

    /** Seconds since the run began. */
    double seconds() {
        return (System.nanoTime() - startNs) * 1e-9;
    }

    String title() {
        return title;
    }

    History snr() {
        return snr;
    }

    History timestep() {
        return timestep;
    }

    /** The spectrum; null before the first samples. */
    LiveSpectrum.Shown spectrum() {
        return spectrum.look(System.nanoTime());
    }

    /** The last burst whose header was read; null before the first. */
    ReceivedFrame frame() {
        return frame;
    }

    String doing() {
        return doing;
    }

    /** Counts by name, in the order in which they began. */
    Map<String, Long> counts() {
        synchronized (counts) {
            return new LinkedHashMap<>(counts);
        }
    }

    /** The picture in this place; empty before the first, and for places that do not exist. */
    Optional<Shown> picture(String place) {
        return Optional.ofNullable(switch (place) {
            case "arriving" -> arriving();
            case "received" -> received;
            case "denoised" -> denoised;
            default -> null;
        });
    }

    /** The picture that comes in, or the denoiser's last estimate of it. Drawn anew when there is something new and that is not too dear. */
    private synchronized Shown arriving() {
        long now = System.nanoTime();
        incoming.take();
        if (now - drawAgainNs >= 0) {
            incoming.draw().ifPresent(picture -> arriving = Shown.after(arriving, picture, "coming in"));
            Estimate latest = estimate;
            if (latest != null && latest != drawn) {
                drawn = latest;
                incoming.look(latest.model).ifPresent(look -> arriving = Shown.after(arriving, look.of(latest.latent),
                        String.format(Locale.ROOT, "denoising, at %.1f dB", Snr.toDb(latest.snr))));
            }
            long end = System.nanoTime();
            drawAgainNs = end + SHARE * (end - now);
        }
        return arriving;
    }

    private boolean watched() {
        return viewers.get() > 0;
    }

    /** Changes the number of those who look on; how many do now. */
    int viewers(int change) {
        synchronized (ending) {
            ending.notifyAll();
            return viewers.addAndGet(change);
        }
    }

    /** Waits until somebody looks on. */
    void awaitViewer() {
        synchronized (ending) {
            try {
                while (!watched()) {
                    ending.wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The run is over. */
    void end(String how) {
        synchronized (ending) {
            ended = how;
            ending.notifyAll();
        }
    }

    /** How the run ended; empty while it goes on. Waits that long for the end. */
    Optional<String> ended(long waitMs) throws InterruptedException {
        synchronized (ending) {
            if (ended == null && waitMs > 0) {
                ending.wait(waitMs);
            }
            return Optional.ofNullable(ended);
        }
    }
}
