// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.junit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.atomic.AtomicInteger;
import org.semlink.calibration.AnalyticTimestepMap;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.NoiseMap;
import org.semlink.codec.Picture;
import org.semlink.codec.metric.PictureMetrics;
import org.semlink.common.Seeds;
import org.semlink.common.SemlinkException;
import org.semlink.diffusion.Denoiser;
import org.semlink.diffusion.GaussianDenoiser;
import org.semlink.diffusion.sampler.Sampler;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioSpec;
import org.semlink.radio.waveform.Waveform;
import org.semlink.testbench.line.ContentHash;
import org.semlink.testbench.line.Line;
import org.semlink.testbench.line.LoadedModel;
import org.semlink.testbench.line.RadioStrings;
import org.semlink.testbench.line.ReceiverSettings;
import org.semlink.testbench.line.TrialResult;
import org.semlink.testbench.line.TrialSpec;
import org.semlink.testbench.result.ResultJson;
import org.semlink.testbench.result.RunInfo;

/**
 * A whole link over a simulated radio for tests, parts of which a test may replace by its own: codec, denoiser, sampler.
 *
 * <p>{@code with...} give a changed link over the same radio and leave this one as it is. Codecs and denoisers that are given stay their owner's to
 * close. Picture number n of a radio is sent with seeds derived from the link's seed and n: the same calls give the same results.
 */
public final class TestLink implements AutoCloseable {

    private static final int NUMBERS = 1 << 16;

    /** What all links over one radio share. */
    private record Air(Radio radio, Waveform waveform, LoadedModel loaded, long seed, AtomicInteger next) {
    }

    private final Air air;
    private final LoadedModel model;
    private final String samplerName;
    private final Sampler sampler;
    private final int steps;

    private TestLink(Air air, LoadedModel model, String samplerName, Sampler sampler, int steps) {
        this.air = air;
        this.model = model;
        this.samplerName = samplerName;
        this.sampler = sampler;
        this.steps = steps;
        if (steps < 1) {
            throw SemlinkException.input("steps of a sampler must be at least 1, got %d", steps);
        }
    }

    /**
     * Opens a link without JUnit.
     *
     * @param model stays its owner's to close, after this
     */
    public static TestLink open(String radio, Waveform waveform, LoadedModel model, long seed) {
        if (!RadioSpec.parse(radio).scheme().equals("sim")) {
            throw SemlinkException.input("radio of a simulated link must be a sim: one, got '%s'; write sim:snr=10 for example", radio);
        }
        return new TestLink(new Air(RadioStrings.open(radio, waveform, seed), waveform, model, seed, new AtomicInteger()), model, "posterior-mean",
                Sampler.REGISTRY.get("posterior-mean"), 1);
    }

    /**
     * With a codec of the caller's, and linear shrinkage in the place of the model's denoiser, which knows the latents of its own codec alone. That is
     * the best there is for latents that are white Gaussian noise of unit variance.
     */
    public TestLink with(ImageCodec codec) {
        return with(codec, new GaussianDenoiser(1));
    }

    /** With a denoiser of the caller's for the latents of this link's codec. */
    public TestLink with(Denoiser denoiser) {
        return with(model.codec(), denoiser);
    }

    /** With a codec of the caller's and the denoiser for its latents. */
    public TestLink with(ImageCodec codec, Denoiser denoiser) {
        String name = codec.getClass().getSimpleName() + " and " + denoiser.getClass().getSimpleName();
        return new TestLink(air, LoadedModel.of(name, model.execution(), codec, denoiser, model.schedule(), () -> { }), samplerName, sampler, steps);
    }

    /** With a sampler of the caller's. */
    public TestLink with(Sampler own, int levels) {
        return new TestLink(air, model, own.getClass().getSimpleName(), own, levels);
    }

    /** With a sampler by its name on the command line. */
    public TestLink withSampler(String name, int levels) {
        if (name.equals("posterior-mean") && levels != 1) {
            throw SemlinkException.input("steps must be 1 with the sampler posterior-mean, got %d; use ddim or ddpm", levels);
        }
        return new TestLink(air, model, name, Sampler.REGISTRY.get(name), levels);
    }

    /** Sends a picture through the link and measures what came of it; a lost burst, or all of them, is a result and no error. */
    public TestTrial send(Picture picture) {
        // Tests that run at the same time share a loaded model, and networks are for one thread at a time.
        synchronized (air.loaded) {
            return sendAlone(picture);
        }
    }

    private TestTrial sendAlone(Picture picture) {
        int number = air.next.getAndIncrement();
        Line line = new Line(settings(), air.waveform);
        TrialResult result = line.run(air.radio, new TrialSpec("picture " + number, picture, number % NUMBERS,
                Seeds.child(air.seed, "picture", number)), stage -> { });
        try (PictureMetrics metrics = PictureMetrics.withoutLpips()) {
            ObjectNode json = ResultJson.of(result, new RunInfo(model, line, metrics, air.seed, ""));
            return new TestTrial(result, json);
        }
    }

    private ReceiverSettings settings() {
        return new ReceiverSettings(model.codec(), ContentHash.modelId(model.sha256()), model.denoiser(sampler), model.schedule(),
                new AnalyticTimestepMap(model.schedule()), samplerName, sampler, steps, NoiseMap.REGISTRY.get("per-element"));
    }

    /** Closes the radio, for all links over it. */
    @Override
    public void close() {
        air.radio.close();
    }
}
