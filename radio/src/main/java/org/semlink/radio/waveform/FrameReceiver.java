// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import java.util.List;
import org.semlink.radio.Iq;

/** A streaming receiver: samples in, in pieces of any size; frames out as soon as they are whole. Used by one thread. */
public interface FrameReceiver {

    /** Takes the next samples of the stream and returns the frames completed by them, in order. */
    List<ReceivedFrame> push(Iq samples);

    /** Ends the stream: a frame cut off by the end is returned with what arrived of it marked, or counted as lost. */
    List<ReceivedFrame> finish();
}
