// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.model;

import java.util.List;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.bandwidth.Bandwidth;
import org.semlink.codec.bandwidth.BandwidthModule;
import org.semlink.codec.bandwidth.BandwidthNetwork;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djscc.DjsccModule;
import org.semlink.codec.djscc.DjsccNetwork;
import org.semlink.common.Registry;
import org.semlink.common.SemlinkException;
import org.semlink.diffusion.model.ModelManifest.BandwidthPart;

/** How a bandwidth module is made from a model's files; one entry of the registry for each architecture. */
interface BandwidthArchitecture {

    /** The architecture that {@code semlink train bandwidth} makes. */
    String NESTED_KLT = "nested-klt";
    /** The architecture that {@code semlink train djscc} makes. */
    String DJSCC = "djscc";

    Registry<BandwidthArchitecture> REGISTRY = Registry.<BandwidthArchitecture>of("bandwidth architecture")
            .with(NESTED_KLT, BandwidthArchitecture::nestedKlt)
            .with(DJSCC, BandwidthArchitecture::djscc);

    /** Opens the module for latents of {@code format}. */
    Bandwidth open(Compute compute, WeightsReader weights, BandwidthPart part, LatentFormat format);

    private static Bandwidth nestedKlt(Compute compute, WeightsReader weights, BandwidthPart part, LatentFormat format) {
        WeightsReader.Tensors tensors = weights.tensors("weights");
        int stride = BandwidthNetwork.FACTOR * format.stride();
        BandwidthNetwork.Config sizes = new BandwidthNetwork.Config(format.channels(), part.ratios().size(), part.ratios().get(0).channels(stride),
                part.network().size("down-width"), part.network().size("down-blocks"), part.network().size("up-width"),
                part.network().size("up-blocks"));
        requireFalling(part.ratios(), BandwidthRatio.of(format.channels(), format.stride()).denominator(), stride, tensors.file());
        return new BandwidthModule(compute, tensors.byName(), sizes, tensors.file(), format, part.ratios());
    }

    private static Bandwidth djscc(Compute compute, WeightsReader weights, BandwidthPart part, LatentFormat format) {
        WeightsReader.Tensors tensors = weights.tensors("weights");
        if (format.channels() != 3 || format.stride() != 1) {
            throw SemlinkException.input("%s: the bandwidth architecture djscc needs the codec architecture pixels, whose latent is the picture", tensors.file());
        }
        requireFalling(part.ratios(), 0, DjsccNetwork.STRIDE, tensors.file());
        ModelManifest.Part network = part.network();
        return new DjsccModule(compute, tensors.byName(), new DjsccNetwork.Config(part.ratios().get(0).channels(DjsccNetwork.STRIDE), network.size("fine"),
                network.size("width"), network.size("encoder-blocks"), network.size("decoder-blocks")), tensors.file(), part.ratios());
    }

    /** @param above denominator that the first ratio's must be above */
    private static void requireFalling(List<BandwidthRatio> ratios, int above, int stride, String file) {
        int before = above;
        for (BandwidthRatio ratio : ratios) {
            if (ratio.denominator() <= before || ratio.channels(stride) < 1) {
                throw SemlinkException.input("%s: the ratios of a bandwidth module must fall%s and leave at least one channel, got %s", file,
                        above == 0 ? "" : ", from below the codec's own 1/" + above, ratios);
            }
            before = ratio.denominator();
        }
    }
}
