// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.semlink.codec.djl.Layers;
import org.semlink.codec.djl.Parameters;

/**
 * The fixed Karhunen-Loeve transform of 8x8x3 blocks that the learned codec starts from.
 *
 * <p>Analysis {@code c = B (x - m)} is one convolution of kernel and stride 8, [b, 3, 8h, 8w] to [b, 192, h, w]; synthesis
 * {@code x = B' c + m} is a 1x1 convolution and a pixel shuffle. B is orthonormal, so squared errors of coefficients and of pixels are
 * equal. Components come in order of falling variance; {@code deviation} holds the standard deviation of each.
 */
public final class BlockTransform {

    /** Pixels per side of a block. */
    public static final int SIDE = 8;
    /** Reals per block: 8 x 8 x 3. */
    public static final int SIZE = 3 * SIDE * SIDE;

    private final NDArray analysis;
    private final NDArray analysisBias;
    private final NDArray synthesis;
    private final NDArray synthesisBias;
    private final NDArray deviation;

    /**
     * Takes {@code klt.basis} [192, 192] (rows are components; columns run over colour, row, column), {@code klt.mean} [192] and
     * {@code klt.deviation} [192] from the parameters, or the given start where they are initialised.
     */
    public BlockTransform(Parameters parameters, Start start) {
        NDArray basis = parameters.given("klt.basis", start.basis, SIZE, SIZE);
        NDArray mean = parameters.given("klt.mean", start.mean, SIZE);
        deviation = parameters.given("klt.deviation", start.deviation, SIZE);
        analysis = basis.reshape(SIZE, 3, SIDE, SIDE);
        analysisBias = basis.matMul(mean.reshape(SIZE, 1)).reshape(SIZE).neg();
        synthesis = basis.transpose(1, 0).reshape(SIZE, SIZE, 1, 1);
        synthesisBias = mean;
    }

    /** What the transform is set to before training; ignored where the parameters come from a file. */
    public static final class Start {

        /** A placeholder of zeros, for parameters that come from a file. */
        public static final Start FROM_FILE = new Start(new float[SIZE * SIZE], new float[SIZE], new float[SIZE]);

        private final float[] basis;
        private final float[] mean;
        private final float[] deviation;

        /** Lengths 192 * 192, 192, 192; takes ownership. */
        public Start(float[] basis, float[] mean, float[] deviation) {
            this.basis = basis;
            this.mean = mean;
            this.deviation = deviation;
        }

        /** Standard deviation per component; read only. */
        public float[] deviation() {
            return deviation;
        }
    }

    /** Pixels [b, 3, 8h, 8w] in [0, 1] to coefficients [b, 192, h, w]. */
    public NDArray analyse(NDArray pixels) {
        return Layers.conv2d(pixels, analysis, analysisBias, SIDE, 0);
    }

    /** Coefficients [b, 192, h, w] to pixels [b, 3, 8h, 8w], not clamped. */
    public NDArray synthesise(NDArray coefficients) {
        return Layers.pixelShuffle(Layers.conv2d(coefficients, synthesis, synthesisBias, 1, 0), SIDE);
    }

    /** A copy of the basis, 192 x 192, rows are components. */
    public float[] basis() {
        return analysis.toFloatArray();
    }

    /** A copy of the mean block, 192. */
    public float[] mean() {
        return synthesisBias.toFloatArray();
    }

    /** A copy of the standard deviations of the first {@code count} components, as [1, count, 1, 1] under {@code manager}. */
    public NDArray deviation(NDManager manager, int count) {
        return manager.create(Arrays.copyOf(deviation.toFloatArray(), count), new Shape(1, count, 1, 1));
    }
}
