// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.semlink.radio.Iq;
import org.semlink.radio.Radio;
import org.semlink.radio.ReceivedSamples;
import org.semlink.radio.waveform.FrameReceiver;
import org.semlink.radio.waveform.ReceivedFrame;

/**
 * Bursts through a radio that hears itself: sends each, listens until nothing more comes, and then gives what was heard to the receiver.
 *
 * <p>Keeps the first {@value #CAPTURE_SAMPLES} received samples for the spectrum.
 */
public final class AirPass {

    /** Complex samples kept for plots. */
    public static final int CAPTURE_SAMPLES = 1 << 16;

    /** Name of the stage in which a radio works. */
    public static final String STAGE = "air";

    private static final int CHUNK = 1 << 15;
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final Radio radio;
    private final FrameReceiver receiver;
    private final List<ReceivedFrame> frames = new ArrayList<>();
    private final List<float[]> captured = new ArrayList<>();
    private int capturedFloats;

    public AirPass(Radio radio, FrameReceiver receiver) {
        this.radio = radio;
        this.receiver = receiver;
    }

    /** Sends and receives all bursts; the frames that the receiver found, in order of arrival. Called once. */
    public List<ReceivedFrame> run(List<Iq> bursts, Stopwatch stopwatch) {
        for (Iq burst : bursts) {
            List<Iq> heard = stopwatch.time(STAGE, () -> through(burst));
            heard.forEach(this::keep);
            stopwatch.time("demodulate", () -> {
                heard.forEach(chunk -> frames.addAll(receiver.push(chunk)));
                return null;
            });
        }
        frames.addAll(stopwatch.time("demodulate", receiver::finish));
        return List.copyOf(frames);
    }

    private List<Iq> through(Iq burst) {
        radio.transmit(burst);
        List<Iq> chunks = new ArrayList<>();
        for (ReceivedSamples heard = radio.receive(CHUNK, PATIENCE); !heard.ended(); heard = radio.receive(CHUNK, PATIENCE)) {
            chunks.add(heard.iq());
        }
        return chunks;
    }

    /** The first received samples. */
    public Iq capture() {
        float[] samples = new float[Math.min(capturedFloats, 2 * CAPTURE_SAMPLES)];
        int at = 0;
        for (float[] chunk : captured) {
            int n = Math.min(chunk.length, samples.length - at);
            System.arraycopy(chunk, 0, samples, at, n);
            at += n;
        }
        return new Iq(samples, radio.sampleRateHz(), 0);
    }

    private void keep(Iq chunk) {
        if (capturedFloats < 2 * CAPTURE_SAMPLES) {
            captured.add(chunk.samples());
            capturedFloats += chunk.samples().length;
        }
    }
}
