// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.semlink.codec.Picture;
import org.semlink.codec.SymbolMapper;
import org.semlink.codec.metric.LatentError;
import org.semlink.common.Seeds;
import org.semlink.radio.Radio;
import org.semlink.radio.waveform.ReceivedFrame;
import org.semlink.radio.waveform.Waveform;

/**
 * The whole line on one host: transmitter, radio, receiver, and the comparison with what was sent.
 *
 * <p>{@code picture -> codec -> mapper -> frames -> waveform -> radio -> receiver -> reassembly -> SNR -> timestep -> reverse diffusion ->
 * codec -> picture}. Holds what is loaded once; every trial opens and closes its own radio.
 */
public final class Line {

    /** Opens the radio that a string names. */
    @FunctionalInterface
    public interface RadioOpener {
        Radio open(String radio, Waveform waveform, long seed);
    }

    private final ReceiverSettings settings;
    private final Waveform waveform;
    private final RadioOpener radios;
    private final PictureTransmitter transmitter;
    private final PictureReceiver receiver;

    public Line(ReceiverSettings settings, Waveform waveform, RadioOpener radios) {
        this.settings = settings;
        this.waveform = waveform;
        this.radios = radios;
        this.transmitter = new PictureTransmitter(settings.codec(), settings.model(), waveform, SymbolMapper.DEFAULT_CLIP);
        this.receiver = new PictureReceiver(settings);
    }

    public ReceiverSettings settings() {
        return settings;
    }

    public Waveform waveform() {
        return waveform;
    }

    /** Sends one picture and receives it; {@code onStage} hears the stages by name. */
    public TrialResult run(TrialSpec spec, Consumer<String> onStage) {
        Stopwatch stopwatch = new Stopwatch(onStage);
        Transmission sent = transmitter.prepare(spec.picture(), spec.number(), spec.seed(), stopwatch);
        try (Radio radio = radios.open(spec.radio(), waveform, Seeds.child(spec.seed(), "radio"))) {
            AirPass air = new AirPass(radio, waveform.receiver());
            List<ReceivedFrame> frames = air.run(sent.bursts(), stopwatch);
            Reassembler reassembler = new Reassembler(settings.codec().format(), settings.model());
            frames.forEach(reassembler::add);
            Optional<Reassembly> arrived = reassembler.result();
            Reassembly reassembly = arrived.orElseGet(() -> reassembler.nothing(sent.header(), sent.framing().count()));
            SplittableRandom random = Seeds.random(spec.seed(), "sampler");
            Reception reception = receiver.receive(reassembly, random, stopwatch);
            return new TrialResult(spec, sent, reception, arrived.isPresent(), roundTrip(spec.picture(), sent), shrink(reception),
                    radio.description(), radio.counters(), radio.trueSnr(), air.capture(), stopwatch.milliseconds());
        }
    }

    private Picture roundTrip(Picture picture, Transmission sent) {
        return settings.codec().decode(sent.latent(), picture.width(), picture.height());
    }

    private Picture shrink(Reception reception) {
        PictureHeader header = reception.reassembly().header();
        return settings.codec().decode(LatentError.shrink(reception.noisy()), header.width(), header.height());
    }
}
