// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.watch;

import org.semlink.codec.Latent;
import org.semlink.codec.NoisyLatent;
import org.semlink.diffusion.Denoiser;

/** A denoiser that shows its estimates: one for each level of a sampler. */
final class WatchedDenoiser implements Denoiser {

    private final Denoiser denoiser;
    private final int model;
    private final LiveState state;

    WatchedDenoiser(Denoiser denoiser, int model, LiveState state) {
        this.denoiser = denoiser;
        this.model = model;
        this.state = state;
    }

    @Override
    public Latent denoise(NoisyLatent noisy) {
        Latent estimate = denoiser.denoise(noisy);
        state.estimated(model, estimate, noisy.snr());
        return estimate;
    }

    @Override
    public void close() {
        denoiser.close();
    }
}
