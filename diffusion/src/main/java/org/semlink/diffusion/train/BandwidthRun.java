// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.bandwidth.BandwidthNetwork;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.Parameters;
import org.semlink.codec.djl.StoredTensor;
import org.semlink.diffusion.model.FrozenCodec;
import org.semlink.diffusion.network.FrozenDenoiser;
import org.semlink.diffusion.network.UNet;

/** The training of a bandwidth module for a frozen codec: encodes the photos once, then {@link TrainingRun}'s loop. */
public final class BandwidthRun {

    private BandwidthRun() {
    }

    /** What to train on and where; see {@link DenoiserRun.Request}. */
    public record Request(List<Path> images, List<Path> validation, Path out, FrozenCodec codec, BandwidthConfig config, String device) {
    }

    /** What a run ends with: averaged weights, and the sizes of the network that they belong to. */
    public record Result(boolean done, long steps, int photos, BandwidthNetwork.Config sizes, Map<String, StoredTensor> weights) {
    }

    /**
     * Trains until done or told to stop; either way the state is saved.
     *
     * @param goOn asked before every step
     */
    public static Result run(Request request, TrainingRun.Listener listener, BooleanSupplier goOn) {
        BandwidthConfig config = request.config();
        TrainingRun.requireWritable(request.out());
        try (Compute compute = Compute.open(request.device()); ImageCodec codec = request.codec().open(compute)) {
            EncodedPhotos encoded = EncodedPhotos.of(request.codec(), codec, request.images(), request.validation(), request.out(), config.crop(),
                    config.encodings(), config.seed(), listener);
            LatentFormat format = encoded.format();
            boolean behind = config.denoisedWeight() > 0;
            Optional<FrozenDenoiser> denoiser = behind ? Optional.of(new FrozenDenoiser(new UNet(Parameters.stored(compute.manager(),
                    request.codec().denoiserWeights(), "denoiser"), request.codec().denoiserSizes()), format)) : Optional.empty();
            BandwidthProblem problem = new BandwidthProblem(config, format, request.codec().standardised(encoded.latents()),
                    request.codec().standardised(encoded.validation()), encoded.data() + "-" + request.codec().modelSha256(), denoiser,
                    compute.manager());
            try (Trainer<BandwidthBatch> trainer = new Trainer<>(problem, config.optimisation(), compute.manager())) {
                trainer.resume(TrainingRun.checkpoint(request.out()));
                listener.started(encoded.photos(), encoded.validationPhotos(), trainer.step(), compute.device());
                boolean done = TrainingRun.toTheEnd(trainer, request.out(),
                        ValidationPictures.ofLatents(request.out(), codec, request.codec().statistics()), listener, goOn);
                return new Result(done, trainer.step(), encoded.photos(), BandwidthProblem.sizes(config, format), problem.weights(trainer));
            }
        }
    }
}
