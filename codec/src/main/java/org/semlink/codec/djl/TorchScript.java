// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.semlink.common.SemlinkException;

/**
 * A network that PyTorch exported as TorchScript, over plain arrays: any number of float inputs, one float output.
 *
 * <p>TorchScript carries code. Whoever makes one of these has decided that its source is trusted.
 */
public final class TorchScript implements AutoCloseable {

    private final Model model;
    private final NDManager manager;
    private final String source;

    /**
     * @param bytes  the .pt file
     * @param source what error messages call it
     */
    public TorchScript(Compute compute, byte[] bytes, String source) {
        this.source = source;
        if (compute.precision() != Precision.FP32) {
            throw SemlinkException.input("model file %s computes in the precision that it was exported in, got --precision %s; drop it", source,
                    compute.precision());
        }
        manager = compute.manager().newSubManager();
        model = Model.newInstance("torchscript", compute.manager().getDevice(), "PyTorch");
        try {
            model.load(new ByteArrayInputStream(bytes));
        } catch (IOException | MalformedModelException | EngineException e) {
            close();
            throw SemlinkException.input("model file %s is no TorchScript that this PyTorch reads (%s); export it with torch.jit.save", source,
                    Scope.firstLine(e)).causedBy(e);
        }
    }

    /** An array with its shape, row-major. */
    public record Values(float[] values, long... shape) {
    }

    /**
     * The network's output, which must have this shape.
     *
     * @throws SemlinkException if it has another shape or type, or the network cannot take the inputs
     */
    public float[] apply(long[] outputShape, Values... inputs) {
        try {
            return Scope.call(manager, scope -> run(scope, outputShape, inputs));
        } catch (EngineException e) {
            throw SemlinkException.input("model file %s fails on inputs of shape %s: %s", source,
                    Arrays.stream(inputs).map(input -> Arrays.toString(input.shape)).toList(), Scope.firstLine(e)).causedBy(e);
        }
    }

    private float[] run(NDManager scope, long[] outputShape, Values... inputs) {
        NDList list = new NDList();
        for (Values input : inputs) {
            list.add(scope.create(input.values, new Shape(input.shape)));
        }
        NDList outputs = model.getBlock().forward(new ParameterStore(scope, false), list, false);
        outputs.attach(scope);
        NDArray output = outputs.get(0);
        if (output.getDataType() != DataType.FLOAT32 || !Arrays.equals(output.getShape().getShape(), outputShape)) {
            throw SemlinkException.input("model file %s: output must be FLOAT32 of shape %s, is %s of %s", source, Arrays.toString(outputShape),
                    output.getDataType(), output.getShape());
        }
        return output.toFloatArray();
    }

    @Override
    public void close() {
        model.close();
        manager.close();
    }
}
