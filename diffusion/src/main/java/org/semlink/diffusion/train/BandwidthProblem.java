// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.bandwidth.BandwidthNetwork;
import org.semlink.codec.djl.Layers;
import org.semlink.codec.djl.Parameters;
import org.semlink.codec.djl.StoredTensor;
import org.semlink.common.Seeds;
import org.semlink.diffusion.network.FrozenDenoiser;

/**
 * Down- and up-sampler together through a noisy link, by {@link BandwidthLoss}.
 *
 * <p>Elements are weighed by the squared scale of their channel, in the codec's own units, and every crop by one over its own squared error.
 * {@code log_error} in the log is the mean natural log of that error, {@code denoised_log_error} that of what the model's {@link FrozenDenoiser denoiser} leaves,
 * which is minimised beside.
 */
final class BandwidthProblem implements Problem<BandwidthBatch> {

    private static final String FIXED = "klt.";
    private static final float FLOOR = 1e-4f;

    private final BandwidthConfig config;
    private final BandwidthNetwork.Config sizes;
    private final List<Latent> latents;
    private final List<Latent> validation;
    private final CodePower power;
    private final CodePower validationPower;
    private final String data;
    private final int[] sent;
    private final BandwidthNetwork network;
    private final Parameters parameters;
    private final BandwidthLoss loss;
    private final Optional<FrozenDenoiser> denoiser;
    private final float[] weights;
    private final RatioSets sets;
    private final int channels;

    /**
     * @param latents    standardised, none smaller than a crop
     * @param validation likewise; may be empty
     * @param data       checksum of photos, codec and denoiser
     * @param denoiser   behind the up-sampler; empty trains without one
     * @param manager    owns the network's arrays
     */
    BandwidthProblem(BandwidthConfig config, LatentFormat format, List<Latent> latents, List<Latent> validation, String data,
            Optional<FrozenDenoiser> denoiser, NDManager manager) {
        this.denoiser = denoiser;
        this.config = config;
        sets = new RatioSets(config.ratios());
        this.latents = latents;
        this.validation = validation;
        this.data = data;
        channels = format.channels();
        int stride = BandwidthNetwork.FACTOR * format.stride();
        sent = config.ratios().stream().mapToInt(ratio -> ratio.channels(stride)).toArray();
        sizes = sizes(config, format);
        BandwidthNetwork.Start start = LatentKlt.of(latents, format, sizes, Seeds.child(config.seed(), "klt"));
        parameters = Parameters.initialised(manager, Seeds.child(config.seed(), "bandwidth"));
        network = new BandwidthNetwork(parameters, sizes, start);
        power = power(latents, start);
        validationPower = power(validation, start);
        loss = new BandwidthLoss(config.priorWeight(), config.teacherWeight());
        weights = new float[channels];
        for (int c = 0; c < channels; c++) {
            weights[c] = format.scale(c) * format.scale(c);
        }
    }

    /** The network's sizes for latents of {@code format}. */
    static BandwidthNetwork.Config sizes(BandwidthConfig config, LatentFormat format) {
        BandwidthConfig.Network n = config.network();
        return new BandwidthNetwork.Config(format.channels(), config.ratios().size(),
                config.ratios().get(0).channels(BandwidthNetwork.FACTOR * format.stride()), n.downWidth(), n.downBlocks(), n.upWidth(), n.upBlocks());
    }

    private CodePower power(List<Latent> of, BandwidthNetwork.Start start) {
        return new CodePower(of, start.analysis(), start.logGain(), sizes.code(), sizes.depth(), sent);
    }

    @Override
    public BandwidthBatch draw(long step) {
        return BandwidthBatch.of(latents, power, config, sizes.code(), new SplittableRandom(Seeds.child(config.seed(), "bandwidth batch", step)),
                new CodeLink.Draw(config.ratios().size(), config.minSnrDb(), config.maxSnrDb(), config.fading(), config.erasures())::draw);
    }

    @Override
    public List<String> heldOut() {
        return validation.isEmpty() ? List.of() : sets.names();
    }

    @Override
    public BandwidthBatch drawHeldOut(String set, int i) {
        return BandwidthBatch.of(validation, validationPower, config, sizes.code(),
                new SplittableRandom(Seeds.child(config.seed(), "bandwidth validation", i)), random -> sets.link(set));
    }

    @Override
    public int heldOutBatches() {
        return RatioSets.BATCHES;
    }

    /** As sent, and the up-sampler's mean at every ratio and 10 dB. */
    @Override
    public List<NDArray> shown(NDManager scope) {
        List<NDArray> rows = new ArrayList<>();
        for (String set : validation.isEmpty() ? List.<String>of() : sets.shown()) {
            BandwidthBatch batch = drawHeldOut(set, 0);
            NDArray clean = clean(batch, scope);
            if (rows.isEmpty()) {
                rows.add(clean);
            }
            rows.add(posterior(batch, clean, scope).mean());
        }
        return rows;
    }

    private NDArray clean(BandwidthBatch batch, NDManager scope) {
        return scope.create(batch.clean, new Shape(config.batch(), channels, config.crop(), config.crop()));
    }

    @Override
    public List<String> lossParts() {
        return denoiser.isPresent() ? List.of("total", "log_error", "denoised_log_error") : List.of("total", "log_error");
    }

    @Override
    public List<NDArray> loss(BandwidthBatch batch, NDManager scope) {
        NDArray clean = clean(batch, scope);
        BandwidthNetwork.Posterior posterior = posterior(batch, clean, scope);
        NDArray alphaBar = scope.create(batch.alphaBar, new Shape(config.batch(), 1, 1, 1));
        NDArray weight = scope.create(weights, new Shape(1, channels, 1, 1));
        NDArray error = mean(posterior.mean().sub(clean).square().mul(weight));
        // Every crop by its own error, which makes the squared error count by its logarithm: in dB, as PSNR does.
        NDArray crop = error.stopGradient().add(FLOOR).mul(alphaBar);
        BandwidthLoss.Emission emission = loss.emission(posterior.mean(), posterior.logVariance().exp(), alphaBar);
        NDArray total = mean(loss.of(emission, clean, alphaBar).mul(weight)).div(crop).mean();
        NDArray logError = error.add(FLOOR).log().mean();
        if (denoiser.isEmpty()) {
            return List.of(total, logError);
        }
        NDArray left = denoiser.get().apply(posterior, scope).sub(clean).square();
        NDArray denoised = mean(left.mul(weight)).add(FLOOR).log().mean();
        return List.of(total.add(Layers.times(denoised, config.denoisedWeight())), logError, denoised);
    }

    /** What the up-sampler says of the crops. */
    private BandwidthNetwork.Posterior posterior(BandwidthBatch batch, NDArray clean, NDManager scope) {
        int n = config.batch();
        Shape perCrop = new Shape(n, 1, 1, 1);
        Shape codeShape = new Shape(n, sizes.code(), config.crop() / 2, config.crop() / 2);
        NDArray mask = scope.create(mask(batch), new Shape(n, sizes.code(), 1, 1));
        NDArray code = network.compress(clean, mask);

        // Unit transmit power per picture: the noise of the link, seen from the code. A picture's power grows as that of all crops together.
        NDArray share = network.power(scope.create(oneHot(batch), new Shape(n, config.ratios().size())), mask);
        NDArray cropPower = mean(code.square().mul(share)).div(mean(mask));
        NDArray growth = cropPower.mean().div(scope.create(batch.cropPower).mean());
        NDArray noise = scope.create(batch.noise, codeShape).mul(scope.create(batch.wholePower, perCrop).mul(growth));
        return network.expand(code, mask, share, noise, scope.create(batch.gaussian, codeShape));
    }

    private float[] mask(BandwidthBatch batch) {
        float[] mask = new float[batch.ratio.length * sizes.code()];
        for (int b = 0; b < batch.ratio.length; b++) {
            java.util.Arrays.fill(mask, b * sizes.code(), b * sizes.code() + sent[batch.ratio[b]], 1);
        }
        return mask;
    }

    private float[] oneHot(BandwidthBatch batch) {
        float[] hot = new float[batch.ratio.length * sent.length];
        for (int b = 0; b < batch.ratio.length; b++) {
            hot[b * sent.length + batch.ratio[b]] = 1;
        }
        return hot;
    }

    /** Mean over everything but the batch, [b, 1, 1, 1]. */
    private static NDArray mean(NDArray x) {
        long n = x.getShape().get(0);
        return x.reshape(n, -1).mean(new int[] {1}).reshape(n, 1, 1, 1);
    }

    @Override
    public Map<String, NDArray> trained() {
        Map<String, NDArray> trained = new LinkedHashMap<>(parameters.arrays());
        trained.keySet().removeIf(name -> name.startsWith(FIXED));
        return trained;
    }

    @Override
    public String options() {
        return config.identity();
    }

    @Override
    public String data() {
        return data;
    }

    /** What a module is saved from: averaged weights, and the transform, which is not trained. */
    Map<String, StoredTensor> weights(Trainer<BandwidthBatch> trainer) {
        Map<String, StoredTensor> averages = trainer.averages();
        Map<String, StoredTensor> all = parameters.store();
        all.replaceAll((name, tensor) -> averages.getOrDefault(name, tensor));
        return all;
    }
}
