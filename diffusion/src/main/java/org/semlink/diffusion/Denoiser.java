// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion;

import java.util.List;
import org.semlink.codec.Latent;
import org.semlink.codec.NoisyLatent;

/**
 * The posterior mean {@code E[u | v]} of a latent observed in Gaussian noise of known variance per element.
 *
 * <p>This is the x0-prediction of a diffusion model; score and noise predictions follow from it (Tweedie). An erased element
 * (infinite variance) is predicted from its surroundings alone. Implementations are deterministic and never change their input.
 */
public interface Denoiser extends AutoCloseable {

    Latent denoise(NoisyLatent noisy);

    /** Each of several latents of one shape, which may have different noise; in one call of the network where it can take them. */
    default List<Latent> denoiseAll(List<NoisyLatent> noisy) {
        return noisy.stream().map(this::denoise).toList();
    }

    /** Whether {@link #denoiseAll} is more than one call after the other. */
    default boolean takesMany() {
        return false;
    }

    @Override
    void close();
}
