// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.calibration.AnalyticTimestepMap;
import org.semlink.codec.NoiseMap;
import org.semlink.codec.Picture;
import org.semlink.codec.image.BuiltInPictures;
import org.semlink.codec.metric.LatentError;
import org.semlink.codec.metric.Psnr;
import org.semlink.common.Seeds;
import org.semlink.common.Snr;
import org.semlink.diffusion.sampler.Sampler;
import org.semlink.radio.Radio;
import org.semlink.radio.waveform.OfdmWaveform;
import org.semlink.testbench.quality.Mean;

/** The three noise maps on the same receptions through frequency-selective fading, with lost bursts and without, by the trained model. */
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
     * Paired over pictures and fades: the interval of every difference must lie above 0, in PSNR and in latent error alike. A map that is off
     * (variances of the wrong elements, say) loses to the scalar one.
     */
    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({"posterior-mean, 'sim:channel=rayleigh,snr=12'", "ddim, 'sim:channel=rayleigh,snr=9'"})
    void perElementIsTheBestOfTheThree(String sampler, String radio) {
        List<Outcome> outcomes = new ArrayList<>();
        List<Picture> pictures = pictures();
        for (int i = 0; i < pictures.size() * FADES; i++) {
            outcomes.add(receive(pictures.get(i % pictures.size()), radio, sampler, i));
        }
        for (String other : List.of("scalar", "equalised")) {
            Mean gain = Mean.of(outcomes, o -> o.psnr.get("per-element") - o.psnr.get(other));
            Mean error = Mean.of(outcomes, o -> o.error.get(other) - o.error.get("per-element"));
            assertThat(gain.low()).as("PSNR gain over %s: %s", other, gain).isPositive();
            assertThat(error.low()).as("latent error, dB less than %s: %s", other, error).isPositive();
        }
    }

    private static Outcome receive(Picture picture, String string, String sampler, long seed) {
        Stopwatch stopwatch = new Stopwatch(stage -> { });
        PictureTransmitter transmitter = new PictureTransmitter(model.codec(), TestLines.MODEL, WAVEFORM, 20);
        Transmission sent = transmitter.prepare(picture, 1, seed, stopwatch);
        Reassembler reassembler = new Reassembler(model.codec().format(), TestLines.MODEL);
        try (Radio radio = RadioStrings.open(string, WAVEFORM, seed)) {
            new AirPass(radio, WAVEFORM.receiver()).run(sent.bursts(), stopwatch).forEach(reassembler::add);
        }
        Reassembly reassembly = reassembler.result().orElseThrow();
        LatentError error = new LatentError(model.codec().format(), sent.latent());
        Outcome outcome = new Outcome(new LinkedHashMap<>(), new LinkedHashMap<>());
        for (String name : NoiseMap.REGISTRY.names()) {
            ReceiverSettings settings = new ReceiverSettings(model.codec(), TestLines.MODEL, model.denoiser(), model.schedule(),
                    new AnalyticTimestepMap(model.schedule()), sampler, Sampler.REGISTRY.get(sampler), sampler.equals("ddim") ? 4 : 1,
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
