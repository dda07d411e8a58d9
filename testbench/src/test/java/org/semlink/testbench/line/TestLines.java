// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import org.semlink.calibration.AnalyticTimestepMap;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.NoiseMap;
import org.semlink.codec.Picture;
import org.semlink.diffusion.GaussianDenoiser;
import org.semlink.diffusion.sampler.Sampler;
import org.semlink.diffusion.schedule.NoiseSchedule;
import org.semlink.radio.Radio;
import org.semlink.radio.waveform.OfdmWaveform;

/** Lines without weights for tests. */
final class TestLines {

    static final int MODEL = 0x12345678;

    private TestLines() {
    }

    static ReceiverSettings settings(ImageCodec codec, String sampler, int steps) {
        NoiseSchedule schedule = NoiseSchedule.REGISTRY.get("ddpm-linear");
        return new ReceiverSettings(codec, MODEL, new GaussianDenoiser(1), schedule, new AnalyticTimestepMap(schedule), sampler,
                Sampler.REGISTRY.get(sampler), steps, NoiseMap.REGISTRY.get("per-element"));
    }

    static Line line(ImageCodec codec, String sampler, int steps) {
        return new Line(settings(codec, sampler, steps), new OfdmWaveform());
    }

    /** A colourful ramp with stripes: every block has something to send. */
    static Picture picture(int width, int height) {
        float[] samples = new float[3 * width * height];
        for (int i = 0; i < samples.length; i++) {
            int x = i % width;
            int y = i / width % height;
            int c = i / width / height;
            samples[i] = (float) (0.5 + 0.3 * Math.sin(0.05 * x * (c + 1) + 0.03 * y) + ((x / 7 + y / 5) % 3 - 1) * 0.1);
        }
        return new Picture(width, height, samples);
    }

    static TrialResult run(Line line, Picture picture, String radio, long seed) {
        try (Radio opened = RadioStrings.open(radio, line.waveform(), 0)) {
            return line.run(opened, new TrialSpec("test", picture, 3, seed), stage -> { });
        }
    }
}
