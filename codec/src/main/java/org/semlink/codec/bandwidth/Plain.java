// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.bandwidth;

import java.util.List;
import java.util.Optional;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.LatentShape;
import org.semlink.codec.NoisyLatent;

/** No bandwidth module: the code is the latent. */
final class Plain implements Bandwidth {

    private final LatentFormat format;
    private final BandwidthRatio own;

    Plain(LatentFormat format) {
        this.format = format;
        this.own = BandwidthRatio.of(format.channels(), format.stride());
    }

    @Override
    public List<BandwidthRatio> ratios() {
        return List.of(own);
    }

    @Override
    public Optional<LatentFormat> format(BandwidthRatio ratio) {
        return ratio.equals(own) ? Optional.of(format) : Optional.empty();
    }

    @Override
    public Latent compress(Latent latent, BandwidthRatio ratio) {
        return latent;
    }

    @Override
    public NoisyLatent expand(NoisyLatent code, LatentShape shape, BandwidthRatio ratio) {
        return code;
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
