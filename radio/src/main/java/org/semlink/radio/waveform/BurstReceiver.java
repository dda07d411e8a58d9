// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import java.util.ArrayList;
import java.util.List;
import org.semlink.common.SemlinkException;
import org.semlink.radio.Iq;

/**
 * Streaming receiver of bursts in any {@link PayloadFormat}: search, synchronise, read the header, collect and decode the payload.
 *
 * <p>Frames are the same however the stream is cut. Memory is fixed: room for two of the longest bursts. A burst whose header fails its
 * checksum is returned without header and payload, and the search goes on behind its training symbols. A stream that jumps (its next
 * {@link Iq#firstSample} is not the expected one) ends the frame in progress as {@link #finish} does.
 */
final class BurstReceiver implements FrameReceiver {

    private enum State { SEARCH, SYNCHRONISE, HEADER, PAYLOAD }

    private final double sampleRateHz;
    private final SampleBuffer buffer = new SampleBuffer(OfdmParameters.MAX_BURST + 4 * BurstSynchroniser.reach());
    private final BurstSearch search = new BurstSearch();
    private final BurstSynchroniser synchroniser = new BurstSynchroniser();
    private final FrameDecoder decoder;

    private State state = State.SEARCH;
    private boolean streaming;
    private CodedHeader header;
    private long frameEnd;

    BurstReceiver(double sampleRateHz) {
        this.sampleRateHz = sampleRateHz;
        decoder = new FrameDecoder(sampleRateHz);
    }

    @Override
    public List<ReceivedFrame> push(Iq samples) {
        if (samples.sampleRateHz() != sampleRateHz) {
            throw SemlinkException.input("stream has %s samples per second but the waveform %s; set both to the same rate",
                    samples.sampleRateHz(), sampleRateHz);
        }
        List<ReceivedFrame> frames = new ArrayList<>();
        if (samples.length() == 0) {
            return frames;
        }
        if (streaming && samples.firstSample() != buffer.end()) {
            frames.addAll(finish());
        }
        if (!streaming) {
            streaming = true;
            buffer.restart(samples.firstSample());
            searchFrom(samples.firstSample());
        }
        for (int taken = 0; taken < samples.length();) {
            int appended = buffer.append(samples.samples(), taken, samples.length() - taken);
            if (appended == 0) {
                throw new IllegalStateException("receiver holds all its samples back in state " + state);
            }
            taken += appended;
            process(frames);
        }
        return frames;
    }

    @Override
    public List<ReceivedFrame> finish() {
        List<ReceivedFrame> frames = new ArrayList<>();
        while (state == State.HEADER || state == State.PAYLOAD) {
            if (state == State.PAYLOAD) {
                emit(frames, header);
            } else if (buffer.end() >= FrameDecoder.end(synchroniser.window(), 1)) {
                readHeader(frames);
            } else {
                // Not even one header symbol came: nothing was measured.
                state = State.SEARCH;
            }
            process(frames);
        }
        streaming = false;
        state = State.SEARCH;
        return frames;
    }

    /** Goes through the states as far as the samples held allow. */
    private void process(List<ReceivedFrame> frames) {
        boolean moved = true;
        while (moved) {
            moved = switch (state) {
                case SEARCH -> search();
                case SYNCHRONISE -> synchronise();
                case HEADER -> {
                    boolean whole = buffer.end() >= FrameDecoder.end(synchroniser.window(), OfdmParameters.HEADER_SYMBOLS);
                    if (whole) {
                        readHeader(frames);
                    }
                    yield whole;
                }
                case PAYLOAD -> {
                    boolean whole = buffer.end() >= frameEnd;
                    if (whole) {
                        emit(frames, header);
                    }
                    yield whole;
                }
            };
        }
    }

    private boolean search() {
        boolean found = search.advance(buffer);
        buffer.discardBefore(found ? search.position() : search.needed());
        state = found ? State.SYNCHRONISE : State.SEARCH;
        return found;
    }

    private boolean synchronise() {
        if (buffer.end() < search.position() + BurstSynchroniser.reach()) {
            return false;
        }
        state = synchroniser.locate(buffer, search.position(), search.cfo()) ? State.HEADER : State.SEARCH;
        return true;
    }

    private void readHeader(List<ReceivedFrame> frames) {
        header = decoder.header(buffer, synchroniser.window(), synchroniser.cfo());
        if (header.check() != HeaderCheck.SOUND) {
            frameEnd = FrameDecoder.end(synchroniser.window(), 0);
            emit(frames, header);
            return;
        }
        int payload = header.format().orElseThrow().samples(header.frame().orElseThrow().payloadSymbols());
        frameEnd = FrameDecoder.end(synchroniser.window(), OfdmParameters.HEADER_SYMBOLS) + payload;
        state = State.PAYLOAD;
    }

    private void emit(List<ReceivedFrame> frames, CodedHeader read) {
        frames.add(decoder.frame(buffer, read).endingAt(frameEnd));
        state = State.SEARCH;
        searchFrom(frameEnd);
    }

    private void searchFrom(long index) {
        buffer.discardBefore(index);
        search.restart(buffer.first() == buffer.end() ? buffer.end() : index);
    }
}
