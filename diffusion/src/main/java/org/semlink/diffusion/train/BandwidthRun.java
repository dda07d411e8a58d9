// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.bandwidth.BandwidthNetwork;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.StoredTensor;
import org.semlink.diffusion.model.FrozenCodec;

/** The training of a bandwidth module for a frozen codec: encodes the photos once, then {@link TrainingRun}'s loop. */
public final class BandwidthRun {

    private static final int HELD_OUT = 48;

    private BandwidthRun() {
    }

    /** What to train on and where; see {@link DenoiserRun.Request}. */
    public record Request(List<Path> images, List<Path> validation, Path out, FrozenCodec codec, BandwidthConfig config, String device) {
    }

    /** What a run ends with: averaged weights, and the sizes of the network that they belong to. */
    public record Result(long steps, int photos, BandwidthNetwork.Config sizes, Map<String, StoredTensor> weights) {
    }

    /**
     * Trains until done or told to stop; either way the state is saved.
     *
     * @param goOn asked before every step
     */
    public static Result run(Request request, TrainingRun.Listener listener, BooleanSupplier goOn) {
        BandwidthConfig config = request.config();
        TrainingRun.requireWritable(request.out());
        try (Compute compute = Compute.open(request.device())) {
            List<Photo> photos;
            List<Photo> validationPhotos;
            List<Latent> latents;
            List<Latent> validation;
            LatentFormat format;
            try (ImageCodec codec = request.codec().open(compute)) {
                // A photo may lose up to a stride less one pixel on each side when it is cut at a random phase.
                int side = (config.crop() + 1) * codec.format().stride();
                photos = PhotoSet.read(request.images(), side, listener::skipped);
                validationPhotos = TrainingRun.photos(request.validation(), side, listener);
                LatentCache cache = new LatentCache(request.out().resolve("latents"), request.codec().sha256(), config.seed());
                latents = request.codec().standardised(cache.fill(codec, photos, config.encodings(), done -> listener.encoded(done, config.encodings())));
                int heldOut = Math.min(HELD_OUT, validationPhotos.size());
                validation = request.codec().standardised(cache.fill(codec, validationPhotos, heldOut, done -> listener.encoded(done, heldOut)));
                format = request.codec().format(codec);
            }
            BandwidthProblem problem = new BandwidthProblem(config, format, latents, validation,
                    Photo.checksum(photos) + "-" + request.codec().sha256(), compute.manager());
            try (Trainer<BandwidthBatch> trainer = new Trainer<>(problem, config.optimisation(), compute.manager())) {
                trainer.resume(TrainingRun.checkpoint(request.out()));
                listener.started(photos.size(), validationPhotos.size(), trainer.step(), compute.device());
                TrainingRun.toTheEnd(trainer, request.out(), listener, goOn);
                return new Result(trainer.step(), photos.size(), BandwidthProblem.sizes(config, format), problem.weights(trainer));
            }
        }
    }
}
