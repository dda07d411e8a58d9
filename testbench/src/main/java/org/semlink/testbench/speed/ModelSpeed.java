// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.speed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.semlink.codec.Latent;
import org.semlink.codec.NoisyLatent;
import org.semlink.codec.Picture;
import org.semlink.codec.djl.Flops;
import org.semlink.testbench.line.LoadedModel;

/**
 * How long a model's networks take, each called alone on this thread, with what goes to the device and comes back.
 *
 * <p>Each is called once and then again and again for a while; the median counts. Encoder and decoder take one picture a call.
 */
final class ModelSpeed {

    private final LoadedModel model;
    private final Picture picture;
    private final double roundS;
    private final Runnable between;

    /**
     * @param roundS  seconds for each measurement
     * @param between two calls, to end the work by an exception
     */
    ModelSpeed(LoadedModel model, int width, int height, double roundS, Runnable between) {
        this.model = model;
        this.picture = noise(width, height);
        this.roundS = roundS;
        this.between = between;
    }

    /**
     * What one network does in a call.
     *
     * @param network      encoder, denoiser or decoder
     * @param batch        pictures in a call
     * @param callMs       median over calls
     * @param pictureFlops convolutions' operations for one picture; 0 where they are not known
     */
    record Row(String network, int batch, double callMs, double pictureFlops) {

        double pictureMs() {
            return callMs / batch;
        }

        double flopsPerSecond() {
            return pictureFlops * 1e3 / pictureMs();
        }
    }

    /** Hands out each row as soon as it is known. */
    void measure(List<Integer> batches, Consumer<Row> found) {
        Latent latent = model.codec().encode(picture);
        found.accept(row("encoder", 1, () -> model.codec().encode(picture)));
        for (int batch : batches) {
            List<NoisyLatent> noisy = Collections.nCopies(batch, noisy(latent));
            found.accept(row("denoiser", batch, () -> model.denoiser().denoiseAll(noisy)));
        }
        found.accept(row("decoder", 1, () -> model.codec().decode(latent, picture.width(), picture.height())));
    }

    private Row row(String network, int batch, Runnable call) {
        double flops = Flops.of(call);
        List<Long> durations = new ArrayList<>();
        for (long end = System.nanoTime() + (long) (roundS * 1e9); durations.size() < 3 || System.nanoTime() < end; ) {
            long start = System.nanoTime();
            call.run();
            durations.add(System.nanoTime() - start);
            between.run();
        }
        return new Row(network, batch, medianMs(durations), flops / batch);
    }

    static double medianMs(List<Long> nanoseconds) {
        return nanoseconds.stream().sorted().toList().get(nanoseconds.size() / 2) / 1e6;
    }

    private static NoisyLatent noisy(Latent latent) {
        float[] variance = new float[latent.shape().size()];
        Arrays.fill(variance, 0.1f);
        return new NoisyLatent(latent, variance, 10);
    }

    private static Picture noise(int width, int height) {
        SplittableRandom random = new SplittableRandom(1);
        float[] samples = new float[3 * width * height];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) random.nextDouble();
        }
        return new Picture(width, height, samples);
    }
}
