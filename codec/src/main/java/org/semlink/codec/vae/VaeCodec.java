// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.LatentShape;
import org.semlink.codec.Picture;
import org.semlink.codec.baseline.SoftCast;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.Parameters;
import org.semlink.codec.djl.Scope;
import org.semlink.codec.djl.StoredTensor;

/** The trained VAE as an {@link ImageCodec}: sends the posterior's mean. */
public final class VaeCodec implements ImageCodec {

    private final NDManager manager;
    private final VaeNetwork network;
    private final LatentFormat format;

    /**
     * @param tensors weights by name
     * @param source  what error messages call the file
     */
    public VaeCodec(Compute compute, Map<String, StoredTensor> tensors, VaeNetwork.Config config, String source) {
        manager = compute.manager().newSubManager();
        network = new VaeNetwork(manager, Parameters.stored(manager, tensors, source, compute.precision()), config, BlockTransform.Start.FROM_FILE);
        try (NDManager scope = manager.newSubManager()) {
            format = new LatentFormat(BlockTransform.SIDE, network.deviation().toFloatArray(), network.power(scope).toFloatArray());
        }
    }

    /** The networks themselves, for whoever needs gradients. */
    public VaeNetwork network() {
        return network;
    }

    /** The linear line over the transform that this codec starts from, with as many components as it has latent channels. */
    public SoftCast linearLine() {
        return new SoftCast(network.transform().basis(), network.transform().mean(), format.channels());
    }

    @Override
    public LatentFormat format() {
        return format;
    }

    @Override
    public Latent encode(Picture picture) {
        LatentShape shape = format.shapeFor(picture.width(), picture.height());
        int height = shape.height() * BlockTransform.SIDE;
        int width = shape.width() * BlockTransform.SIDE;
        return Scope.call(manager, scope -> {
            NDArray pixels = scope.create(picture.resizedCanvas(width, height).samples(), new Shape(1, 3, height, width));
            NDArray mean = network.encode(network.transform().analyse(pixels)).mean();
            return new Latent(shape, mean.toFloatArray());
        });
    }

    @Override
    public Picture decode(Latent latent, int width, int height) {
        LatentShape shape = latent.shape();
        return Scope.call(manager, scope -> {
            NDArray values = scope.create(latent.values(), new Shape(1, shape.channels(), shape.height(), shape.width()));
            NDArray pixels = network.transform().synthesise(network.decode(values)).clip(0, 1);
            return new Picture(shape.width() * BlockTransform.SIDE, shape.height() * BlockTransform.SIDE, pixels.toFloatArray())
                    .resizedCanvas(width, height);
        });
    }

    @Override
    public void close() {
        manager.close();
    }
}
