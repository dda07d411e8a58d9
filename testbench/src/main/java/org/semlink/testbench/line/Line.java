// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.semlink.codec.SymbolMapper;
import org.semlink.common.Seeds;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioCounters;
import org.semlink.radio.file.RecordingRadio;
import org.semlink.radio.waveform.FrameReceiver;
import org.semlink.radio.waveform.ReceivedFrame;
import org.semlink.radio.waveform.Waveform;
import org.semlink.testbench.live.LiveFeed;

/**
 * The whole line on one host: transmitter, radio, receiver, and the comparison with what was sent.
 *
 * <p>{@code picture -> codec -> mapper -> frames -> waveform -> radio -> receiver -> reassembly -> SNR -> timestep -> reverse diffusion ->
 * codec -> picture}. Holds what is loaded once; its halves also work alone, on two hosts.
 */
public final class Line {

    private final ReceiverSettings settings;
    private final Waveform waveform;
    private final PictureTransmitter transmitter;
    private final PictureReceiver receiver;
    private final LiveFeed feed;

    public Line(ReceiverSettings settings, Waveform waveform) {
        this(settings, waveform, LiveFeed.NONE);
    }

    /** @param feed shows what comes in */
    public Line(ReceiverSettings settings, Waveform waveform, LiveFeed feed) {
        this.settings = settings;
        this.waveform = waveform;
        this.transmitter = new PictureTransmitter(settings.codec(), settings.bandwidth(), settings.ratio(), settings.model(), waveform,
                SymbolMapper.DEFAULT_CLIP);
        this.receiver = new PictureReceiver(settings, feed);
        this.feed = feed;
        feed.codec(settings.codec(), settings.bandwidth(), settings.model());
    }

    public ReceiverSettings settings() {
        return settings;
    }

    public Waveform waveform() {
        return waveform;
    }

    /** Where this line shows what it does. */
    public LiveFeed feed() {
        return feed;
    }

    /** A new streaming receiver of bursts. */
    public FrameReceiver frameReceiver() {
        return feed.over(waveform.receiver());
    }

    /** Pictures to bursts. */
    public PictureTransmitter transmitter() {
        return transmitter;
    }

    /** What arrived of the bursts to pictures. */
    public PictureReceiver receiver() {
        return receiver;
    }

    /** Sends one picture and receives it; {@code onStage} hears the stages by name. The result does not depend on the radio's past. */
    public TrialResult run(Radio radio, TrialSpec spec, Consumer<String> onStage) {
        return run(radio, spec, new Stopwatch(onStage));
    }

    /** As {@link #run(Radio, TrialSpec, Consumer)}, timed by a stopwatch that may have timed other stages of the trial before. */
    public TrialResult run(Radio radio, TrialSpec spec, Stopwatch stopwatch) {
        return pass(radio, spec, stopwatch).get();
    }

    /** The half of {@link #run} that needs the radio; what is left, the restoration, may be done later and on another thread. */
    public Supplier<TrialResult> pass(Radio radio, TrialSpec spec, Stopwatch stopwatch) {
        Transmission sent = transmitter.prepare(spec.picture(), spec.number(), spec.seed(), stopwatch);
        radio.beginTrial(Seeds.child(spec.seed(), "radio"));
        AirPass air = new AirPass(radio, stopwatch.time("demodulate", this::frameReceiver));
        List<ReceivedFrame> frames = air.run(sent.bursts(), stopwatch);
        if (radio instanceof RecordingRadio recording) {
            frames.forEach(recording::annotate);
        }
        Reassembler reassembler = new Reassembler(settings.bandwidth(), settings.model());
        frames.forEach(reassembler::add);
        Reassembly reassembly = reassembler.result().orElseGet(() -> reassembler.nothing(sent.header(), sent.framing().count()));
        Map<String, Object> description = radio.description();
        RadioCounters counters = radio.counters();
        OptionalDouble trueSnr = radio.trueSnr();
        return () -> {
            Reception reception = receiver.receive(reassembly, Seeds.random(spec.seed(), "sampler"), stopwatch);
            Truth truth = stopwatch.time(Stopwatch.COMPARE, () -> transmitter.truth(spec.picture(), sent));
            return new TrialResult(Optional.of(spec.name()), spec.number(), Optional.of(truth), reception,
                    description, counters, trueSnr, air.capture(), stopwatch.milliseconds());
        };
    }
}
