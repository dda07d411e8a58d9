// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.baseline;

import org.semlink.codec.Latent;
import org.semlink.codec.NoisyLatent;
import org.semlink.diffusion.Denoiser;
import org.semlink.radio.digital.ChannelCode;

/** The channel decoder of {@link DigitalCodec}: the codeword's reals where its checks hold, 0 elsewhere. */
final class DigitalDecoder implements Denoiser {

    private final ChannelCode code;

    DigitalDecoder(ChannelCode code) {
        this.code = code;
    }

    @Override
    public Latent denoise(NoisyLatent noisy) {
        return new Latent(noisy.shape(), code.decode(noisy.observed().values(), noisy.variance()).reals());
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
