// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.semlink.codec.Latent;
import org.semlink.codec.Picture;
import org.semlink.codec.SymbolMapper;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.codec.image.BuiltInPictures;
import org.semlink.radio.Radio;
import org.semlink.radio.ReceivedSamples;
import org.semlink.radio.waveform.FrameReceiver;
import org.semlink.radio.waveform.OfdmWaveform;
import org.semlink.radio.waveform.ReceivedFrame;
import org.semlink.testbench.line.LoadedModel;
import org.semlink.testbench.line.PictureTransmitter;
import org.semlink.testbench.line.RadioStrings;
import org.semlink.testbench.line.Stopwatch;

class IncomingPictureTest {

    private static final int MODEL = 7;
    private static final OfdmWaveform WAVEFORM = new OfdmWaveform();

    /** What a receiver finds of pictures sent over a wire, one transmission each. */
    private static List<ReceivedFrame> frames(LoadedModel model, BandwidthRatio ratio, Picture... pictures) {
        PictureTransmitter transmitter = new PictureTransmitter(model.codec(), model.bandwidth(), ratio, MODEL, WAVEFORM, SymbolMapper.DEFAULT_CLIP);
        List<ReceivedFrame> frames = new ArrayList<>();
        FrameReceiver receiver = WAVEFORM.receiver();
        try (Radio radio = RadioStrings.open("sim:ideal", WAVEFORM, 1)) {
            for (int i = 0; i < pictures.length; i++) {
                transmitter.prepare(pictures[i], i, i, new Stopwatch(stage -> { })).bursts().forEach(radio::transmit);
                for (ReceivedSamples got = radio.receive(1 << 15, java.time.Duration.ofSeconds(1)); !got.ended();
                        got = radio.receive(1 << 15, java.time.Duration.ofSeconds(1))) {
                    frames.addAll(receiver.push(got.iq()));
                }
            }
        }
        frames.addAll(receiver.finish());
        return frames;
    }

    private static Picture photo() {
        return BuiltInPictures.all().values().iterator().next();
    }

    private static Picture waves(int width, int height) {
        float[] samples = new float[3 * width * height];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.5 + 0.4 * Math.sin(i % width * 0.013 + i / width * 0.007));
        }
        return new Picture(width, height, samples);
    }

    private static double error(Picture a, Picture b) {
        double sum = 0;
        for (int i = 0; i < a.samples().length; i++) {
            sum += Math.pow(a.samples()[i] - b.samples()[i], 2) / a.samples().length;
        }
        return Math.sqrt(sum);
    }

    /** Mean of every block of {@code stride}: what a likeness can be at best. */
    private static Picture blocks(Picture picture, int stride) {
        int width = (picture.width() + stride - 1) / stride;
        int height = (picture.height() + stride - 1) / stride;
        float[] samples = new float[3 * width * height];
        for (int i = 0; i < samples.length; i++) {
            int x = i % width * stride;
            int y = i / width % height * stride;
            int w = Math.min(stride, picture.width() - x);
            int h = Math.min(stride, picture.height() - y);
            float[] block = picture.crop(x, y, w, h).samples();
            for (int k = 0; k < w * h; k++) {
                samples[i] += block[i / (width * height) * w * h + k] / (w * h);
            }
        }
        return new Picture(width, height, samples);
    }

    @Test
    void growsBurstByBurstAndTheNewestPictureCounts() {
        try (LoadedModel model = LoadedModel.open(LoadedModel.LINEAR, "cpu")) {
            IncomingPicture incoming = new IncomingPicture();
            incoming.codec(MODEL, Likenesses.learn(model.codec(), model.bandwidth()));
            Picture small = photo().crop(0, 0, 96, 64);
            Picture large = waves(768, 512);
            List<ReceivedFrame> bursts = frames(model, model.bandwidth().own(), large, small);
            assertThat(bursts).hasSizeGreaterThan(3);
            incoming.add(bursts.get(0));
            incoming.take();
            Picture first = incoming.draw().orElseThrow();
            assertThat(incoming.draw()).as("nothing new").isEmpty();
            bursts.subList(1, bursts.size() - 1).forEach(incoming::add);
            incoming.take();
            Picture whole = incoming.draw().orElseThrow();
            Picture best = blocks(large, 8);
            assertThat(error(whole, best)).isLessThan(0.02).isLessThan(error(first, best) / 3);
            incoming.add(bursts.get(1));
            incoming.add(bursts.get(bursts.size() - 1));
            incoming.take();
            assertThat(incoming.draw().orElseThrow().width()).isEqualTo(12);
        }
    }

    /** Large pictures are drawn from every second, third ... position. */
    @Test
    void atMost128PositionsASideAreDrawn() {
        try (LoadedModel model = LoadedModel.open(LoadedModel.LINEAR, "cpu")) {
            IncomingPicture incoming = new IncomingPicture();
            incoming.codec(MODEL, Likenesses.learn(model.codec(), model.bandwidth()));
            float[] samples = new float[3 * 1040 * 32];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = i % 1040 / 1039f;
            }
            frames(model, model.bandwidth().own(), new Picture(1040, 32, samples)).forEach(incoming::add);
            incoming.take();
            Picture drawn = incoming.draw().orElseThrow();
            assertThat(drawn.width()).isEqualTo(65);
            assertThat(drawn.height()).isEqualTo(2);
            assertThat((double) drawn.samples()[40]).as("block 80 of 130").isCloseTo((80 * 8 + 3.5) / 1039, within(0.02));
        }
    }

    /** Codes of a network have a likeness as well, learned from pictures. */
    @Test
    void aNarrowerRatioShowsTheColours() {
        try (LoadedModel model = LoadedModel.open("base", "cpu")) {
            IncomingPicture incoming = new IncomingPicture();
            incoming.codec(MODEL, Likenesses.learn(model.codec(), model.bandwidth()));
            // Not one of the parts of the pictures from which the colours were learned, but of one of them.
            Picture corner = photo().crop(0, 0, 64, 64);
            frames(model, new BandwidthRatio(48), corner).forEach(incoming::add);
            incoming.take();
            Picture drawn = incoming.draw().orElseThrow();
            Picture best = blocks(corner, 16);
            assertThat(drawn.width()).isEqualTo(best.width());
            float[] grey = new float[best.samples().length];
            java.util.Arrays.fill(grey, 0.5f);
            assertThat(error(drawn, best)).isLessThan(0.08).isLessThan(error(new Picture(best.width(), best.height(), grey), best) / 2);
            Latent none = new Latent(new org.semlink.codec.LatentShape(model.codec().format().channels(), 1, 1),
                    new float[model.codec().format().channels()]);
            assertThat(incoming.look(MODEL).orElseThrow().of(none).width()).isEqualTo(1);
        }
    }

    @Test
    void whatIsNotKnownShowsNothing() {
        try (LoadedModel model = LoadedModel.open(LoadedModel.LINEAR, "cpu")) {
            IncomingPicture incoming = new IncomingPicture();
            frames(model, model.bandwidth().own(), photo().crop(0, 0, 64, 64)).forEach(incoming::add);
            incoming.take();
            assertThat(incoming.draw()).isEmpty();
            assertThat(incoming.look(MODEL)).isEmpty();
        }
    }
}
