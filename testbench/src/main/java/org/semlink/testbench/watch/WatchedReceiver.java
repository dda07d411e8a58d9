// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.watch;

import java.util.ArrayDeque;
import java.util.List;
import org.semlink.radio.Iq;
import org.semlink.radio.waveform.FrameReceiver;
import org.semlink.radio.waveform.ReceivedFrame;

/**
 * A receiver that shows what goes in and what comes out: it leaves references and computes nothing.
 *
 * <p>A burst is found some time after its samples went in, so those of the last {@value #MEMORY} samples are remembered.
 */
final class WatchedReceiver implements FrameReceiver {

    private static final long MEMORY = 1 << 17;

    private final FrameReceiver receiver;
    private final LiveState state;
    private final ArrayDeque<Iq> recent = new ArrayDeque<>();
    private long held;

    WatchedReceiver(FrameReceiver receiver, LiveState state) {
        this.receiver = receiver;
        this.state = state;
    }

    @Override
    public List<ReceivedFrame> push(Iq samples) {
        recent.add(samples);
        held += samples.length();
        while (held - recent.peek().length() >= MEMORY) {
            held -= recent.remove().length();
        }
        state.heard(samples);
        return shown(receiver.push(samples));
    }

    @Override
    public List<ReceivedFrame> finish() {
        return shown(receiver.finish());
    }

    private List<ReceivedFrame> shown(List<ReceivedFrame> frames) {
        if (!frames.isEmpty()) {
            ReceivedFrame last = frames.get(frames.size() - 1);
            long from = last.link().firstSample();
            Iq[] chunks = recent.stream().filter(iq -> iq.firstSample() < last.end() && iq.firstSample() + iq.length() > from).toArray(Iq[]::new);
            if (chunks.length > 0) {
                state.foundIn(chunks, (from + last.end()) / 2);
            }
            frames.forEach(state::found);
        }
        return frames;
    }
}
