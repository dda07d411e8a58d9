// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.taef2;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.Layers;
import org.semlink.codec.djl.Parameters;
import org.semlink.codec.djl.Scope;
import org.semlink.codec.djl.StoredTensor;
import org.semlink.codec.taef2.Tiles.Span;

/**
 * TAEF2's two networks over plain arrays: pixels in [0, 1] to the raw latent of 32 channels at 1/8 of the resolution, and back.
 *
 * <p>Sides are multiples of 8. The layers at high resolution run tile by tile with no difference to the result, so that memory does
 * not grow with the picture beyond its own floats. Holds weights alone: any thread may call.
 */
final class Taef2Network implements AutoCloseable {

    private static final int STRIDE = Taef2Codec.STRIDE;

    private final NDManager manager;
    private final Taef2Encoder encoder;
    private final Taef2Decoder decoder;
    private final int tile;

    /** @param tile side of a tile in latent positions */
    Taef2Network(Compute compute, Map<String, StoredTensor> encoderTensors, String encoderSource, Map<String, StoredTensor> decoderTensors,
            String decoderSource, int tile) {
        this.tile = tile;
        manager = compute.manager().newSubManager();
        encoder = new Taef2Encoder(Parameters.stored(manager, encoderTensors, encoderSource, compute.precision()));
        decoder = new Taef2Decoder(Parameters.stored(manager, decoderTensors, decoderSource, compute.precision()));
    }

    /** Pixels [3, 8h, 8w] to the raw latent [32, h, w]. */
    float[] encode(float[] pixels, int h, int w) {
        float[] features = tiled(pixels, 3, STRIDE, Taef2Layers.WIDTH, 1, h, w, encoder::local);
        return whole(features, Taef2Layers.WIDTH, h, w, encoder::global);
    }

    /** The raw latent [32, h, w] to pixels [3, 8h, 8w], not clamped. */
    float[] decode(float[] latent, int h, int w) {
        float[] features = whole(latent, Taef2Codec.CHANNELS, h, w, decoder::global);
        return tiled(features, Taef2Layers.WIDTH, 1, 3, STRIDE, h, w, decoder::local);
    }

    private float[] whole(float[] values, int channels, int h, int w, UnaryOperator<NDArray> network) {
        return run(values, new Shape(1, channels, h, w), network);
    }

    private float[] run(float[] values, Shape shape, UnaryOperator<NDArray> network) {
        return Scope.call(manager, scope -> Layers.single(network.apply(scope.create(values, shape))).toFloatArray());
    }

    private float[] tiled(float[] from, int channelsIn, int scaleIn, int channelsOut, int scaleOut, int h, int w, UnaryOperator<NDArray> network) {
        Plane in = new Plane(from, channelsIn, scaleIn * w, scaleIn);
        Plane out = new Plane(new float[channelsOut * scaleOut * h * scaleOut * w], channelsOut, scaleOut * w, scaleOut);
        for (Span rows : Tiles.cover(h, tile)) {
            for (Span columns : Tiles.cover(w, tile)) {
                int tileH = rows.outerTo() - rows.outerFrom();
                int tileW = columns.outerTo() - columns.outerFrom();
                float[] cut = new float[channelsIn * scaleIn * tileH * scaleIn * tileW];
                Plane outer = new Plane(cut, channelsIn, scaleIn * tileW, scaleIn);
                copy(in, rows.outerFrom(), columns.outerFrom(), outer, 0, 0, tileH, tileW);
                float[] made = run(cut, new Shape(1, channelsIn, (long) scaleIn * tileH, (long) scaleIn * tileW), network);
                copy(new Plane(made, channelsOut, scaleOut * tileW, scaleOut), rows.from() - rows.outerFrom(), columns.from() - columns.outerFrom(),
                        out, rows.from(), columns.from(), rows.to() - rows.from(), columns.to() - columns.from());
            }
        }
        return out.values;
    }

    /** Planar values with {@code scale} elements per latent position along each side. */
    private record Plane(float[] values, int channels, int width, int scale) {

        int at(int channel, int y, int x) {
            return (channel * (values.length / channels / width) + y) * width + x;
        }
    }

    /** Copies {@code h x w} latent positions of every channel. */
    private static void copy(Plane from, int fromY, int fromX, Plane to, int toY, int toX, int h, int w) {
        int s = from.scale;
        for (int c = 0; c < from.channels; c++) {
            for (int y = 0; y < h * s; y++) {
                System.arraycopy(from.values, from.at(c, fromY * s + y, fromX * s), to.values, to.at(c, toY * s + y, toX * s), w * s);
            }
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
