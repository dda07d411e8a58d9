// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentShape;
import org.semlink.codec.NoisyLatent;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.Parameters;
import org.semlink.codec.djl.Precision;
import org.semlink.codec.djl.Scope;
import org.semlink.codec.djl.StoredTensor;
import org.semlink.diffusion.Denoiser;

/** The trained {@link UNet} as a {@link Denoiser}; odd sides are evened out with a border of erased elements. Holds weights alone: any thread may call. */
public final class NetworkDenoiser implements Denoiser {

    /**
     * The cleanest link SNR (linear) that training saw together with erased elements, 30 dB; told that its neighbours are known better, a network fills holes
     * worse, by 0.1 to 0.35 dB of latent error with three tenths of the bursts lost.
     */
    private static final double CLEANEST_WITH_HOLES = 1000;

    /** The largest element that some 300 photos have is 11.6. */
    private static final float LARGEST = 12;

    private final NDManager manager;
    private final UNet network;
    private final Precision precision;
    private final String source;

    /**
     * @param tensors weights by name
     * @param source  what error messages call the file
     */
    public NetworkDenoiser(Compute compute, Map<String, StoredTensor> tensors, UNet.Config config, String source) {
        this.source = source;
        precision = compute.precision();
        manager = compute.manager().newSubManager();
        network = new UNet(Parameters.stored(manager, tensors, source, compute.precision()), config);
    }

    /** The network itself, for whoever needs gradients. */
    public UNet network() {
        return network;
    }

    @Override
    public Latent denoise(NoisyLatent noisy) {
        return denoiseAll(List.of(noisy)).get(0);
    }

    @Override
    public List<Latent> denoiseAll(List<NoisyLatent> noisy) {
        LatentShape shape = noisy.get(0).shape();
        LatentShape even = new LatentShape(shape.channels(), shape.height() + (shape.height() & 1), shape.width() + (shape.width() & 1));
        float[] shrunk = new float[noisy.size() * even.size()];
        float[] deviation = new float[shrunk.length];
        float[] time = new float[noisy.size() * TimeEmbedding.SIZE];
        Arrays.fill(deviation, 1);
        for (int b = 0; b < noisy.size(); b++) {
            NoisyLatent link = credible(noisy.get(b));
            if (!link.shape().equals(shape)) {
                throw new IllegalArgumentException("a batch must be of one shape, got " + shape + " and " + link.shape());
            }
            NoisyLatent told = link.snr() > CLEANEST_WITH_HOLES && link.hasErasures() ? link.toldSnr(CLEANEST_WITH_HOLES) : link;
            shrink(told, shrunk, deviation, b * even.size(), even);
            TimeEmbedding.write(told.snr(), time, b * TimeEmbedding.SIZE);
        }
        Shape padded = new Shape(noisy.size(), even.channels(), even.height(), even.width());
        float[] refined = Scope.call(manager, scope -> {
            NDArray out = network.apply(scope.create(shrunk, padded), scope.create(deviation, padded),
                    scope.create(time, new Shape(noisy.size(), TimeEmbedding.SIZE, 1, 1)));
            return out.toFloatArray();
        });
        precision.requireFinite(refined, source);
        // What no latent is, no word of a network is (static thresholding, Ho et al. 2020): one astray must not lead a sampler's next step astray.
        for (int k = 0; k < refined.length; k++) {
            refined[k] = Math.max(-LARGEST, Math.min(LARGEST, refined[k]));
        }
        List<Latent> clean = new ArrayList<>();
        for (int b = 0; b < noisy.size(); b++) {
            clean.add(new Latent(shape, crop(refined, b * even.size(), even, shape)));
        }
        return clean;
    }

    @Override
    public boolean takesMany() {
        return true;
    }

    /**
     * With every element taken for lost of which linear shrinkage makes more than any latent has, such as under an interferer's impulse that the noise map knows
     * nothing of: made to trust one, a network explodes around it.
     */
    private static NoisyLatent credible(NoisyLatent noisy) {
        float[] values = noisy.observed().values();
        float[] variance = noisy.variance();
        float[] doubted = null;
        for (int k = 0; k < values.length; k++) {
            if (Math.abs(values[k]) > LARGEST * (1 + variance[k])) {
                doubted = doubted == null ? variance.clone() : doubted;
                doubted[k] = Float.POSITIVE_INFINITY;
            }
        }
        return doubted == null ? noisy : new NoisyLatent(noisy.observed(), doubted, noisy.snr());
    }

    /** Linear estimate and posterior deviation of each element, at {@code at} of the padded arrays. */
    private static void shrink(NoisyLatent noisy, float[] shrunk, float[] deviation, int at, LatentShape even) {
        LatentShape shape = noisy.shape();
        float[] values = noisy.observed().values();
        float[] variance = noisy.variance();
        for (int row = 0; row < shape.channels() * shape.height(); row++) {
            int to = at + (row / shape.height() * even.height() + row % shape.height()) * even.width();
            for (int x = 0; x < shape.width(); x++) {
                int from = row * shape.width() + x;
                float shrinkage = 1 / (1 + variance[from]);
                shrunk[to + x] = values[from] * shrinkage;
                deviation[to + x] = (float) Math.sqrt(1 - shrinkage);
            }
        }
    }

    private static float[] crop(float[] padded, int at, LatentShape even, LatentShape shape) {
        float[] out = new float[shape.size()];
        for (int row = 0; row < shape.channels() * shape.height(); row++) {
            System.arraycopy(padded, at + (row / shape.height() * even.height() + row % shape.height()) * even.width(), out, row * shape.width(),
                    shape.width());
        }
        return out;
    }

    @Override
    public void close() {
        manager.close();
    }
}
