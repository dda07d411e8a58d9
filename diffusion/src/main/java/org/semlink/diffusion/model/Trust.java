// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.model;

import java.util.Collection;
import java.util.Set;
import org.semlink.common.SemlinkException;

/**
 * The models whose TorchScript files may be loaded: TorchScript carries code, which runs with the user's rights.
 *
 * @param names names of models, as their manifests give them
 */
public record Trust(Set<String> names) {

    /** Trusts no model. */
    public static final Trust NONE = new Trust(Set.of());

    public Trust {
        names = Set.copyOf(names);
    }

    /** Trusts these and those. */
    public Trust and(Collection<String> more) {
        Set<String> all = new java.util.HashSet<>(names);
        all.addAll(more);
        return new Trust(all);
    }

    /** Refuses a model with TorchScript files that is not trusted by name. */
    void require(ModelManifest manifest, String source) {
        boolean carriesCode = manifest.parts().values().stream().anyMatch(part -> part.architecture().equals(CodecArchitecture.TORCHSCRIPT));
        if (carriesCode && !names.contains(manifest.name())) {
            throw SemlinkException.input("model %s holds TorchScript, which is code and runs with your rights; if you trust it, add --trust %s", source,
                    manifest.name());
        }
    }
}
