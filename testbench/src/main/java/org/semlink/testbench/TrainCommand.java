// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.semlink.diffusion.model.Model;
import org.semlink.diffusion.train.StepReport;
import org.semlink.diffusion.train.TrainedWeights;
import org.semlink.diffusion.train.TrainingConfig;
import org.semlink.diffusion.train.TrainingRun;
import org.semlink.testbench.cli.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code semlink train}: VAE and denoiser together, through the noisy link, on folders of pictures. */
@Command(name = "train", mixinStandardHelpOptions = true,
        description = "Train a codec and its denoiser on folders of pictures; run the same command again to go on after an interruption.",
        footer = {"", "Example:", "  semlink train --images photos/ --validation other-photos/ --out my-training --steps 9000",
                "  semlink link --model my-training/model --image photo.jpg"})
final class TrainCommand implements Callable<Integer> {

    private static final int INTERRUPTED = 130;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Option(names = "--images", required = true, arity = "1..*", paramLabel = "FOLDER", description = "Folders of training pictures, searched through.")
    private List<Path> images;

    @Option(names = "--validation", arity = "1..*", paramLabel = "FOLDER", description = "Folders of pictures kept out of training.")
    private List<Path> validation = List.of();

    @Option(names = "--out", required = true, paramLabel = "FOLDER", description = "Checkpoint, training.csv and, in the end, model/ go here.")
    private Path out;

    @Option(names = "--name", description = "Name of the model (default: name of --out).")
    private String name;

    @Option(names = "--licence", defaultValue = "unspecified", description = "Licence of the weights, for model.yaml (default: ${DEFAULT-VALUE}).")
    private String licence;

    @Option(names = "--steps", description = "Optimiser steps (default: ${DEFAULT-VALUE}).")
    private int steps = TrainingConfig.DEFAULT.steps();

    @Option(names = "--batch", description = "Crops a step (default: ${DEFAULT-VALUE}).")
    private int batch = TrainingConfig.DEFAULT.batch();

    @Option(names = "--crop", description = "Side of a crop in pixels, a multiple of 16 (default: ${DEFAULT-VALUE}).")
    private int crop = TrainingConfig.DEFAULT.crop();

    @Option(names = "--learning-rate", description = "Peak learning rate (default: ${DEFAULT-VALUE}).")
    private double learningRate = TrainingConfig.DEFAULT.learningRate();

    @Option(names = "--seed", description = "Seed of weights, crops and noise (default: ${DEFAULT-VALUE}).")
    private long seed = TrainingConfig.DEFAULT.seed();

    @Option(names = "--device", defaultValue = "auto", description = "auto, cpu, gpu or gpu:N (default: ${DEFAULT-VALUE}).")
    private String device;

    @Override
    public Integer call() {
        TrainingConfig d = TrainingConfig.DEFAULT;
        TrainingConfig config = new TrainingConfig(steps, batch, crop, learningRate, Math.min(d.warmup(), steps / 5), d.clipNorm(),
                d.averaging(), d.klWeight(), d.latentWeight(), d.minSnrDb(), d.maxSnrDb(), seed);
        TrainedWeights weights = train(config);
        if (weights.steps() < steps) {
            return INTERRUPTED;
        }
        Path folder = out.resolve("model");
        Model.save(folder, name == null ? out.toAbsolutePath().getFileName().toString() : name, licence, weights.vae(), weights.denoiser(),
                weights.steps() + " steps on " + weights.photos() + " photos, " + config);
        PrintWriter printer = spec.commandLine().getOut();
        printer.println("model saved in " + folder);
        printer.flush();
        return 0;
    }

    private TrainedWeights train(TrainingConfig config) {
        AtomicBoolean goOn = new AtomicBoolean(true);
        CountDownLatch saved = new CountDownLatch(1);
        Thread stopper = new Thread(() -> stop(goOn, saved));
        Runtime.getRuntime().addShutdownHook(stopper);
        try {
            PrintWriter err = spec.commandLine().getErr();
            TrainedWeights weights = TrainingRun.run(new TrainingRun.Request(images, validation, out, config, device), new Progress(err, steps),
                    goOn::get);
            if (weights.steps() < steps) {
                err.printf("stopped after step %d; run the same command again to go on%n", weights.steps());
                err.flush();
            }
            return weights;
        } finally {
            saved.countDown();
            if (goOn.get()) {
                unhook(stopper);
            }
        }
    }

    private static void unhook(Thread stopper) {
        try {
            Runtime.getRuntime().removeShutdownHook(stopper);
        } catch (IllegalStateException e) {
            // Ctrl-C came in this very moment; the hook has nothing to wait for any more.
        }
    }

    /** Ctrl-C: lets the running step end and the checkpoint be written before the JVM goes. */
    private static void stop(AtomicBoolean goOn, CountDownLatch saved) {
        goOn.set(false);
        try {
            saved.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Losses now and then, with the time left. */
    private static final class Progress implements TrainingRun.Listener {

        private static final int EVERY = 50;

        private final PrintWriter err;
        private final long steps;
        private long since = System.nanoTime();
        private double error;
        private int counted;

        Progress(PrintWriter err, long steps) {
            this.err = err;
            this.steps = steps;
        }

        @Override
        public void skipped(Path file, String reason) {
            line("left out %s: %s", file, reason);
        }

        @Override
        public void started(int photos, int validationPhotos, long fromStep, String device) {
            line("%d training and %d validation photos on %s, from step %d", photos, validationPhotos, device, fromStep);
            since = System.nanoTime();
        }

        @Override
        public void stepped(StepReport r) {
            error += r.losses().get("log_error");
            counted++;
            if (r.step() % EVERY == 0) {
                double seconds = (System.nanoTime() - since) / 1e9 / counted;
                line("step %d of %d: error %.2f dB, latent ratio %.3f, KL %.2f, gradient %.2f, %.2f s a step, %.0f min left", r.step(), steps,
                        decibels(error / counted), r.losses().get("latent"), r.losses().get("kl"), r.gradientNorm(), seconds, seconds * (steps - r.step()) / 60);
                since = System.nanoTime();
                error = 0;
                counted = 0;
            }
        }

        @Override
        public void validated(String set, StepReport r) {
            line("step %d: validation error %.2f dB, latent ratio %.3f", r.step(), decibels(r.losses().get("log_error")), r.losses().get("latent"));
        }

        /** Mean natural log of squared errors as dB. */
        private static double decibels(double naturalLog) {
            return naturalLog * 10 / Math.log(10);
        }

        private void line(String format, Object... args) {
            err.printf(Locale.ROOT, format + "%n", args);
            err.flush();
        }
    }
}
