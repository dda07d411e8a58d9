// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion;

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

    @Override
    void close();
}
