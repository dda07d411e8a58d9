// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.engine.StandardCapabilities;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Locale;
import java.util.regex.Pattern;
import org.semlink.common.SemlinkException;

/**
 * The device that networks run on, in which precision, and the root of all native memory there.
 *
 * <p>Both are chosen by the caller and never changed silently: {@code gpu} without a GPU, or half precision where the device has none, is an
 * error. Closing frees every array.
 */
public final class Compute implements AutoCloseable {

    private static final Pattern GPU = Pattern.compile("gpu(:\\d{1,2})?");
    /** Of a 3x3 picture of ones under a 3x3 kernel of ones with a border of zeros: corners 4, edges 6, middle 9. */
    private static final float SUM_OF_ONES = 4 * 4 + 4 * 6 + 9;

    private final NDManager manager;
    private final Precision precision;

    private Compute(NDManager manager, Precision precision) {
        this.manager = manager;
        this.precision = precision;
    }

    /** As {@link #open(String, Precision)} in single precision. */
    public static Compute open(String device) {
        return open(device, Precision.FP32);
    }

    /**
     * Opens a device.
     *
     * @param device {@code cpu}, {@code gpu}, {@code gpu:N}, or {@code auto}: the first GPU if there is one, else the CPU
     */
    public static Compute open(String device, Precision precision) {
        Compute compute = new Compute(manager(device), precision);
        try {
            compute.requirePrecision();
            return compute;
        } catch (RuntimeException e) {
            compute.close();
            throw e;
        }
    }

    private static NDManager manager(String device) {
        String wanted = device.toLowerCase(Locale.ROOT);
        if (!wanted.equals("auto") && !wanted.equals("cpu") && !GPU.matcher(wanted).matches()) {
            throw SemlinkException.input("device must be auto, cpu, gpu or gpu:N, got '%s'", device);
        }
        Engine engine = engine();
        int gpus = wanted.equals("cpu") ? 0 : gpus();
        if (wanted.equals("cpu") || (wanted.equals("auto") && gpus == 0)) {
            return engine.newBaseManager(Device.cpu());
        }
        int index = wanted.contains(":") ? Integer.parseInt(wanted.substring(4)) : 0;
        if (index >= gpus) {
            throw SemlinkException.environment("device %s was asked for, PyTorch %s sees %d GPUs; use --device cpu or install CUDA natives",
                    device, engine.getVersion(), gpus);
        }
        return engine.newBaseManager(Device.gpu(index));
    }

    private static Engine engine() {
        NativeLibrary.check();
        try {
            return Engine.getEngine("PyTorch");
        } catch (EngineException e) {
            Throwable reason = e;
            while (reason.getCause() != null) {
                reason = reason.getCause();
            }
            throw SemlinkException.environment("PyTorch does not load (%s); see GPU and other platforms in README.md",
                    String.valueOf(reason.getMessage()).lines().findFirst().orElse("")).causedBy(e);
        }
    }

    /** Tries one convolution: PyTorch has no list of what a device can do. */
    private void requirePrecision() {
        if (precision == Precision.FP32) {
            return;
        }
        try (NDManager scope = manager.newSubManager()) {
            NDArray ones = scope.ones(new Shape(1, 1, 3, 3), precision.type());
            float sum = Layers.conv2d(ones, ones, null, 1, 1).toType(DataType.FLOAT32, false).sum().getFloat();
            if (sum == SUM_OF_ONES) {
                return;
            }
            throw SemlinkException.environment("%s computes wrongly in %s (%s where %s is right); use --precision fp32", device(), precision, sum,
                    SUM_OF_ONES);
        } catch (EngineException e) {
            throw SemlinkException.environment("%s cannot compute in %s with PyTorch %s (%s); use --precision fp32", device(), precision,
                    engine().getVersion(), Scope.firstLine(e)).causedBy(e);
        }
    }

    /**
     * Lets every caller's thread compute alone from now on: for work that is spread over threads already. The same sums are then added in the
     * same order however many cores there are.
     */
    public static void oneThreadPerCaller() {
        engine();
        JniUtils.setNumThreads(1);
    }

    /** PyTorch's version; loads its native libraries. */
    public static String engineVersion() {
        return engine().getVersion();
    }

    /**
     * GPUs that PyTorch sees. How many, DJL asks CUDA's runtime, for which it searches the system on its own; PyTorch from pip has one that only
     * PyTorch finds, and then its word that there is a GPU stands for the first.
     */
    public static int gpus() {
        Engine engine = engine();
        return Math.max(engine.getGpuCount(), engine.hasCapability(StandardCapabilities.CUDA) ? 1 : 0);
    }

    /** Root of this device's arrays. */
    public NDManager manager() {
        return manager;
    }

    /** What networks compute in. */
    public Precision precision() {
        return precision;
    }

    /** What really runs, for results: {@code cpu} or {@code gpu:0}. */
    public String device() {
        return name(manager.getDevice());
    }

    static String name(Device device) {
        return device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu";
    }

    /** Hands memory that PyTorch keeps for later back to the GPU's driver; on the CPU there is none. */
    public static void releaseCached() {
        if (gpus() > 0) {
            JniUtils.emptyCudaCache();
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
