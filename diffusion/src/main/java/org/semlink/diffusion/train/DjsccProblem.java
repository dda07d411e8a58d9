// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.semlink.codec.djl.Layers;
import org.semlink.codec.djl.Observation;
import org.semlink.codec.djl.Parameters;
import org.semlink.codec.djscc.DjsccNetwork;
import org.semlink.common.Seeds;

/**
 * Encoder and decoder of a DeepJSCC auto-encoder together through a noisy link, by the squared error of pixels.
 *
 * <p>What is minimised is {@code log_error}, the mean natural logarithm of each crop's squared error at full scale 1 (and a floor of 50 dB), so minus the mean
 * PSNR: every picture and SNR counts alike, where the squared error itself would hear of noisy links alone. {@code squared_error} in the log is in
 * units of {@value #UNIT} of full scale, about the variance of photos.
 */
final class DjsccProblem implements Problem<DjsccBatch> {

    private static final float UNIT = 1 / 16f;
    private static final float FLOOR = 1e-5f;
    private static final float LEAST_POWER = 1e-12f;

    private final DjsccConfig config;
    private final List<Photo> photos;
    private final List<Photo> validation;
    private final RatioSets sets;
    private final DjsccNetwork network;
    private final Parameters parameters;

    /**
     * @param photos     none smaller than a crop
     * @param validation likewise; may be empty
     * @param manager    owns the network's arrays
     */
    DjsccProblem(DjsccConfig config, List<Photo> photos, List<Photo> validation, NDManager manager) {
        this.config = config;
        this.photos = photos;
        this.validation = validation;
        sets = new RatioSets(config.ratios());
        parameters = Parameters.initialised(manager, Seeds.child(config.seed(), "djscc"));
        network = new DjsccNetwork(parameters, config.sizes());
    }

    @Override
    public DjsccBatch draw(long step) {
        return DjsccBatch.of(photos, config, new SplittableRandom(Seeds.child(config.seed(), "djscc batch", step)),
                new CodeLink.Draw(config.ratios().size(), config.minSnrDb(), config.maxSnrDb(), config.fading(), config.erasures())::draw);
    }

    @Override
    public List<String> heldOut() {
        return validation.isEmpty() ? List.of() : sets.names();
    }

    @Override
    public DjsccBatch drawHeldOut(String set, int i) {
        return DjsccBatch.of(validation, config, new SplittableRandom(Seeds.child(config.seed(), "djscc validation", i)), random -> sets.link(set));
    }

    @Override
    public int heldOutBatches() {
        return RatioSets.BATCHES;
    }

    /** As sent, and as received at every ratio and 10 dB. */
    @Override
    public List<NDArray> shown(NDManager scope) {
        List<NDArray> rows = new ArrayList<>();
        for (String set : validation.isEmpty() ? List.<String>of() : sets.shown()) {
            DjsccBatch batch = drawHeldOut(set, 0);
            NDArray pixels = pixels(batch, scope);
            if (rows.isEmpty()) {
                rows.add(pixels);
            }
            rows.add(received(batch, pixels, scope));
        }
        return rows;
    }

    private NDArray pixels(DjsccBatch batch, NDManager scope) {
        return scope.create(batch.pixels, new Shape(config.batch(), 3, config.crop(), config.crop()));
    }

    @Override
    public List<String> lossParts() {
        return List.of("log_error", "squared_error");
    }

    @Override
    public List<NDArray> loss(DjsccBatch batch, NDManager scope) {
        NDArray pixels = pixels(batch, scope);
        NDArray error = received(batch, pixels, scope).sub(pixels).square().reshape(config.batch(), -1).mean(new int[] {1});
        return List.of(error.add(FLOOR).log().mean(), Layers.times(error.mean(), 1 / UNIT));
    }

    /** What the decoder makes of the crops. */
    private NDArray received(DjsccBatch batch, NDArray pixels, NDManager scope) {
        int channels = config.sizes().code();
        int side = config.crop() / DjsccNetwork.STRIDE;
        Shape shape = new Shape(config.batch(), channels, side, side);
        NDArray sent = scope.create(batch.sent, new Shape(config.batch(), channels, 1, 1));
        NDArray code = network.encode(pixels, sent);
        code = code.div(power(code, sent).add(LEAST_POWER).sqrt());
        Observation received = Observation.of(code, scope.create(batch.noise, shape), scope.create(batch.gaussian, shape)).where(sent);
        return network.decode(received.shrunk(), received.deviation());
    }

    /** Mean power of what is sent of each photo, over the crops that are cut from it, [b, 1, 1, 1]. */
    private NDArray power(NDArray code, NDArray sent) {
        int photosInBatch = config.batch() / config.together();
        NDArray energy = code.square().reshape(photosInBatch, -1).mean(new int[] {1}, true);
        NDArray share = sent.reshape(photosInBatch, -1).mean(new int[] {1}, true);
        return energy.div(share).repeat(0, config.together()).reshape(config.batch(), 1, 1, 1);
    }

    @Override
    public Map<String, NDArray> trained() {
        return parameters.arrays();
    }

    @Override
    public String options() {
        return config.identity();
    }

    @Override
    public String data() {
        return Photo.checksum(photos);
    }
}
