// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.Latent;
import org.semlink.codec.MappedLatent;
import org.semlink.codec.NoisyLatent;
import org.semlink.codec.Picture;
import org.semlink.codec.SymbolMapper;
import org.semlink.codec.bandwidth.Bandwidth;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.codec.baseline.SoftCast;
import org.semlink.codec.metric.LatentError;
import org.semlink.codec.metric.PictureMetrics;
import org.semlink.codec.metric.Psnr;
import org.semlink.common.Seeds;
import org.semlink.common.Snr;
import org.semlink.diffusion.Denoiser;
import org.semlink.diffusion.sampler.Sampler;
import org.semlink.diffusion.schedule.NoiseSchedule;

/**
 * A model against what it is compared with, over pictures and SNRs, on an ideal link: AWGN of known variance on the payload symbols.
 *
 * <p>The same pictures, the same bandwidth and the same true SNR for all, so what differs is the scheme alone. Pictures are cut to whole
 * 8x8 blocks, so that k/n is exact.
 */
public final class QualityBench {

    /** SoftCast with the picture's energies known to the receiver: the line that every other row is compared with. */
    public static final String LINEAR = "linear line";
    /** The model's latent decoded as it was received. */
    public static final String RECEIVED = "not denoised";
    /** The model's latent after linear MMSE shrinkage. */
    public static final String SHRUNK = "mmse shrinkage";
    /** The model's latent after the sampler. */
    public static final String DENOISED = "denoised";
    /** The model's latent as it was sent. */
    public static final String CEILING = "codec ceiling";

    private final Contender model;
    private final SoftCast linear;
    private final PictureMetrics metrics;
    private final long seed;
    /** Pictures cut to whole blocks: the same objects at every SNR, so that what is remembered of one is found again. */
    private final Map<Picture, Picture> cut = new HashMap<>();

    /**
     * A scheme to measure.
     *
     * @param sampler what undoes the noise, with {@code steps} levels along {@code schedule}
     * @param ratio   one of those of {@code bandwidth}
     */
    public record Contender(ImageCodec codec, Denoiser denoiser, NoiseSchedule schedule, Sampler sampler, int steps, Bandwidth bandwidth,
            BandwidthRatio ratio) {

        /** Sends latents as they are. */
        public Contender(ImageCodec codec, Denoiser denoiser, NoiseSchedule schedule, Sampler sampler, int steps) {
            this(codec, denoiser, schedule, sampler, steps, Bandwidth.none(codec.format()), Bandwidth.none(codec.format()).own());
        }

        boolean plain() {
            return ratio.equals(bandwidth.own());
        }
    }

    /**
     * One picture at one SNR.
     *
     * @param scores    by scheme, then by metric; a metric that is not defined for the picture's size is NaN
     * @param errors    mean squared error by scheme
     * @param predicted latent NMSE (linear) as the noise map says, of {@link #RECEIVED}, {@link #SHRUNK} and {@link #DENOISED}
     */
    public record Sample(Map<String, Map<String, Double>> scores, Map<String, Double> errors, double predicted, double receivedNmse,
            double shrunkNmse, double denoisedNmse) {

        /** PSNR in dB. */
        public double psnr(String scheme) {
            return scores.get(scheme).get("psnr_db");
        }
    }

    public QualityBench(Contender model, SoftCast linear, PictureMetrics metrics, long seed) {
        this.model = model;
        this.linear = linear;
        this.metrics = metrics;
        this.seed = seed;
    }

    /** All pictures at one SNR, with further schemes beside the model's rows. */
    public List<Sample> measure(List<Picture> pictures, double snrDb, Map<String, Contender> others) {
        return measure(pictures, snrDb, others, () -> { });
    }

    /** As {@link #measure(List, double, Map)}; {@code before} every picture is called and may throw to end it. */
    List<Sample> measure(List<Picture> pictures, double snrDb, Map<String, Contender> others, Runnable before) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            before.run();
            samples.add(measure(pictures.get(i), Snr.fromDb(snrDb), Seeds.child(seed, "picture", i), others));
        }
        return samples;
    }

    private Sample measure(Picture whole, double snr, long pictureSeed, Map<String, Contender> others) {
        Picture picture = cut.computeIfAbsent(whole, larger -> larger.resizedCanvas(larger.width() / 8 * 8, larger.height() / 8 * 8));
        Latent sent = model.codec.encode(picture);
        NoisyLatent noisy = transmit(model, sent, snr, pictureSeed);
        Latent denoised = denoise(model, noisy, pictureSeed);
        Map<String, Picture> received = new LinkedHashMap<>();
        received.put(LINEAR, linear.transmit(picture, snr, Seeds.random(pictureSeed, "linear")));
        others.forEach((name, other) -> {
            NoisyLatent theirs = transmit(other, other.codec.encode(picture), snr, pictureSeed);
            received.put(name, decode(other.codec, denoise(other, theirs, pictureSeed), picture));
        });
        // Un-biased, what a bandwidth module did not send is noise: its own word is the shrunk latent.
        received.put(RECEIVED, decode(model.codec, model.plain() ? noisy.observed() : LatentError.shrink(noisy), picture));
        received.put(SHRUNK, decode(model.codec, LatentError.shrink(noisy), picture));
        received.put(DENOISED, decode(model.codec, denoised, picture));
        received.put(CEILING, decode(model.codec, model.bandwidth.ceiling(sent, model.ratio), picture));
        Map<String, Map<String, Double>> scores = new LinkedHashMap<>();
        Map<String, Double> errors = new LinkedHashMap<>();
        received.forEach((name, result) -> {
            Map<String, Double> values = new LinkedHashMap<>();
            metrics.measure(picture, result).forEach((metric, value) -> values.put(metric, value.orElse(Double.NaN)));
            scores.put(name, values);
            errors.put(name, Psnr.meanSquaredError(picture, result));
        });
        LatentError error = new LatentError(model.codec.format(), sent, !model.plain());
        return new Sample(scores, errors, error.predicted(noisy), error.received(noisy), error.shrunk(noisy), error.of(denoised));
    }

    private static Latent denoise(Contender scheme, NoisyLatent noisy, long pictureSeed) {
        return scheme.sampler.sample(noisy, scheme.denoiser, scheme.sampler.path(scheme.schedule, noisy.snr(), scheme.steps),
                Seeds.random(pictureSeed, "sampler"));
    }

    private static NoisyLatent transmit(Contender scheme, Latent sent, double snr, long pictureSeed) {
        SymbolMapper mapper = new SymbolMapper(scheme.bandwidth.format(scheme.ratio).orElseThrow());
        MappedLatent mapped = mapper.map(scheme.bandwidth.compress(sent, scheme.ratio), Seeds.child(pictureSeed, "interleaver"));
        float[] symbols = mapped.symbols().clone();
        float[] variance = new float[symbols.length / 2];
        Arrays.fill(variance, (float) Snr.noiseVariance(snr));
        SplittableRandom noise = Seeds.random(pictureSeed, "noise");
        // N0 per complex symbol is N0 / 2 on each axis.
        double deviation = Math.sqrt(Snr.noiseVariance(snr) / 2);
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] += (float) (deviation * noise.nextGaussian());
        }
        return scheme.bandwidth.expand(mapper.unmap(symbols, variance, mapped.mapping(), snr), sent.shape(), scheme.ratio);
    }

    private static Picture decode(ImageCodec codec, Latent latent, Picture size) {
        return codec.decode(latent, size.width(), size.height());
    }
}
