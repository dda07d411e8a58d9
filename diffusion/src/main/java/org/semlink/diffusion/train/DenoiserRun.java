// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.LatentStatistics;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.StoredTensor;
import org.semlink.diffusion.model.FrozenCodec;

/**
 * The training of a denoiser for a frozen codec: encodes the photos once, finds the latents' statistics and the channels' powers, then {@link TrainingRun}'s loop.
 *
 * <p>Beside checkpoint and log the output folder holds {@code latents/}, the {@link LatentCache}.
 */
public final class DenoiserRun {

    private DenoiserRun() {
    }

    /**
     * What to train on and where.
     *
     * @param images      folders of training photos
     * @param validation  folders of photos kept out of training; may be empty
     * @param out         folder of checkpoint, log and latents
     * @param codec       the codec, which stays as it is
     * @param device      as {@link Compute#open} takes it
     */
    public record Request(List<Path> images, List<Path> validation, Path out, FrozenCodec codec, DenoiserConfig config, String device) {
    }

    /**
     * What a run ends with.
     *
     * @param channels   of the latent
     * @param statistics of the raw latents, where the codec needs them
     * @param weights    averaged
     */
    public record Result(boolean done, long steps, int photos, int channels, Optional<LatentStatistics> statistics, Map<String, StoredTensor> weights) {
    }

    /**
     * Trains until done or told to stop; either way the state is saved.
     *
     * @param goOn asked before every step
     */
    public static Result run(Request request, TrainingRun.Listener listener, BooleanSupplier goOn) {
        DenoiserConfig config = request.config();
        TrainingRun.requireWritable(request.out());
        try (Compute compute = Compute.open(request.device()); ImageCodec codec = request.codec().open(compute)) {
            EncodedPhotos encoded = EncodedPhotos.of(request.codec(), codec, request.images(), request.validation(), request.out(), config.crop(),
                    config.encodings(), config.seed(), listener);
            LatentFormat format = encoded.format();
            Optional<LatentStatistics> statistics = request.codec().needsStatistics() ? Optional.of(statistics(codec, encoded.latents(), config.seed()))
                    : Optional.empty();
            DenoiserProblem problem = new DenoiserProblem(config, statistics.map(found -> found.format(format.stride())).orElse(format),
                    standardised(encoded.latents(), statistics), standardised(encoded.validation(), statistics), encoded.data(), compute.manager());
            try (Trainer<DenoiserBatch> trainer = new Trainer<>(problem, config.optimisation(), compute.manager())) {
                trainer.resume(TrainingRun.checkpoint(request.out()));
                listener.started(encoded.photos(), encoded.validationPhotos(), trainer.step(), compute.device());
                boolean done = TrainingRun.toTheEnd(trainer, request.out(),
                        ValidationPictures.ofLatents(request.out(), codec, statistics), listener, goOn);
                return new Result(done, trainer.step(), encoded.photos(), format.channels(), statistics, trainer.averages());
            }
        }
    }

    private static LatentStatistics statistics(ImageCodec codec, List<Latent> raw, long seed) {
        LatentStatistics found = LatentStatistics.of(raw);
        return found.withPower(ChannelPowers.of(codec, raw, found, seed));
    }

    private static List<Latent> standardised(List<Latent> raw, Optional<LatentStatistics> statistics) {
        return statistics.isEmpty() ? raw
                : raw.stream().map(latent -> new Latent(latent.shape(), statistics.get().standardise(latent.values()))).toList();
    }
}
