// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.LatentShape;
import org.semlink.codec.djl.Compute;
import org.semlink.common.SemlinkException;

/** How long a step of training the default denoiser takes; on noise, which costs what pictures cost. */
public final class TrainingSpeed {

    private static final int CHANNELS = 32;
    private static final int STRIDE = 8;
    private static final DenoiserConfig.Network DEFAULT = new DenoiserConfig.Network(128, 160, 3);

    private TrainingSpeed() {
    }

    /**
     * Nanoseconds of each step on one batch: forward, backward, clipping, Adam and averaging.
     *
     * @param batch   crops a step
     * @param crop    side of a crop in latent positions, even
     * @param seconds to go on for, after two steps that do not count; at least five count
     * @throws SemlinkException if batch or crop is none that training takes
     */
    public static List<Long> steps(Compute compute, int batch, int crop, double seconds) {
        Optimisation optimisation = new Optimisation(Integer.MAX_VALUE, 1e-4, 100, 1, 0.99);
        DenoiserConfig config = new DenoiserConfig(optimisation, batch, crop, 1, 6, 9, 0.2, 0.1, DEFAULT, 1);
        float[] ones = new float[CHANNELS];
        Arrays.fill(ones, 1);
        DenoiserProblem problem = new DenoiserProblem(config, new LatentFormat(STRIDE, ones, ones), List.of(noise(crop)), List.of(), "noise",
                compute.manager());
        List<Long> durations = new ArrayList<>();
        try (Trainer<DenoiserBatch> trainer = new Trainer<>(problem, optimisation, compute.manager())) {
            DenoiserBatch drawn = problem.draw(0);
            trainer.step(drawn);
            trainer.step(drawn);
            for (long end = System.nanoTime() + (long) (seconds * 1e9); durations.size() < 5 || System.nanoTime() < end; ) {
                long start = System.nanoTime();
                trainer.step(drawn);
                durations.add(System.nanoTime() - start);
            }
        }
        return durations;
    }

    private static Latent noise(int side) {
        SplittableRandom random = new SplittableRandom(1);
        LatentShape shape = new LatentShape(CHANNELS, side, side);
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Latent(shape, values);
    }
}
