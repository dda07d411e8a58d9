// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Locale;
import java.util.regex.Pattern;
import org.semlink.common.SemlinkException;

/**
 * The device that networks run on, and the root of all native memory there.
 *
 * <p>The device is chosen by the caller and never changed silently: {@code gpu} without a GPU is an error. Closing frees every array.
 */
public final class Compute implements AutoCloseable {

    private static final Pattern GPU = Pattern.compile("gpu(:\\d{1,2})?");

    private final NDManager manager;

    private Compute(NDManager manager) {
        this.manager = manager;
    }

    /**
     * Opens a device.
     *
     * @param device {@code cpu}, {@code gpu}, {@code gpu:N}, or {@code auto}: the first GPU if there is one, else the CPU
     */
    public static Compute open(String device) {
        String wanted = device.toLowerCase(Locale.ROOT);
        if (!wanted.equals("auto") && !wanted.equals("cpu") && !GPU.matcher(wanted).matches()) {
            throw SemlinkException.input("device must be auto, cpu, gpu or gpu:N, got '%s'", device);
        }
        NativeLibrary.check();
        Engine engine = Engine.getEngine("PyTorch");
        int gpus = wanted.equals("cpu") ? 0 : engine.getGpuCount();
        if (wanted.equals("cpu") || (wanted.equals("auto") && gpus == 0)) {
            return new Compute(engine.newBaseManager(Device.cpu()));
        }
        int index = wanted.contains(":") ? Integer.parseInt(wanted.substring(4)) : 0;
        if (index >= gpus) {
            throw SemlinkException.environment("device %s was asked for, PyTorch %s sees %d GPUs; use --device cpu or install CUDA natives",
                    device, engine.getVersion(), gpus);
        }
        return new Compute(engine.newBaseManager(Device.gpu(index)));
    }

    /**
     * Lets every caller's thread compute alone from now on: for work that is spread over threads already. The same sums are then added in the
     * same order however many cores there are.
     */
    public static void oneThreadPerCaller() {
        NativeLibrary.check();
        Engine.getEngine("PyTorch");
        JniUtils.setNumThreads(1);
    }

    /** PyTorch's version; loads its native libraries. */
    public static String engineVersion() {
        NativeLibrary.check();
        return Engine.getEngine("PyTorch").getVersion();
    }

    /** GPUs that PyTorch sees. */
    public static int gpus() {
        NativeLibrary.check();
        return Engine.getEngine("PyTorch").getGpuCount();
    }

    /** Root of this device's arrays. */
    public NDManager manager() {
        return manager;
    }

    /** What really runs, for results: {@code cpu} or {@code gpu:0}. */
    public String device() {
        Device device = manager.getDevice();
        return device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu";
    }

    @Override
    public void close() {
        manager.close();
    }
}
