// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.function.UnaryOperator;

/** Arrays [b, c, h, w] with another row and column where their sides are odd, for networks that halve them. Gradients pass. */
public final class EvenSides {

    private static final int HEIGHT = 2;
    private static final int WIDTH = 3;

    private EvenSides() {
    }

    /** Repeats the last row and column. */
    public static NDArray repeating(NDArray x) {
        NDArray tall = evened(x, HEIGHT, y -> y.get(":, :, " + (y.getShape().get(HEIGHT) - 1) + ":, :"));
        return evened(tall, WIDTH, y -> y.get(":, :, :, " + (y.getShape().get(WIDTH) - 1) + ":"));
    }

    /** Adds {@code value}. */
    public static NDArray filling(NDArray x, float value) {
        UnaryOperator<NDArray> row = y -> y.getManager().full(with(y.getShape(), HEIGHT, 1), value);
        UnaryOperator<NDArray> column = y -> y.getManager().full(with(y.getShape(), WIDTH, 1), value);
        return evened(evened(x, HEIGHT, row), WIDTH, column);
    }

    /** The first rows and columns of an array that was made even, as many as {@code like} has. */
    public static NDArray cropped(NDArray x, Shape like) {
        return x.get(":, :, :" + like.get(HEIGHT) + ", :" + like.get(WIDTH));
    }

    private static NDArray evened(NDArray x, int axis, UnaryOperator<NDArray> more) {
        return x.getShape().get(axis) % 2 == 0 ? x : NDArrays.concat(new NDList(x, more.apply(x)), axis);
    }

    private static Shape with(Shape shape, int axis, long length) {
        long[] sides = shape.getShape().clone();
        sides[axis] = length;
        return new Shape(sides);
    }
}
