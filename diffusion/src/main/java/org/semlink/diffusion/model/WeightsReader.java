// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.semlink.codec.djl.Safetensors;
import org.semlink.codec.djl.StateDict;
import org.semlink.codec.djl.StoredTensor;
import org.semlink.common.SemlinkException;
import org.semlink.diffusion.model.ModelManifest.Part;

/** The verified weights of one network of a model, by role; each role is read once, when it is asked for. */
final class WeightsReader {

    private final ModelSource source;
    private final Part part;

    WeightsReader(ModelSource source, Part part) {
        this.source = source;
        this.part = part;
    }

    Part part() {
        return part;
    }

    /** The file of a role, checksum verified. */
    ModelSource.Weights file(String role) {
        List<ModelManifest.WeightsFile> files = part.roles().get(role);
        if (files == null) {
            throw SemlinkException.input("%s names no file of role '%s', which architecture %s needs", source.name(ModelManifest.FILE), role,
                    part.architecture());
        }
        return source.read(role, files);
    }

    /** Tensors of a role, from safetensors or from a PyTorch state dict, with the name that errors call them. */
    Tensors tensors(String role) {
        ModelSource.Weights weights = file(role);
        byte[] bytes = weights.bytes();
        return new Tensors(new LinkedHashMap<>(StateDict.looksLikeOne(bytes) ? StateDict.read(bytes, weights.name())
                : Safetensors.read(bytes, weights.name())), weights.name());
    }

    /** Tensors by name and what error messages call their file. */
    record Tensors(Map<String, StoredTensor> byName, String file) {
    }
}
