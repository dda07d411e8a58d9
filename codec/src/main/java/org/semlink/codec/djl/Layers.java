// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import java.util.function.UnaryOperator;

/**
 * The few layers that the networks are made of, as functions over [batch, channel, height, width] arrays.
 *
 * <p>What a layer makes on its way is freed before it returns, so that its memory is warm for the next one; a gradient keeps for itself what it
 * needs.
 */
public final class Layers {

    /** Of DJL's interpolation modes. */
    private static final int NEAREST = 0;

    private Layers() {
    }

    /** A convolution, odd square kernel, zero padding that keeps the size at stride 1. */
    public static final class Conv {

        private final NDArray weight;
        private final NDArray bias;
        private final int stride;
        private final int padding;

        private Conv(NDArray weight, NDArray bias, int stride, int padding) {
            this.weight = weight;
            this.bias = bias;
            this.stride = stride;
            this.padding = padding;
        }

        /** Kernel {@code size x size}, initialised with variance {@code gain / fanIn}; gain 0 starts at zero. */
        public static Conv of(Parameters parameters, String name, int in, int out, int size, int stride, double gain) {
            return new Conv(parameters.weight(name + ".weight", gain, out, in, size, size),
                    parameters.constant(name + ".bias", 0, out), stride, size / 2);
        }

        /** A stride-1 convolution. */
        public static Conv of(Parameters parameters, String name, int in, int out, int size, double gain) {
            return of(parameters, name, in, out, size, 1, gain);
        }

        /** A convolution without bias. */
        public static Conv withoutBias(Parameters parameters, String name, int in, int out, int size, int stride, double gain) {
            return new Conv(parameters.weight(name + ".weight", gain, out, in, size, size), null, stride, size / 2);
        }

        /** In the weights' precision, whatever that of the input. */
        public NDArray apply(NDArray x) {
            return conv2d(x.toType(weight.getDataType(), false), weight, bias, stride, padding);
        }
    }

    /** Two 3x3 convolutions around a GELU, added to the input; the second starts at zero, so the block starts as identity. */
    public static final class ResidualBlock {

        private final Conv first;
        private final Conv second;

        public ResidualBlock(Parameters parameters, String name, int channels) {
            first = Conv.of(parameters, name + ".first", channels, channels, 3, 2);
            second = Conv.of(parameters, name + ".second", channels, channels, 3, 0);
        }

        public NDArray apply(NDArray x) {
            NDArray h = then(then(first.apply(x), Layers::gelu), second::apply);
            return h.addi(x);
        }

        /** As {@link #apply(NDArray)} with feature-wise modulation {@code h (1 + scale) + shift}, each [batch, channel, 1, 1]. */
        public NDArray apply(NDArray x, NDArray scale, NDArray shift) {
            NDArray h = then(first.apply(x), y -> modulated(y, scale, shift));
            return then(then(h, Layers::gelu), second::apply).addi(x);
        }

        private static NDArray modulated(NDArray h, NDArray scale, NDArray shift) {
            try (NDArray gain = scale.add(1)) {
                return h.mul(gain).addi(shift);
            }
        }
    }

    /**
     * A convolution with zero padding.
     *
     * @param weight [out, in, kernel, kernel]
     * @param bias   [out] or null
     */
    public static NDArray conv2d(NDArray x, NDArray weight, NDArray bias, int stride, int padding) {
        NDArray y = Conv2d.conv2d(x, weight, bias, new Shape(stride, stride), new Shape(padding, padding)).singletonOrThrow();
        Flops.add(y, weight);
        return y;
    }

    /** Applies {@code layer} and frees its input. */
    public static NDArray then(NDArray x, UnaryOperator<NDArray> layer) {
        try (x) {
            return layer.apply(x);
        }
    }

    /** The same in single precision, which sums over many elements and what is handed out need. */
    public static NDArray single(NDArray x) {
        return x.toType(DataType.FLOAT32, false);
    }

    /**
     * {@code factor x}, for whatever a gradient may pass through.
     *
     * <p>Not {@code x.mul(factor)}: on the CPU the array that DJL makes of a number lies in memory of Java, and once the operator returned nothing holds it. The
     * gradient reads it later; if Java has collected it by then, the gradient is garbage or no number. Here it lives as long as x's manager: a call's scope, so x is
     * no weight.
     */
    public static NDArray times(NDArray x, double factor) {
        return x.mul(x.getManager().create((float) factor));
    }

    /** {@code 1 / x}; not {@code x.pow(-1)}, see {@link #times}. */
    public static NDArray reciprocal(NDArray x) {
        return x.getManager().create(1f).div(x);
    }

    public static NDArray gelu(NDArray x) {
        return x.getNDArrayInternal().gelu();
    }

    /**
     * GroupNorm (Wu and He 2018): each group of channels is standardised over itself and all positions, then scaled and shifted per channel. In
     * single precision whatever the input: squares of a whole group overflow half.
     *
     * @param scale per channel, [c, 1, 1]
     * @param shift per channel, [c, 1, 1]
     */
    public static NDArray groupNorm(NDArray x, int groups, NDArray scale, NDArray shift) {
        long[] s = x.getShape().getShape();
        NDArray grouped = single(x).reshape(s[0] * groups, -1);
        NDArray mean = grouped.mean(new int[] {1}, true);
        NDArray centred = grouped.sub(mean);
        NDArray deviation = centred.square().mean(new int[] {1}, true).addi(1e-5f).sqrt();
        return centred.divi(deviation).reshape(s).muli(scale).addi(shift);
    }

    /** [B, C r^2, h, w] to [B, C, h r, w r], channel index = (c r + row) r + column. */
    public static NDArray pixelShuffle(NDArray x, int r) {
        long[] s = x.getShape().getShape();
        long c = s[1] / (r * (long) r);
        return x.reshape(s[0], c, r, r, s[2], s[3]).transpose(0, 1, 4, 2, 5, 3).reshape(s[0], c, s[2] * r, s[3] * r);
    }

    /** The inverse of {@link #pixelShuffle}: [B, C, h r, w r] to [B, C r^2, h, w]. */
    public static NDArray pixelUnshuffle(NDArray x, int r) {
        long[] s = x.getShape().getShape();
        return x.reshape(s[0], s[1], s[2] / r, r, s[3] / r, r).transpose(0, 1, 3, 5, 2, 4).reshape(s[0], s[1] * r * r, s[2] / r, s[3] / r);
    }

    /** Nearest-neighbour enlargement by 2. */
    public static NDArray upsample2(NDArray x) {
        long[] s = x.getShape().getShape();
        return x.getNDArrayInternal().interpolation(new long[] {2 * s[2], 2 * s[3]}, NEAREST, false);
    }

    /** Joins along channels. */
    public static NDArray concat(NDArray a, NDArray b) {
        return NDArrays.concat(new ai.djl.ndarray.NDList(a, b), 1);
    }
}
