// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.codec.bandwidth.Bandwidth;
import org.semlink.calibration.AnalyticTimestepMap;
import org.semlink.codec.Latent;
import org.semlink.codec.NoiseMap;
import org.semlink.codec.NoisyLatent;
import org.semlink.codec.Picture;
import org.semlink.codec.image.BuiltInPictures;
import org.semlink.codec.metric.LatentError;
import org.semlink.codec.metric.Psnr;
import org.semlink.common.Seeds;
import org.semlink.common.Snr;
import org.semlink.diffusion.sampler.Sampler;
import org.semlink.diffusion.sampler.SamplingPath;
import org.semlink.radio.Radio;
import org.semlink.radio.waveform.OfdmWaveform;
import org.semlink.testbench.quality.Mean;

/** The three noise maps on the same receptions through frequency-selective fading, with lost bursts and without, by the trained model. */
@Tag("weights")
class NoiseMapFadingTest {

    private static final int FADES = 4;
    private static final OfdmWaveform WAVEFORM = new OfdmWaveform();

    private static LoadedModel model;

    @BeforeAll
    static void open() {
        model = LoadedModel.open("base", "cpu");
    }

    @AfterAll
    static void close() {
        model.close();
    }

    /** PSNR in dB and latent error in dB after denoising, by noise map, of one reception. */
    private record Outcome(Map<String, Double> psnr, Map<String, Double> error) {
    }

    /**
     * Paired over pictures and fades: the interval of every difference must lie above 0. A map that is off (variances of the wrong elements, say) loses to the scalar
     * one.
     */
    @ParameterizedTest
    @ValueSource(ints = {3, 12})
    void perElementIsTheBestOfTheThree(int snrDb) {
        List<Outcome> outcomes = new ArrayList<>();
        List<Picture> pictures = pictures();
        for (int i = 0; i < pictures.size() * FADES; i++) {
            outcomes.add(receive(pictures.get(i % pictures.size()), "sim:channel=tdl-a,rms=2u,snr=" + snrDb, i));
        }
        for (String other : List.of("scalar", "equalised")) {
            Mean gain = Mean.of(outcomes, o -> o.psnr.get("per-element") - o.psnr.get(other));
            Mean error = Mean.of(outcomes, o -> o.error.get(other) - o.error.get("per-element"));
            assertThat(gain.low()).as("PSNR gain over %s: %s", other, gain).isPositive();
            assertThat(error.low()).as("latent error, dB less than %s: %s", other, error).isPositive();
        }
    }

    /** What a lost burst took is filled from its surroundings: nearer to the truth than the prior's mean, whose error is 1 by definition. */
    @ParameterizedTest
    @ValueSource(strings = {"posterior-mean", "ddim", "dpm++"})
    void erasuresAreFilledByTheDiffusion(String sampler) {
        double error = 0;
        double energy = 0;
        for (Picture picture : pictures()) {
            Latent sent = model.codec().encode(picture);
            SplittableRandom random = new SplittableRandom(4);
            float[] values = sent.values().clone();
            float[] variance = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                boolean lost = random.nextInt(4) == 0;
                variance[i] = lost ? Float.POSITIVE_INFINITY : (float) (0.1 / model.codec().format().power(i / sent.shape().plane()));
                values[i] = lost ? 0 : (float) (values[i] + Math.sqrt(variance[i]) * random.nextGaussian());
            }
            float[] filled = Sampler.REGISTRY.get(sampler).sample(new NoisyLatent(new Latent(sent.shape(), values), variance, 10), model.denoiser(),
                    SamplingPath.of(model.schedule(), 10, sampler.equals("posterior-mean") ? 1 : 4), random).values();
            for (int i = 0; i < filled.length; i++) {
                double weight = Float.isInfinite(variance[i]) ? Math.pow(model.codec().format().scale(i / sent.shape().plane()), 2) : 0;
                error += weight * Math.pow(filled[i] - sent.values()[i], 2);
                energy += weight * Math.pow(sent.values()[i], 2);
            }
        }
        assertThat(error / energy).as("error of what was lost, relative to its energy").isLessThan(0.5);
    }

    private static Outcome receive(Picture picture, String string, long seed) {
        Stopwatch stopwatch = new Stopwatch(stage -> { });
        PictureTransmitter transmitter = new PictureTransmitter(model.codec(), TestLines.MODEL, WAVEFORM, 20);
        Transmission sent = transmitter.prepare(picture, 1, seed, stopwatch);
        Reassembler reassembler = new Reassembler(Bandwidth.none(model.codec().format()), TestLines.MODEL);
        try (Radio radio = RadioStrings.open(string, WAVEFORM, seed)) {
            new AirPass(radio, WAVEFORM.receiver()).run(sent.bursts(), stopwatch).forEach(reassembler::add);
        }
        Reassembly reassembly = reassembler.result().orElseThrow();
        LatentError error = new LatentError(model.codec().format(), sent.latent());
        Outcome outcome = new Outcome(new LinkedHashMap<>(), new LinkedHashMap<>());
        for (String name : NoiseMap.REGISTRY.names()) {
            ReceiverSettings settings = new ReceiverSettings(model.codec(), TestLines.MODEL, model.denoiser(), model.schedule(),
                    new AnalyticTimestepMap(model.schedule()), "posterior-mean", Sampler.REGISTRY.get("posterior-mean"), 1,
                    NoiseMap.REGISTRY.get(name));
            Reception reception = new PictureReceiver(settings).receive(reassembly, Seeds.random(seed, "sampler"), stopwatch);
            outcome.psnr.put(name, new Psnr().measure(picture, reception.denoised()).orElseThrow());
            outcome.error.put(name, Snr.toDb(error.of(reception.denoisedLatent())));
        }
        return outcome;
    }

    /** Parts of 128x96 of the drawn pictures. */
    private static List<Picture> pictures() {
        List<Picture> parts = new ArrayList<>();
        for (Picture whole : BuiltInPictures.all().values()) {
            for (int part = 0; part < 2; part++) {
                float[] samples = new float[3 * 128 * 96];
                for (int i = 0; i < samples.length; i++) {
                    int y = i / 128 % 96 + (part + 1) * whole.height() / 4;
                    samples[i] = whole.samples()[(i / (128 * 96) * whole.height() + y) * whole.width() + i % 128 + (part + 1) * whole.width() / 5];
                }
                parts.add(new Picture(128, 96, samples));
            }
        }
        return parts;
    }
}
