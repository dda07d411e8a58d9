// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djscc;

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
import org.semlink.codec.Picture;
import org.semlink.codec.PixelCodec;
import org.semlink.codec.bandwidth.Bandwidth;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.Layers;
import org.semlink.codec.djl.Observation;
import org.semlink.codec.djl.Parameters;
import org.semlink.codec.djl.Scope;
import org.semlink.codec.djl.StoredTensor;
import org.semlink.codec.djl.WholeSides;

/**
 * The trained {@link DjsccNetwork} around the channel, over the latents of {@link PixelCodec}: pictures to codes and back.
 *
 * <p>The decoder ends with the picture and says nothing of its own error, so {@link #expand} gives it as known exactly: no diffusion has anything to add.
 * Sides are padded to whole strides by repeating the last row and column.
 */
public final class DjsccModule implements Bandwidth {

    private static final int STRIDE = DjsccNetwork.STRIDE;
    /** Noise of 35 dB, the least that training sees; told of less, the decoder does worse. */
    private static final float LEAST_VARIANCE = 3.16e-4f;
    /** A picture whose code has less power than this is sent with less than unit power. */
    private static final double LEAST_POWER = 1e-12;

    private final NDManager manager;
    private final DjsccNetwork network;
    private final int widest;
    private final PixelCodec pixels = new PixelCodec();
    private final Map<BandwidthRatio, LatentFormat> formats = new LinkedHashMap<>();

    /**
     * @param tensors weights by name
     * @param source  what error messages call the file
     * @param ratios  that the network was trained for, widest first
     */
    public DjsccModule(Compute compute, Map<String, StoredTensor> tensors, DjsccNetwork.Config sizes, String source, List<BandwidthRatio> ratios) {
        manager = compute.manager().newSubManager();
        network = new DjsccNetwork(Parameters.stored(manager, tensors, source, compute.precision()), sizes);
        widest = sizes.code();
        for (BandwidthRatio ratio : ratios) {
            float[] ones = new float[ratio.channels(STRIDE)];
            Arrays.fill(ones, 1);
            formats.put(ratio, new LatentFormat(STRIDE, ones, ones));
        }
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
    public Latent compress(Latent latent, BandwidthRatio ratio) {
        LatentShape shape = formats.get(ratio).shapeFor(latent.shape().width(), latent.shape().height());
        int width = shape.width() * STRIDE;
        int height = shape.height() * STRIDE;
        Latent whole = latent.resized(new LatentShape(latent.shape().channels(), height, width));
        float[] code = Scope.call(manager, scope -> network.encode(pixels(scope.create(whole.values(), new Shape(1, 3, height, width))),
                sent(scope, shape.channels())).toFloatArray());
        return new Latent(shape, unitPower(Arrays.copyOf(code, shape.size())));
    }

    /** Not clamped: no decoder sees them. */
    private static NDArray pixels(NDArray latent) {
        return Layers.times(latent, DjsccNetwork.DEVIATION).add(DjsccNetwork.MIDDLE);
    }

    private NDArray sent(NDManager scope, int channels) {
        float[] sent = new float[widest];
        Arrays.fill(sent, 0, channels, 1);
        return scope.create(sent, new Shape(1, widest, 1, 1));
    }

    /** Of the code at the widest ratio, for latents of {@code shape}. */
    public Shape wholeCode(LatentShape shape) {
        return new Shape(1, widest, (shape.height() + STRIDE - 1) / STRIDE, (shape.width() + STRIDE - 1) / STRIDE);
    }

    /**
     * The pixels [1, 3, h, w], not clamped, that a receiver gets of latents [1, 3, h, w] sent at a ratio of this module through white noise, as arrays that
     * gradients pass through.
     *
     * @param noise    variance per real at unit mean power, 1 / SNR
     * @param gaussian of unit variance, of {@link #wholeCode}
     */
    public NDArray throughNoise(NDArray latents, BandwidthRatio ratio, double noise, NDArray gaussian) {
        NDArray sent = sent(latents.getManager(), formats.get(ratio).channels());
        NDArray code = network.encode(pixels(WholeSides.repeating(latents, STRIDE)), sent);
        NDArray unit = code.div(code.square().mean().div(sent.mean()).add(LEAST_POWER).sqrt());
        NDArray variance = Layers.times(gaussian.onesLike(), Math.max(LEAST_VARIANCE, noise));
        Observation received = Observation.of(unit, variance, gaussian).where(sent);
        return WholeSides.cropped(network.decode(received.shrunk(), received.deviation()), latents.getShape());
    }

    private static float[] unitPower(float[] code) {
        double power = LEAST_POWER;
        for (float value : code) {
            power += (double) value * value / code.length;
        }
        for (int i = 0; i < code.length; i++) {
            code[i] /= (float) Math.sqrt(power);
        }
        return code;
    }

    @Override
    public NoisyLatent expand(NoisyLatent code, LatentShape shape, BandwidthRatio ratio) {
        if (code.isErased()) {
            return NoisyLatent.erased(shape, code.snr());
        }
        float[] variance = code.variance().clone();
        for (int k = 0; k < variance.length; k++) {
            variance[k] = Math.max(LEAST_VARIANCE, variance[k]);
        }
        NoisyLatent told = new NoisyLatent(code.observed(), variance, code.snr());
        Shape whole = new Shape(1, widest, code.shape().height(), code.shape().width());
        int size = widest * code.shape().plane();
        float[] samples = Scope.call(manager, scope -> network.decode(scope.create(told.posteriorMean(size), whole),
                scope.create(told.posteriorDeviation(size), whole)).toFloatArray());
        Picture padded = new Picture(code.shape().width() * STRIDE, code.shape().height() * STRIDE, samples);
        Latent picture = pixels.encode(padded.resizedCanvas(shape.width(), shape.height()));
        return new NoisyLatent(picture, new float[shape.size()], code.snr());
    }

    @Override
    public Latent ceiling(Latent latent, BandwidthRatio ratio) {
        Latent code = compress(latent, ratio);
        return expand(new NoisyLatent(code, new float[code.shape().size()], Double.POSITIVE_INFINITY), latent.shape(), ratio).observed();
    }

    @Override
    public void close() {
        manager.close();
    }
}
