// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.Latent;
import org.semlink.codec.LinearCodec;
import org.semlink.codec.NoisyLatent;
import org.semlink.codec.Picture;
import org.semlink.codec.bandwidth.Bandwidth;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.codec.baseline.SoftCast;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.Precision;
import org.semlink.common.SemlinkException;
import org.semlink.common.Sha256;
import org.semlink.diffusion.BatchingDenoiser;
import org.semlink.diffusion.Denoiser;
import org.semlink.diffusion.GaussianConsistency;
import org.semlink.diffusion.GaussianDenoiser;
import org.semlink.diffusion.model.Model;
import org.semlink.diffusion.model.ModelCache;
import org.semlink.diffusion.model.ModelSource;
import org.semlink.diffusion.model.Trust;
import org.semlink.diffusion.refine.Refinement;
import org.semlink.diffusion.sampler.Sampler;
import org.semlink.diffusion.schedule.NoiseSchedule;

/**
 * A codec and a denoiser that belong together, from trained weights or from none, and where they run.
 *
 * <p>{@value #LINEAR} needs no weights: a fixed block transform and the denoiser of a white Gaussian source, so that every error of the
 * line is known in closed form.
 */
public final class LoadedModel implements AutoCloseable {

    /** Name of the model without weights. */
    public static final String LINEAR = "linear";

    /** Latent positions a side of the picture that warms a model up: layers that halve and pool have something to do. */
    private static final int WARM_UP_POSITIONS = 8;

    private final String name;
    private final String sha256;
    private final Execution execution;
    private final ImageCodec codec;
    private final Denoiser denoiser;
    private final Optional<Denoiser> student;
    private final NoiseSchedule schedule;
    private final Bandwidth bandwidth;
    private final Supplier<Optional<SoftCast>> linearLine;
    private final Refining refining;
    private final AutoCloseable compute;

    /** Makes a codec that improves its latents, or says why it cannot. */
    @FunctionalInterface
    private interface Refining {
        ImageCodec codec(BandwidthRatio ratio, Refinement how);
    }

    private LoadedModel(String name, String sha256, Execution execution, ImageCodec codec, Denoiser denoiser, Optional<Denoiser> student,
            NoiseSchedule schedule, Bandwidth bandwidth, Supplier<Optional<SoftCast>> linearLine, Refining refining, AutoCloseable compute) {
        this.name = name;
        this.sha256 = sha256;
        this.execution = execution;
        this.codec = codec;
        this.denoiser = denoiser;
        this.student = student;
        this.schedule = schedule;
        this.bandwidth = bandwidth;
        this.linearLine = linearLine;
        this.refining = refining;
        this.compute = compute;
    }

    /** As {@link #open(String, String, Precision, Trust)} in single precision, trusting no model that carries code. */
    public static LoadedModel open(String nameOrFolder, String device) {
        return open(nameOrFolder, device, Precision.FP32, Trust.NONE);
    }

    /**
     * Loads {@link #LINEAR}, a built-in model, a model folder or a fetched URL, and runs it once over a small picture: what a device does at its
     * first call is nobody's time.
     *
     * @param device as {@link Compute#open} takes it
     * @param trust  which models may carry code
     */
    public static LoadedModel open(String nameOrFolder, String device, Precision precision, Trust trust) {
        if (nameOrFolder.equals(LINEAR)) {
            if (!device.equals("auto") && !device.equals("cpu")) {
                throw SemlinkException.input("the model linear runs on the cpu alone, got --device %s; drop it", device);
            }
            if (precision != Precision.FP32) {
                throw SemlinkException.input("the model linear has no network, got --precision %s; drop it", precision);
            }
            return new LoadedModel(LINEAR, Sha256.of("semlink linear codec 1"), Execution.PLAIN, new LinearCodec(), new GaussianDenoiser(1),
                    Optional.of(new GaussianConsistency(1)), NoiseSchedule.REGISTRY.get("ddpm-linear"), Bandwidth.none(new LinearCodec().format()),
                    Optional::empty, unrefined(LINEAR), () -> { });
        }
        Compute compute = Compute.open(device, precision);
        try {
            Model model = Model.open(ModelSource.find(nameOrFolder, ModelCache.ofUser()), trust, compute);
            LoadedModel loaded = new LoadedModel(model.name(), model.sha256(), new Execution(compute.device(), precision, 1, 0), model.codec(),
                    model.denoiser(), model.student(), model.schedule(), model.bandwidth(), () -> Optional.of(model.linearLine()), model::refined, compute);
            loaded.warmUp();
            return loaded;
        } catch (RuntimeException e) {
            compute.close();
            throw e;
        }
    }

    private void warmUp() {
        int side = WARM_UP_POSITIONS * codec.format().stride();
        Latent latent = codec.encode(new Picture(side, side, new float[3 * side * side]));
        float[] variance = new float[latent.shape().size()];
        Arrays.fill(variance, 1);
        codec.decode(denoiser.denoise(new NoisyLatent(latent, variance, 1)), side, side);
    }

    /**
     * A codec and a decoder that come from no model file; both ends know them by their name.
     *
     * @param owner what is closed with them
     */
    public static LoadedModel of(String name, Execution execution, ImageCodec codec, Denoiser denoiser, NoiseSchedule schedule, AutoCloseable owner) {
        return new LoadedModel(name, Sha256.of("semlink codec " + name + " 1"), execution, codec, denoiser, Optional.empty(), schedule,
                Bandwidth.none(codec.format()), Optional::empty, unrefined(name), owner);
    }

    public String name() {
        return name;
    }

    public String sha256() {
        return sha256;
    }

    /** How it really runs. */
    public Execution execution() {
        return execution;
    }

    public ImageCodec codec() {
        return codec;
    }

    public Denoiser denoiser() {
        return denoiser;
    }

    /** What {@code sampler} denoises with: the denoiser, or its consistency student. */
    public Denoiser denoiser(Sampler sampler) {
        return sampler.needsStudent() ? student.orElseThrow(() -> SemlinkException.input(
                "--sampler consistency needs a model with a consistency student, '%s' has none; train one by 'semlink train consistency'", name)) : denoiser;
    }

    public NoiseSchedule schedule() {
        return schedule;
    }

    /** What stands between the codec and the symbols. */
    public Bandwidth bandwidth() {
        return bandwidth;
    }

    /** The same codec with another decoder in the denoiser's place; this model is closed with it. */
    public LoadedModel with(String otherName, Denoiser decoder) {
        return new LoadedModel(otherName, Sha256.of("semlink codec " + otherName + " 1"), execution, codec, decoder, Optional.empty(), schedule,
                bandwidth, Optional::empty, unrefined(otherName), this);
    }

    /** This model under another name, which takes its place. */
    public LoadedModel named(String otherName) {
        return new LoadedModel(otherName, sha256, execution, codec, denoiser, student, schedule, bandwidth, linearLine, refining, compute);
    }

    /**
     * The same model whose denoiser joins what several threads ask of it into calls of at most {@code batch} latents; this one is closed with it.
     * A denoiser that takes one latent at a time stays as it is.
     *
     * @param onSmaller hears, in a line, that the device's memory asks for smaller calls
     */
    public LoadedModel batching(int batch, Consumer<String> onSmaller) {
        if (batch == 1 || !denoiser.takesMany()) {
            return this;
        }
        return new LoadedModel(name, sha256, execution.batching(batch), codec,
                new BatchingDenoiser(denoiser, batch, onSmaller), student.map(one -> new BatchingDenoiser(one, batch, onSmaller)), schedule, bandwidth, linearLine, refining, compute);
    }

    /**
     * This model with an encoder that improves every latent by gradient steps; closed in its place.
     *
     * @param ratio at which pictures will be sent
     */
    public LoadedModel refined(BandwidthRatio ratio, Refinement how) {
        return new LoadedModel(name, sha256, execution.refining(how.steps()), refining.codec(ratio, how), denoiser, student, schedule, bandwidth, linearLine,
                refining, compute);
    }

    private static Refining unrefined(String name) {
        return (ratio, how) -> {
            throw SemlinkException.input("--refine needs a model with networks, '%s' has none that gradients pass through; drop it", name);
        };
    }

    /** The linear baseline over the codec's block transform, where it has one; it may have to be loaded, so ask once, before closing. */
    public Optional<SoftCast> linearLine() {
        return linearLine.get();
    }

    @Override
    public void close() {
        student.ifPresent(Denoiser::close);
        denoiser.close();
        bandwidth.close();
        codec.close();
        try {
            compute.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("closing the device failed", e);
        }
    }
}
