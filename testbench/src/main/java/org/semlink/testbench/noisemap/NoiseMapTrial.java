// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.noisemap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.semlink.common.Seeds;
import org.semlink.radio.Radio;
import org.semlink.radio.ReceivedSamples;
import org.semlink.radio.waveform.FrameHeader;
import org.semlink.radio.waveform.FrameReceiver;
import org.semlink.radio.waveform.ReceivedFrame;
import org.semlink.radio.waveform.Waveform;
import org.semlink.testbench.line.RadioStrings;

/**
 * One burst of known Gaussian symbols over a simulated radio, and what the receiver made of it.
 *
 * @param sent  payload symbols, interleaved
 * @param frame what arrived, if the burst was found
 */
record NoiseMapTrial(float[] sent, Optional<ReceivedFrame> frame) {

    private static final int CHUNK = 1 << 15;

    /** Sends one burst of {@code symbols} payload symbols; everything random follows {@code seed}. */
    static NoiseMapTrial run(Waveform waveform, String radioSpec, int symbols, long seed) {
        float[] sent = new float[2 * symbols];
        SplittableRandom random = Seeds.random(seed, "noise map symbols");
        for (int i = 0; i < sent.length; i++) {
            sent[i] = (float) (Math.sqrt(0.5) * random.nextGaussian());
        }
        List<ReceivedFrame> frames = new ArrayList<>();
        try (Radio radio = RadioStrings.open(radioSpec, waveform, seed)) {
            radio.transmit(waveform.modulate(new FrameHeader(1, 0, 1, symbols, new byte[FrameHeader.METADATA_BYTES]), sent));
            FrameReceiver receiver = waveform.receiver();
            for (ReceivedSamples heard = radio.receive(CHUNK, Duration.ZERO); !heard.ended(); heard = radio.receive(CHUNK, Duration.ZERO)) {
                frames.addAll(receiver.push(heard.iq()));
            }
            frames.addAll(receiver.finish());
        }
        return new NoiseMapTrial(sent, frames.stream().filter(frame -> frame.payload().isPresent()).findFirst());
    }
}
