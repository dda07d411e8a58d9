// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.semlink.codec.djl.Safetensors;
import org.semlink.codec.djl.StoredTensor;
import org.semlink.common.SafeFiles;
import org.semlink.common.SemlinkException;

/**
 * A training state in one safetensors file: every array, the step, and what the run depends on.
 *
 * @param step     steps done
 * @param config   the run's configuration
 * @param pictures checksum of the training pictures
 * @param tensors  arrays by name
 */
record Checkpoint(long step, String config, String pictures, Map<String, StoredTensor> tensors) {

    void write(Path file) {
        byte[] bytes = Safetensors.write(tensors, Map.of("step", Long.toString(step), "config", config, "pictures", pictures),
                Safetensors.Storage.F32);
        SafeFiles.write(file, out -> out.write(bytes));
    }

    /** Reads a checkpoint; one of another configuration or other pictures is refused, since resuming must be exact. */
    static Checkpoint read(Path file, String config, String pictures) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw SemlinkException.environment("cannot read checkpoint %s", file).causedBy(e);
        }
        Map<String, String> metadata = Safetensors.metadata(bytes, file.toString());
        requireSame("options", metadata.get("config"), config, file);
        requireSame("training pictures (checksum)", metadata.get("pictures"), pictures, file);
        return new Checkpoint(Long.parseLong(metadata.get("step")), config, pictures, Safetensors.read(bytes, file.toString()));
    }

    private static void requireSame(String what, String then, String now, Path file) {
        if (!now.equals(then)) {
            throw SemlinkException.input("checkpoint %s was made with other %s: %s, now %s; use another --out to start afresh", file, what, then, now);
        }
    }

    /** The array called {@code name}, which must have this shape. */
    StoredTensor tensor(String name, long[] shape) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null || !java.util.Arrays.equals(tensor.shape(), shape)) {
            throw SemlinkException.input("checkpoint lacks tensor %s of shape %s; it was written by another version: start afresh in another --out",
                    name, java.util.Arrays.toString(shape));
        }
        return tensor;
    }
}
