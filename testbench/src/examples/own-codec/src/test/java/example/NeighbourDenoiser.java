// SPDX-License-Identifier: Apache-2.0
package example;

import org.semlink.codec.Latent;
import org.semlink.codec.LatentShape;
import org.semlink.codec.NoisyLatent;
import org.semlink.diffusion.Denoiser;

/** A denoiser to test: every element from what is observed of it and of its neighbours, which in a thumbnail are much like it. */
final class NeighbourDenoiser implements Denoiser {

    /** Variance of the difference between neighbours, in units of the standardised latent. */
    private static final double DIFFERENCE = 0.12;

    @Override
    public Latent denoise(NoisyLatent noisy) {
        LatentShape shape = noisy.shape();
        float[] clean = new float[shape.size()];
        for (int i = 0; i < clean.length; i++) {
            int x = i % shape.width();
            int y = i / shape.width() % shape.height();
            // The prior, zero mean and unit variance, counts as one more observation.
            double weights = 1;
            double sum = 0;
            for (int[] step : new int[][] {{0, 0}, {-1, 0}, {1, 0}, {0, -1}, {0, 1}}) {
                if (x + step[0] < 0 || x + step[0] >= shape.width() || y + step[1] < 0 || y + step[1] >= shape.height()) {
                    continue;
                }
                int at = i + step[1] * shape.width() + step[0];
                double weight = 1 / (noisy.variance()[at] + (at == i ? 0 : DIFFERENCE));
                weights += weight;
                sum += weight * noisy.observed().values()[at];
            }
            clean[i] = (float) (sum / weights);
        }
        return new Latent(shape, clean);
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
