// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.model;

import org.semlink.codec.LatentFormat;
import org.semlink.codec.bandwidth.Bandwidth;
import org.semlink.codec.bandwidth.BandwidthModule;
import org.semlink.codec.bandwidth.BandwidthNetwork;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.codec.djl.Compute;
import org.semlink.common.Registry;
import org.semlink.common.SemlinkException;
import org.semlink.diffusion.model.ModelManifest.BandwidthPart;

/** How a bandwidth module is made from a model's files; one entry of the registry for each architecture. */
interface BandwidthArchitecture {

    /** The architecture that {@code semlink train bandwidth} makes. */
    String NESTED_KLT = "nested-klt";

    Registry<BandwidthArchitecture> REGISTRY = Registry.<BandwidthArchitecture>of("bandwidth architecture")
            .with(NESTED_KLT, BandwidthArchitecture::nestedKlt);

    /** Opens the module for latents of {@code format}. */
    Bandwidth open(Compute compute, WeightsReader weights, BandwidthPart part, LatentFormat format);

    private static Bandwidth nestedKlt(Compute compute, WeightsReader weights, BandwidthPart part, LatentFormat format) {
        WeightsReader.Tensors tensors = weights.tensors("weights");
        int stride = BandwidthNetwork.FACTOR * format.stride();
        BandwidthNetwork.Config sizes = new BandwidthNetwork.Config(format.channels(), part.ratios().size(), part.ratios().get(0).channels(stride),
                part.network().size("down-width"), part.network().size("down-blocks"), part.network().size("up-width"),
                part.network().size("up-blocks"));
        int before = BandwidthRatio.of(format.channels(), format.stride()).denominator();
        for (BandwidthRatio ratio : part.ratios()) {
            if (ratio.denominator() <= before || ratio.channels(stride) < 1) {
                throw SemlinkException.input("%s: the ratios of a bandwidth module must fall, from below the codec's own 1/%d, got %s",
                        tensors.file(), BandwidthRatio.of(format.channels(), format.stride()).denominator(), part.ratios());
            }
            before = ratio.denominator();
        }
        return new BandwidthModule(compute, tensors.byName(), sizes, tensors.file(), format, part.ratios());
    }
}
