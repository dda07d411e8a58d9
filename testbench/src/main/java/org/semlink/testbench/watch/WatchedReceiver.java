// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.watch;

import java.util.List;
import org.semlink.radio.Iq;
import org.semlink.radio.waveform.FrameReceiver;
import org.semlink.radio.waveform.ReceivedFrame;

/** A receiver that shows what goes in and what comes out: it leaves references and computes nothing. */
final class WatchedReceiver implements FrameReceiver {

    private final FrameReceiver receiver;
    private final LiveState state;
    private Iq before;
    private Iq last;

    WatchedReceiver(FrameReceiver receiver, LiveState state) {
        this.receiver = receiver;
        this.state = state;
    }

    @Override
    public List<ReceivedFrame> push(Iq samples) {
        before = last;
        last = samples;
        state.heard(samples);
        return shown(receiver.push(samples));
    }

    @Override
    public List<ReceivedFrame> finish() {
        return shown(receiver.finish());
    }

    private List<ReceivedFrame> shown(List<ReceivedFrame> frames) {
        if (!frames.isEmpty()) {
            state.foundIn(before, last);
            frames.forEach(state::found);
        }
        return frames;
    }
}
