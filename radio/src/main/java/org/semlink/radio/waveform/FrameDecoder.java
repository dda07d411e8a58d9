// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.CARRIERS;
import static org.semlink.radio.waveform.OfdmParameters.DATA;
import static org.semlink.radio.waveform.OfdmParameters.FFT;
import static org.semlink.radio.waveform.OfdmParameters.HEADER_SYMBOLS;
import static org.semlink.radio.waveform.OfdmParameters.SYMBOL;

import java.util.Optional;

/**
 * From a located burst to its frame: channel, header, phases, noise, and the payload by its own format.
 *
 * <p>The header is read against the channel of the two training symbols, its phases tracked by pilots. Once decoded it is 16 symbols of
 * known data: the channel is estimated again from all 18, and all phases once more against that. Reused burst by burst; one thread.
 */
final class FrameDecoder {

    private final HeaderCoder coder = new HeaderCoder();
    private final BurstState burst;
    private final float[] soft = new float[HeaderCoder.SLOTS];
    private final float[] rotor = new float[2 * CARRIERS];
    /** Format of the latest burst: the next one is likely to have the same. */
    private PayloadFormat format;
    private PayloadDemodulator demodulator;

    FrameDecoder(double sampleRateHz) {
        burst = new BurstState(sampleRateHz);
    }

    /** What is known of the burst in progress. */
    BurstState burst() {
        return burst;
    }

    /** First stream index behind what {@code count} header symbols need. */
    static long end(long window, int count) {
        return window + 2 * FFT + (long) count * SYMBOL;
    }

    /** Reads training and 16 header symbols, or at least one where the stream ended. */
    CodedHeader header(SampleBuffer buffer, long window, double cfo) {
        burst.begin(buffer, window, cfo);
        burst.receive(buffer, HEADER_SYMBOLS);
        burst.estimateChannel();
        burst.measureNoise();
        burst.track();
        if (burst.symbols() < HEADER_SYMBOLS) {
            return CodedHeader.refused(HeaderCheck.CUT_OFF);
        }
        softBits();
        CodedHeader header = coder.decode(soft);
        if (header.check() == HeaderCheck.SOUND) {
            useHeader(header);
        }
        return header;
    }

    /** The frame with all payload symbols that the buffer holds. */
    ReceivedFrame frame(SampleBuffer buffer, CodedHeader header) {
        if (header.check() != HeaderCheck.SOUND) {
            return new ReceivedFrame(header.check(), Optional.empty(), Optional.empty(), burst.linkState());
        }
        PayloadFormat announced = header.format().orElseThrow();
        if (!announced.equals(format)) {
            format = announced;
            demodulator = announced.demodulator(burst);
        }
        return demodulator.demodulate(buffer, header.frame().orElseThrow());
    }

    private void softBits() {
        float[] channel = burst.estimator.channel();
        float[] carriers = burst.carriers;
        for (int m = 0; m < HEADER_SYMBOLS; m++) {
            KnownSymbols.rotor(burst.tracker.phase(m), burst.tracker.slope(m), rotor);
            int[] data = CarrierMap.data(m);
            for (int i = 0; i < DATA; i++) {
                int u = data[i];
                int at = 2 * (m * CARRIERS + u);
                float re = carriers[at] * rotor[2 * u] - carriers[at + 1] * rotor[2 * u + 1];
                float im = carriers[at] * rotor[2 * u + 1] + carriers[at + 1] * rotor[2 * u];
                soft[m * DATA + i] = re * channel[2 * u] + im * channel[2 * u + 1];
            }
        }
    }

    /** Takes the decoded header as known: tracks its phases with all of it, then estimates the channel anew. */
    private void useHeader(CodedHeader header) {
        burst.known.learn(HeaderCoder.encode(header.frame().orElseThrow(), header.format().orElseThrow()));
        burst.track();
        burst.estimateChannel();
    }
}
