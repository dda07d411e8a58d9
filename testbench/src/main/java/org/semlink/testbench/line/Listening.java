// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.semlink.radio.Iq;
import org.semlink.radio.Radio;
import org.semlink.radio.ReceivedSamples;
import org.semlink.radio.waveform.FrameReceiver;
import org.semlink.radio.waveform.ReceivedFrame;

/**
 * Continuous reception: the transmissions that a radio hears, one after the other, until it ends or nobody wants more.
 *
 * <p>Memory does not grow with the stream: the radio's buffers, the receiver's, {@link Collector}'s and the last
 * {@value AirPass#CAPTURE_SAMPLES} samples for the spectrum. Used by one thread.
 */
public final class Listening {

    private static final int CHUNK = 1 << 15;
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final Radio radio;
    private final FrameReceiver receiver;
    private final Collector collector;
    private final Consumer<ReceivedFrame> onFrame;
    private final Deque<Heard> ready = new ArrayDeque<>();
    private final Capture recent = new Capture();
    private Iq capture;
    private long samples;
    private long gaps;
    private long timeouts;
    private boolean over;
    private RuntimeException failure;

    /**
     * A transmission that is over.
     *
     * @param transmission what arrived of it
     * @param capture      received samples around its first burst
     */
    public record Heard(Collected transmission, Iq capture) {
    }

    /** @param onFrame hears every burst that the receiver finds */
    public Listening(Radio radio, FrameReceiver receiver, Collector collector, Consumer<ReceivedFrame> onFrame) {
        this.radio = radio;
        this.receiver = receiver;
        this.collector = collector;
        this.onFrame = onFrame;
        this.capture = new Iq(new float[0], radio.sampleRateHz(), 0);
    }

    /**
     * The next transmission that is over; empty when there will be none any more. A failure of the radio is raised when all is handed out.
     *
     * @param goOn asked often; once it says no, what is under way is given up and handed out
     */
    public Optional<Heard> next(BooleanSupplier goOn, Stopwatch stopwatch) {
        while (ready.isEmpty() && !over) {
            ReceivedSamples heard = stopwatch.time(AirPass.STAGE, () -> hear(goOn));
            if (heard.ended()) {
                over = true;
                collect(stopwatch.time("demodulate", receiver::finish));
                collector.finish().ifPresent(last -> ready.add(new Heard(last, capture)));
            } else if (!heard.arrived()) {
                timeouts++;
            } else {
                samples += heard.iq().length();
                gaps += heard.lostBefore() == 0 ? 0 : 1;
                recent.add(heard.iq());
                collect(stopwatch.time("demodulate", () -> receiver.push(heard.iq())));
                collector.advance(heard.iq().firstSample() + heard.iq().length()).ifPresent(old -> ready.add(new Heard(old, capture)));
            }
        }
        if (ready.isEmpty() && failure != null) {
            throw failure;
        }
        return Optional.ofNullable(ready.poll());
    }

    /** A radio that fails ends the stream: what it brought before is handed out first. */
    private ReceivedSamples hear(BooleanSupplier goOn) {
        if (goOn.getAsBoolean()) {
            try {
                return radio.receive(CHUNK, PATIENCE);
            } catch (RuntimeException e) {
                // Ctrl-C closes hardware at once, so that a failure behind it is none.
                failure = goOn.getAsBoolean() ? e : null;
            }
        }
        return ReceivedSamples.none(ReceivedSamples.Outcome.END, radio.sampleRateHz(), 0);
    }

    private void collect(List<ReceivedFrame> frames) {
        for (ReceivedFrame frame : frames) {
            onFrame.accept(frame);
            long begun = collector.begun();
            List<Collected> closed = collector.add(frame);
            // The first burst of a transmission is among the samples that came last.
            Iq present = collector.begun() > begun ? recent.copy(radio.sampleRateHz()) : capture;
            for (Collected transmission : closed) {
                ready.add(new Heard(transmission, transmission.ending() == Ending.COMPLETE ? present : capture));
            }
            capture = present;
        }
    }

    /** Samples received so far. */
    public long samples() {
        return samples;
    }

    /** Time received so far, by the stream's clock, and time waited in vain. */
    public double seconds() {
        return samples / radio.sampleRateHz() + timeouts * PATIENCE.toMillis() / 1e3;
    }

    /** How often samples were lost. */
    public long gaps() {
        return gaps;
    }

    /** The samples that came last, in a ring. */
    private static final class Capture {

        private final float[] ring = new float[2 * AirPass.CAPTURE_SAMPLES];
        private int at;
        private int filled;

        void add(Iq iq) {
            int count = Math.min(iq.samples().length, ring.length);
            int from = iq.samples().length - count;
            int head = Math.min(count, ring.length - at);
            System.arraycopy(iq.samples(), from, ring, at, head);
            System.arraycopy(iq.samples(), from + head, ring, 0, count - head);
            at = (at + count) % ring.length;
            filled = Math.min(ring.length, filled + count);
        }

        Iq copy(double sampleRateHz) {
            float[] all = new float[filled];
            int start = Math.floorMod(at - filled, ring.length);
            int head = Math.min(filled, ring.length - start);
            System.arraycopy(ring, start, all, 0, head);
            System.arraycopy(ring, 0, all, head, filled - head);
            return new Iq(all, sampleRateHz, 0);
        }
    }
}
