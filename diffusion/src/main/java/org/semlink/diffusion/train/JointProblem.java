// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.semlink.codec.djl.Parameters;
import org.semlink.codec.djl.StoredTensor;
import org.semlink.codec.vae.BlockTransform;
import org.semlink.codec.vae.VaeNetwork;
import org.semlink.common.Seeds;
import org.semlink.diffusion.network.UNet;

/** VAE and denoiser together through the noisy link: {@link JointObjective} over crops of photos. */
final class JointProblem implements Problem<Batch> {

    private static final String TRANSFORM = "klt.";
    private static final String VAE = "vae.";
    private static final String DENOISER = "denoiser.";
    private static final int VALIDATION_BATCHES = 12;

    private final TrainingConfig config;
    private final List<Photo> photos;
    private final List<Photo> validation;
    private final JointObjective objective;
    private final Parameters vaeParameters;
    private final Map<String, NDArray> trained = new LinkedHashMap<>();

    /** Sizes of the two networks. */
    record Sizes(VaeNetwork.Config vae, UNet.Config denoiser) {

        /** Those of the default model, for latents of so many channels. */
        static Sizes of(int channels) {
            VaeNetwork.Config v = VaeNetwork.Config.DEFAULT;
            UNet.Config d = UNet.Config.DEFAULT;
            return new Sizes(new VaeNetwork.Config(channels, v.width(), v.encoderBlocks(), v.decoderBlocks()),
                    new UNet.Config(channels, d.fine(), d.coarse(), d.blocks()));
        }
    }

    /** @param manager owns the networks' arrays */
    JointProblem(TrainingConfig config, Sizes sizes, List<Photo> photos, List<Photo> validation, NDManager manager) {
        this.config = config;
        this.photos = photos;
        this.validation = validation;
        vaeParameters = Parameters.initialised(manager, Seeds.child(config.seed(), "vae"));
        Parameters denoiserParameters = Parameters.initialised(manager, Seeds.child(config.seed(), "denoiser"));
        BlockTransform.Start klt = KltFit.of(photos, Seeds.child(config.seed(), "klt"));
        objective = new JointObjective(config, new VaeNetwork(manager, vaeParameters, sizes.vae, klt), new UNet(denoiserParameters, sizes.denoiser));
        vaeParameters.arrays().forEach((name, array) -> {
            if (!name.startsWith(TRANSFORM)) {
                trained.put(VAE + name, array);
            }
        });
        denoiserParameters.arrays().forEach((name, array) -> trained.put(DENOISER + name, array));
    }

    @Override
    public Batch draw(long step) {
        return Batch.of(photos, config, step);
    }

    @Override
    public List<String> heldOut() {
        return validation.isEmpty() ? List.of() : List.of("validation");
    }

    @Override
    public Batch drawHeldOut(String set, int i) {
        return Batch.of(validation, config, -1 - i);
    }

    @Override
    public int heldOutBatches() {
        return VALIDATION_BATCHES;
    }

    /** As sent, and as received over the links that a validation draws. */
    @Override
    public List<NDArray> shown(NDManager scope) {
        if (validation.isEmpty()) {
            return List.of();
        }
        Batch batch = drawHeldOut("validation", 0);
        return List.of(scope.create(batch.pixels, new Shape(config.batch(), 3, config.crop(), config.crop())), objective.pixels(objective.of(batch, scope)));
    }

    @Override
    public List<String> lossParts() {
        return List.of("total", "log_error", "latent", "kl");
    }

    @Override
    public List<NDArray> loss(Batch batch, NDManager scope) {
        JointObjective.Loss loss = objective.of(batch, scope);
        return List.of(loss.total(), loss.logError(), loss.latent(), loss.kl());
    }

    @Override
    public Map<String, NDArray> trained() {
        return trained;
    }

    @Override
    public String options() {
        return config.toString();
    }

    @Override
    public String data() {
        return Photo.checksum(photos);
    }

    /** What a model is saved from: averaged weights of both networks, and the transform, which is not trained. */
    TrainedWeights weights(Trainer<Batch> trainer, boolean done) {
        Map<String, StoredTensor> averages = trainer.averages();
        Map<String, StoredTensor> vae = vaeParameters.store();
        vae.replaceAll((name, tensor) -> averages.getOrDefault(VAE + name, tensor));
        Map<String, StoredTensor> denoiser = new LinkedHashMap<>();
        averages.forEach((name, tensor) -> {
            if (name.startsWith(DENOISER)) {
                denoiser.put(name.substring(DENOISER.length()), tensor);
            }
        });
        return new TrainedWeights(done, trainer.step(), photos.size(), vae, denoiser);
    }
}
