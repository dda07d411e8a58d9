// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    private final DenoiserConfig config;
    private final LatentBatches batches;
    private final String data;
    private final UNet network;
    private final Parameters parameters;

    /**
     * @param latents    standardised, none smaller than a crop
     * @param validation likewise; may be empty
     * @param data       checksum of photos and codec
     * @param manager    owns the network's arrays
     */
    DenoiserProblem(DenoiserConfig config, LatentFormat format, List<Latent> latents, List<Latent> validation, String data, NDManager manager) {
        this.config = config;
        batches = new LatentBatches(format, latents, validation, config.batch(), config.crop(), config.fading(), config.erasures(), config.seed());
        this.data = data;
        parameters = Parameters.initialised(manager, Seeds.child(config.seed(), "denoiser"));
        DenoiserConfig.Network n = config.network();
        network = new UNet(parameters, new UNet.Config(format.channels(), n.fine(), n.coarse(), n.blocks()));
    }

    @Override
    public DenoiserBatch draw(long step) {
        return batches.draw("denoiser batch", step, random -> Snr.fromDb(config.snrMeanDb() + config.snrDeviationDb() * random.nextGaussian()));
    }

    @Override
    public List<String> heldOut() {
        return batches.heldOut();
    }

    @Override
    public DenoiserBatch drawHeldOut(String set, int i) {
        return batches.drawHeldOut(set, i);
    }

    @Override
    public int heldOutBatches() {
        return LatentBatches.HELD_OUT;
    }

    @Override
    public List<NDArray> shown(NDManager scope) {
        return batches.shown(network, scope);
    }

    @Override
    public List<String> lossParts() {
        return List.of("ratio");
    }

    @Override
    public List<NDArray> loss(DenoiserBatch batch, NDManager scope) {
        DenoiserBatch.Arrays arrays = batch.arrays(scope);
        NDArray error = network.apply(arrays.shrunk(), arrays.deviation(), arrays.told()).sub(arrays.clean());
        return List.of(batches.relative(error, arrays.deviation(), scope).mean());
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
