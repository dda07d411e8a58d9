// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.watch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.Latent;
import org.semlink.codec.Picture;
import org.semlink.codec.bandwidth.Bandwidth;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.codec.image.BuiltInPictures;

/**
 * The likenesses of what a model sends: of its latents, and of their codes at narrower bandwidth ratios.
 *
 * @param bandwidth formats of what is sent, by ratio; asked for nothing else, as it belongs to another thread
 * @param looks     by ratio, of those that show anything
 */
record Likenesses(Bandwidth bandwidth, Map<BandwidthRatio, QuickLook> looks) {

    private static final int SIDE = 384;

    /** Learns them; on the thread that owns codec and bandwidth module. */
    static Likenesses learn(ImageCodec codec, Bandwidth bandwidth) {
        Map<BandwidthRatio, QuickLook> looks = new HashMap<>();
        looks.put(bandwidth.own(), QuickLook.of(codec));
        List<BandwidthRatio> narrower = bandwidth.ratios().stream().filter(ratio -> !ratio.equals(bandwidth.own())).toList();
        if (!narrower.isEmpty()) {
            List<Picture> pictures = BuiltInPictures.all().values().stream().map(picture -> picture.middle(SIDE)).toList();
            List<Latent> latents = pictures.stream().map(codec.quick()::encode).toList();
            for (BandwidthRatio ratio : narrower) {
                looks.put(ratio, QuickLook.fitted(latents.stream().map(latent -> bandwidth.compress(latent, ratio)).toList(), pictures,
                        bandwidth.format(ratio).orElseThrow().stride()));
            }
        }
        looks.values().removeIf(look -> !look.shows());
        return new Likenesses(bandwidth, looks);
    }

    /** That of what is sent at a ratio, where there is one. */
    Optional<QuickLook> of(BandwidthRatio ratio) {
        return Optional.ofNullable(looks.get(ratio));
    }

    /** That of the latents themselves. */
    Optional<QuickLook> ofLatents() {
        return of(bandwidth.own());
    }
}
