// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.common.Seeds;
import org.semlink.common.Snr;
import org.semlink.diffusion.network.UNet;

/**
 * What a network for latents is trained and validated on: crops as links of random states deliver them, and held-out ones at fixed SNRs.
 *
 * @param format     of the latents
 * @param latents    standardised, none smaller than a crop
 * @param validation likewise; may be empty
 * @param batch      crops at once
 * @param crop       side of a crop in latent positions
 * @param fading     share of crops whose elements fade
 * @param erasures   share of crops that lose some of their elements
 * @param seed       of everything drawn
 */
record LatentBatches(LatentFormat format, List<Latent> latents, List<Latent> validation, int batch, int crop, double fading, double erasures, long seed) {

    /** Batches of each held-out set. */
    static final int HELD_OUT = 2;

    private static final String SET = "validation_";
    private static final List<Integer> SNRS_DB = List.of(-5, 0, 5, 10, 15, 20);

    /** The batch {@code name} of {@code step}; {@code snr} draws a link's SNR, linear. */
    DenoiserBatch draw(String name, long step, ToDoubleFunction<SplittableRandom> snr) {
        return of(latents, Seeds.child(seed, name, step), random -> {
            double drawn = snr.applyAsDouble(random);
            return new DenoiserBatch.Link(drawn, SymbolFades.draw(fading, erasures, random));
        });
    }

    private DenoiserBatch of(List<Latent> from, long child, Function<SplittableRandom, DenoiserBatch.Link> links) {
        return DenoiserBatch.of(from, format, batch, crop, new SplittableRandom(child), links);
    }

    /** As {@link Problem#heldOut}. */
    List<String> heldOut() {
        return validation.isEmpty() ? List.of() : SNRS_DB.stream().map(db -> SET + db + "db").toList();
    }

    /** As {@link Problem#drawHeldOut}. */
    DenoiserBatch drawHeldOut(String set, int i) {
        double snr = Snr.fromDb(SNRS_DB.get(heldOut().indexOf(set)));
        return of(validation, Seeds.child(seed, set, i), random -> new DenoiserBatch.Link(snr, SymbolFades.NONE));
    }

    /** Held-out crops at 0 and 10 dB: as sent, after linear shrinkage, and as {@code network} has them. */
    List<NDArray> shown(UNet network, NDManager scope) {
        List<NDArray> rows = new ArrayList<>();
        for (String set : heldOut()) {
            if (set.endsWith("_0db") || set.endsWith("_10db")) {
                DenoiserBatch.Arrays drawn = drawHeldOut(set, 0).arrays(scope);
                rows.addAll(List.of(drawn.clean(), drawn.shrunk(), network.apply(drawn.shrunk(), drawn.deviation(), drawn.told())));
            }
        }
        return rows;
    }

    /**
     * Of each crop, [b]: squared errors over those of linear shrinkage under the white prior, elements weighed in the codec's own units,
     * {@code sum s_c^2 e^2 / sum s_c^2 d^2} with the channels' scales s_c and the posterior deviations d.
     */
    NDArray relative(NDArray error, NDArray deviation, NDManager scope) {
        float[] weights = new float[format.channels()];
        for (int c = 0; c < weights.length; c++) {
            weights[c] = format.scale(c) * format.scale(c);
        }
        NDArray weight = scope.create(weights, new Shape(1, weights.length, 1, 1));
        return perCrop(error.square().mul(weight)).div(perCrop(deviation.square().mul(weight)));
    }

    private NDArray perCrop(NDArray x) {
        return x.reshape(batch, -1).mean(new int[] {1});
    }
}
