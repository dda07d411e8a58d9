// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.bandwidth;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.LatentShape;
import org.semlink.codec.NoisyLatent;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.Layers;
import org.semlink.codec.djl.Parameters;
import org.semlink.codec.djl.Scope;
import org.semlink.codec.djl.StoredTensor;

/**
 * The trained {@link BandwidthNetwork} around the channel.
 *
 * <p>The up-sampler says mean m and variance d^2 of each latent element given all that was received. As the diffusion wants an observation
 * {@code v = u + n} with noise that does not depend on u, the shrinkage of the mean is undone: {@code v = m / (1 - d^2)} with noise variance
 * {@code d^2 / (1 - d^2)}, whose linear estimate and posterior variance under the white prior are m and d^2 again. Odd sides are evened out by repeating the last row and column.
 */
public final class BandwidthModule implements Bandwidth {

    /** Nothing is known better than this. */
    public static final float LEAST_VARIANCE = 1e-6f;
    /** Nothing worse: where a picture has more texture than the prior the posterior can be wider than it, which no observation says. */
    public static final float MOST_VARIANCE = 0.95f;
    private static final int FACTOR = BandwidthNetwork.FACTOR;

    private final NDManager manager;
    private final BandwidthNetwork network;
    private final LatentFormat latent;
    private final BandwidthNetwork.Config sizes;
    private final Map<BandwidthRatio, LatentFormat> formats = new LinkedHashMap<>();

    /**
     * @param tensors weights by name
     * @param source  what error messages call the file
     * @param latent  format of the codec's latents
     * @param ratios  that the network was trained for, widest first
     */
    public BandwidthModule(Compute compute, Map<String, StoredTensor> tensors, BandwidthNetwork.Config sizes, String source, LatentFormat latent,
            List<BandwidthRatio> ratios) {
        this.manager = compute.manager().newSubManager();
        this.sizes = sizes;
        this.latent = latent;
        network = new BandwidthNetwork(Parameters.stored(manager, tensors, source, compute.precision()), sizes, BandwidthNetwork.Start.fromFile(sizes));
        formats.put(BandwidthRatio.of(latent.channels(), latent.stride()), latent);
        try (NDManager scope = manager.newSubManager()) {
            for (int i = 0; i < ratios.size(); i++) {
                formats.put(ratios.get(i), codeFormat(scope, ratios.get(i), i));
            }
        }
    }

    private LatentFormat codeFormat(NDManager scope, BandwidthRatio ratio, int index) {
        int stride = FACTOR * latent.stride();
        int channels = ratio.channels(stride);
        float[] hot = new float[sizes.ratios()];
        hot[index] = 1;
        float[] power = network.power(scope.create(hot, new Shape(1, hot.length)), network.sent(scope, channels)).toFloatArray();
        float[] unitScale = new float[channels];
        Arrays.fill(unitScale, 1);
        return new LatentFormat(stride, unitScale, Arrays.copyOf(power, channels));
    }

    /**
     * What a receiver knows of latents [b, C, 2h, 2w] that were sent at a ratio of this module through white noise, as arrays that gradients pass through.
     *
     * @param noise    variance per real at unit mean power, 1 / SNR
     * @param gaussian of unit variance, [b, M, h, w] with M channels of the widest ratio
     */
    public BandwidthNetwork.Posterior throughNoise(NDArray latents, BandwidthRatio ratio, double noise, NDArray gaussian) {
        NDManager scope = latents.getManager();
        LatentFormat format = formats.get(ratio);
        NDArray sent = network.sent(scope, format.channels());
        float[] powers = new float[sizes.code()];
        for (int c = 0; c < format.channels(); c++) {
            powers[c] = format.power(c);
        }
        NDArray share = scope.create(powers, sent.getShape());
        NDArray code = network.compress(latents, sent);
        NDArray power = code.square().mul(share).mean().div(sent.mean());
        return network.expand(code, sent, share, Layers.times(gaussian.onesLike().mul(power), noise), gaussian);
    }

    /** Channels of the code at the widest ratio. */
    public int widest() {
        return sizes.code();
    }

    @Override
    public List<BandwidthRatio> ratios() {
        return new ArrayList<>(formats.keySet());
    }

    @Override
    public Optional<LatentFormat> format(BandwidthRatio ratio) {
        return Optional.ofNullable(formats.get(ratio));
    }

    @Override
    public Latent compress(Latent z, BandwidthRatio ratio) {
        if (ratio.equals(own())) {
            return z;
        }
        int channels = formats.get(ratio).channels();
        LatentShape even = new LatentShape(z.shape().channels(), evened(z.shape().height()), evened(z.shape().width()));
        return Scope.call(manager, scope -> {
            NDArray code = network.compress(scope.create(z.resized(even).values(), shape(even)), network.sent(scope, channels));
            LatentShape shape = new LatentShape(channels, even.height() / FACTOR, even.width() / FACTOR);
            return new Latent(shape, Arrays.copyOf(code.toFloatArray(), shape.size()));
        });
    }

    @Override
    public NoisyLatent expand(NoisyLatent code, LatentShape shape, BandwidthRatio ratio) {
        if (ratio.equals(own())) {
            return code;
        }
        if (code.isErased()) {
            return NoisyLatent.erased(shape, code.snr());
        }
        LatentShape even = new LatentShape(shape.channels(), code.shape().height() * FACTOR, code.shape().width() * FACTOR);
        LatentShape whole = new LatentShape(sizes.code(), code.shape().height(), code.shape().width());
        return Scope.call(manager, scope -> {
            BandwidthNetwork.Posterior posterior = network.expand(scope.create(code.posteriorMean(whole.size()), shape(whole)),
                    scope.create(code.posteriorDeviation(whole.size()), shape(whole)));
            return observation(new Latent(even, posterior.mean().toFloatArray()).resized(shape).values(),
                    new Latent(even, posterior.logVariance().exp().toFloatArray()).resized(shape).values(), shape);
        });
    }

    /** The observation whose linear estimate is {@code mean} with {@code variance} left; takes ownership of both. */
    private NoisyLatent observation(float[] mean, float[] variance, LatentShape shape) {
        for (int k = 0; k < variance.length; k++) {
            variance[k] = Math.max(LEAST_VARIANCE, Math.min(MOST_VARIANCE, variance[k]));
        }
        double effective = EffectiveSnr.of(latent, shape, variance);
        for (int k = 0; k < variance.length; k++) {
            mean[k] /= 1 - variance[k];
            variance[k] /= 1 - variance[k];
        }
        return new NoisyLatent(new Latent(shape, mean), variance, effective);
    }

    private static Shape shape(LatentShape shape) {
        return new Shape(1, shape.channels(), shape.height(), shape.width());
    }

    private static int evened(int side) {
        return (side + FACTOR - 1) / FACTOR * FACTOR;
    }

    @Override
    public void close() {
        manager.close();
    }
}
