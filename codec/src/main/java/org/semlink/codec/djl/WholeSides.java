// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.function.BiFunction;

/** Arrays [b, c, h, w] with more rows and columns, so that their sides are multiples of what a network divides them by. Gradients pass. */
public final class WholeSides {

    private static final int HEIGHT = 2;
    private static final int WIDTH = 3;

    private WholeSides() {
    }

    /** Repeats the last row and column. */
    public static NDArray repeating(NDArray x, int multiple) {
        BiFunction<NDArray, Long, NDArray> rows = (y, count) -> y.get(":, :, " + (y.getShape().get(HEIGHT) - 1) + ":, :").repeat(HEIGHT, count);
        BiFunction<NDArray, Long, NDArray> columns = (y, count) -> y.get(":, :, :, " + (y.getShape().get(WIDTH) - 1) + ":").repeat(WIDTH, count);
        return grown(grown(x, HEIGHT, multiple, rows), WIDTH, multiple, columns);
    }

    /** Adds {@code value}. */
    public static NDArray filling(NDArray x, int multiple, float value) {
        BiFunction<NDArray, Long, NDArray> rows = (y, count) -> y.getManager().full(with(y.getShape(), HEIGHT, count), value);
        BiFunction<NDArray, Long, NDArray> columns = (y, count) -> y.getManager().full(with(y.getShape(), WIDTH, count), value);
        return grown(grown(x, HEIGHT, multiple, rows), WIDTH, multiple, columns);
    }

    /** The first rows and columns, as many as {@code like} has. */
    public static NDArray cropped(NDArray x, Shape like) {
        return x.get(":, :, :" + like.get(HEIGHT) + ", :" + like.get(WIDTH));
    }

    private static NDArray grown(NDArray x, int axis, int multiple, BiFunction<NDArray, Long, NDArray> more) {
        long missing = Math.floorMod(-x.getShape().get(axis), (long) multiple);
        return missing == 0 ? x : NDArrays.concat(new NDList(x, more.apply(x, missing)), axis);
    }

    private static Shape with(Shape shape, int axis, long length) {
        long[] sides = shape.getShape().clone();
        sides[axis] = length;
        return new Shape(sides);
    }
}
