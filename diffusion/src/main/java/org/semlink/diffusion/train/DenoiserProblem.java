// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.djl.Parameters;
import org.semlink.common.Seeds;
import org.semlink.common.Snr;
import org.semlink.diffusion.network.UNet;

/**
 * A denoiser for the standardised latents of a frozen codec: the posterior mean, by squared error.
 *
 * <p>{@code L = mean_b (sum s_c^2 |D(v) - u|^2 / sum s_c^2 d^2)} with {@code s_c} the channels' scales and {@code d} the posterior deviation of
 * each element under the white prior. A ratio of 1 is linear MMSE shrinkage, so every noise level counts by what the network adds there.
 */
final class DenoiserProblem implements Problem<DenoiserBatch> {

    private static final int HELD_OUT_BATCHES = 2;
    private static final String HELD_OUT = "validation_";
    private static final List<Integer> HELD_OUT_SNRS_DB = List.of(-5, 0, 5, 10, 15, 20);

    private final DenoiserConfig config;
    private final LatentFormat format;
    private final List<Latent> latents;
    private final List<Latent> validation;
    private final String data;
    private final UNet network;
    private final Parameters parameters;
    private final float[] weights;

    /**
     * @param latents    standardised, none smaller than a crop
     * @param validation likewise; may be empty
     * @param data       checksum of photos and codec
     * @param manager    owns the network's arrays
     */
    DenoiserProblem(DenoiserConfig config, LatentFormat format, List<Latent> latents, List<Latent> validation, String data, NDManager manager) {
        this.config = config;
        this.format = format;
        this.latents = latents;
        this.validation = validation;
        this.data = data;
        parameters = Parameters.initialised(manager, Seeds.child(config.seed(), "denoiser"));
        DenoiserConfig.Network n = config.network();
        network = new UNet(parameters, new UNet.Config(format.channels(), n.fine(), n.coarse(), n.blocks()));
        weights = new float[format.channels()];
        for (int c = 0; c < weights.length; c++) {
            weights[c] = format.scale(c) * format.scale(c);
        }
    }

    @Override
    public DenoiserBatch draw(long step) {
        return draw(latents, new SplittableRandom(Seeds.child(config.seed(), "denoiser batch", step)), this::link);
    }

    private DenoiserBatch.Link link(SplittableRandom random) {
        double snr = Snr.fromDb(config.snrMeanDb() + config.snrDeviationDb() * random.nextGaussian());
        double kind = random.nextDouble();
        double erased = kind > 1 - config.erasures() ? random.nextDouble(0.7) : 0;
        return new DenoiserBatch.Link(snr, kind < config.fading(), erased);
    }

    private DenoiserBatch draw(List<Latent> from, SplittableRandom random, java.util.function.Function<SplittableRandom, DenoiserBatch.Link> links) {
        return DenoiserBatch.of(from, format, config.batch(), config.crop(), random, links);
    }

    @Override
    public List<String> heldOut() {
        return validation.isEmpty() ? List.of() : HELD_OUT_SNRS_DB.stream().map(db -> HELD_OUT + db + "db").toList();
    }

    @Override
    public DenoiserBatch drawHeldOut(String set, int i) {
        double snr = Snr.fromDb(HELD_OUT_SNRS_DB.get(heldOut().indexOf(set)));
        return draw(validation, new SplittableRandom(Seeds.child(config.seed(), set, i)), random -> new DenoiserBatch.Link(snr, false, 0));
    }

    @Override
    public int heldOutBatches() {
        return HELD_OUT_BATCHES;
    }

    /** At 0 and 10 dB: as sent, after linear shrinkage, and as the network has it. */
    @Override
    public List<NDArray> shown(NDManager scope) {
        List<NDArray> rows = new ArrayList<>();
        for (String set : heldOut()) {
            if (set.endsWith("_0db") || set.endsWith("_10db")) {
                DenoiserBatch.Arrays batch = drawHeldOut(set, 0).arrays(scope);
                rows.addAll(List.of(batch.clean(), batch.shrunk(), network.apply(batch.shrunk(), batch.deviation(), batch.told())));
            }
        }
        return rows;
    }

    @Override
    public List<String> lossParts() {
        return List.of("ratio");
    }

    @Override
    public List<NDArray> loss(DenoiserBatch batch, NDManager scope) {
        DenoiserBatch.Arrays arrays = batch.arrays(scope);
        NDArray refined = network.apply(arrays.shrunk(), arrays.deviation(), arrays.told());
        NDArray weight = scope.create(weights, new Shape(1, format.channels(), 1, 1));
        NDArray error = perCrop(refined.sub(arrays.clean()).square().mul(weight));
        return List.of(error.div(perCrop(arrays.deviation().square().mul(weight))).mean());
    }

    /** Mean over everything but the batch, [b]. */
    private NDArray perCrop(NDArray x) {
        return x.reshape(config.batch(), -1).mean(new int[] {1});
    }

    @Override
    public Map<String, NDArray> trained() {
        return new LinkedHashMap<>(parameters.arrays());
    }

    @Override
    public String options() {
        return config.identity();
    }

    @Override
    public String data() {
        return data;
    }
}
