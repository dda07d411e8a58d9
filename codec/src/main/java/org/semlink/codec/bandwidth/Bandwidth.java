// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.bandwidth;

import java.util.List;
import java.util.Optional;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.LatentShape;
import org.semlink.codec.NoisyLatent;

/**
 * What stands between a codec's latent and the symbols: nothing, or a down-sampler before and an up-sampler behind the channel.
 *
 * <p>The code that is sent is a {@link Latent} of its own format, mapped to symbols as any other. Implementations are deterministic.
 */
public interface Bandwidth extends AutoCloseable {

    /** Payload ratios, widest first; the first is the one used when none is asked for: the codec's own, at which the latent is sent as it is, if it has one. */
    List<BandwidthRatio> ratios();

    /** The ratio used when none is asked for. */
    default BandwidthRatio own() {
        return ratios().get(0);
    }

    /** Format of the code at a ratio; empty where the ratio is none of {@link #ratios}. */
    Optional<LatentFormat> format(BandwidthRatio ratio);

    /** The code of a latent. */
    Latent compress(Latent latent, BandwidthRatio ratio);

    /**
     * The latent that a received code shows, as an un-biased observation of every element in noise of its own variance.
     *
     * @param code  received, at the link's SNR
     * @param shape of the latent
     * @return its {@link NoisyLatent#snr} is the effective SNR: that of the plain link at the codec's own ratio which leaves the same linear error
     */
    NoisyLatent expand(NoisyLatent code, LatentShape shape, BandwidthRatio ratio);

    /** What a link without noise would bring: the latent, unless the code alone loses something that the codec would not. */
    default Latent ceiling(Latent latent, BandwidthRatio ratio) {
        return latent;
    }

    @Override
    void close();

    /** The latent as it is, at the one ratio that its format gives. */
    static Bandwidth none(LatentFormat format) {
        return new Plain(format);
    }
}
