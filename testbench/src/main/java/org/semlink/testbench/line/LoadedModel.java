// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.LinearCodec;
import org.semlink.codec.bandwidth.Bandwidth;
import org.semlink.codec.baseline.SoftCast;
import org.semlink.codec.djl.Compute;
import org.semlink.common.SemlinkException;
import org.semlink.diffusion.Denoiser;
import org.semlink.diffusion.GaussianConsistency;
import org.semlink.diffusion.GaussianDenoiser;
import org.semlink.diffusion.model.Model;
import org.semlink.diffusion.model.ModelCache;
import org.semlink.diffusion.model.ModelSource;
import org.semlink.diffusion.model.Trust;
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

    private final String name;
    private final String sha256;
    private final String device;
    private final ImageCodec codec;
    private final Denoiser denoiser;
    private final Optional<Denoiser> student;
    private final NoiseSchedule schedule;
    private final Bandwidth bandwidth;
    private final Supplier<Optional<SoftCast>> linearLine;
    private final AutoCloseable compute;

    private LoadedModel(String name, String sha256, String device, ImageCodec codec, Denoiser denoiser, Optional<Denoiser> student,
            NoiseSchedule schedule, Bandwidth bandwidth, Supplier<Optional<SoftCast>> linearLine, AutoCloseable compute) {
        this.name = name;
        this.sha256 = sha256;
        this.device = device;
        this.codec = codec;
        this.denoiser = denoiser;
        this.student = student;
        this.schedule = schedule;
        this.bandwidth = bandwidth;
        this.linearLine = linearLine;
        this.compute = compute;
    }

    /** As {@link #open(String, String, Trust)}, trusting no model that carries code. */
    public static LoadedModel open(String nameOrFolder, String device) {
        return open(nameOrFolder, device, Trust.NONE);
    }

    /**
     * Loads {@link #LINEAR}, a built-in model, a model folder or a fetched URL.
     *
     * @param device as {@link Compute#open} takes it
     * @param trust  which models may carry code
     */
    public static LoadedModel open(String nameOrFolder, String device, Trust trust) {
        if (nameOrFolder.equals(LINEAR)) {
            if (!device.equals("auto") && !device.equals("cpu")) {
                throw SemlinkException.input("the model linear runs on the cpu alone, got --device %s; drop it", device);
            }
            return new LoadedModel(LINEAR, sha256OfText("semlink linear codec 1"), "cpu", new LinearCodec(), new GaussianDenoiser(1),
                    Optional.of(new GaussianConsistency(1)), NoiseSchedule.REGISTRY.get("ddpm-linear"), Bandwidth.none(new LinearCodec().format()), Optional::empty, () -> { });
        }
        Compute compute = Compute.open(device);
        try {
            Model model = Model.open(ModelSource.find(nameOrFolder, ModelCache.ofUser()), trust, compute);
            return new LoadedModel(model.name(), model.sha256(), compute.device(), model.codec(), model.denoiser(), model.student(),
                    model.schedule(), model.bandwidth(), () -> Optional.of(model.linearLine()), compute);
        } catch (RuntimeException e) {
            compute.close();
            throw e;
        }
    }

    /**
     * A codec and a decoder that come from no model file; both ends know them by their name.
     *
     * @param owner what is closed with them
     */
    public static LoadedModel of(String name, String device, ImageCodec codec, Denoiser denoiser, NoiseSchedule schedule, AutoCloseable owner) {
        return new LoadedModel(name, sha256OfText("semlink codec " + name + " 1"), device, codec, denoiser, Optional.empty(), schedule,
                Bandwidth.none(codec.format()), Optional::empty, owner);
    }

    public String name() {
        return name;
    }

    public String sha256() {
        return sha256;
    }

    /** What it really runs on: {@code cpu} or {@code gpu:N}. */
    public String device() {
        return device;
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
        return new LoadedModel(otherName, sha256OfText("semlink codec " + otherName + " 1"), device, codec, decoder, Optional.empty(), schedule,
                bandwidth, Optional::empty, this);
    }

    /** This model under another name, which takes its place. */
    public LoadedModel named(String otherName) {
        return new LoadedModel(otherName, sha256, device, codec, denoiser, student, schedule, bandwidth, linearLine, compute);
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

    private static String sha256OfText(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
