// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.Latent;
import org.semlink.codec.MappedLatent;
import org.semlink.codec.NoisyLatent;
import org.semlink.codec.Picture;
import org.semlink.codec.SymbolMapper;
import org.semlink.codec.baseline.SoftCast;
import org.semlink.codec.metric.LatentError;
import org.semlink.codec.metric.Psnr;
import org.semlink.common.Seeds;
import org.semlink.common.Snr;
import org.semlink.diffusion.Denoiser;
import org.semlink.diffusion.sampler.Sampler;
import org.semlink.diffusion.sampler.SamplingPath;
import org.semlink.diffusion.schedule.NoiseSchedule;

/**
 * A codec and denoiser against the linear line, over pictures and SNRs, on an ideal link: AWGN of known variance on the payload symbols.
 *
 * <p>The same pictures, the same bandwidth and the same true SNR for both, so what differs is the scheme alone. Pictures are cut to whole
 * 8x8 blocks, so that k/n is exact.
 */
public final class QualityBench {

    private final ImageCodec codec;
    private final Denoiser denoiser;
    private final NoiseSchedule schedule;
    private final SoftCast linear;
    private final Sampler sampler;
    private final int steps;
    private final long seed;

    public QualityBench(ImageCodec codec, Denoiser denoiser, NoiseSchedule schedule, SoftCast linear, Sampler sampler, int steps, long seed) {
        this.codec = codec;
        this.denoiser = denoiser;
        this.schedule = schedule;
        this.linear = linear;
        this.sampler = sampler;
        this.steps = steps;
        this.seed = seed;
    }

    /**
     * One picture at one SNR: PSNR in dB after each way of receiving, latent NMSE (linear).
     *
     * @param linear    the linear line
     * @param received  decoded without denoising
     * @param shrunk    decoded after linear MMSE shrinkage
     * @param denoised  decoded after the sampler
     * @param ceiling   decoded from the latent that was sent
     * @param predicted latent NMSE as the noise map says
     */
    public record Sample(double linear, double received, double shrunk, double denoised, double ceiling,
            double predicted, double receivedNmse, double shrunkNmse, double denoisedNmse) {
    }

    /** All pictures at one SNR. */
    public List<Sample> measure(List<Picture> pictures, double snrDb) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            samples.add(measure(pictures.get(i), Snr.fromDb(snrDb), Seeds.child(seed, "picture", i)));
        }
        return samples;
    }

    /** One picture, cut to whole blocks, at one linear SNR. */
    Sample measure(Picture whole, double snr, long pictureSeed) {
        Picture picture = whole.resizedCanvas(whole.width() / 8 * 8, whole.height() / 8 * 8);
        Latent sent = codec.encode(picture);
        NoisyLatent noisy = transmit(sent, snr, pictureSeed);
        Latent denoised = sampler.sample(noisy, denoiser, SamplingPath.of(schedule, snr, steps), Seeds.random(pictureSeed, "sampler"));
        LatentError error = new LatentError(codec.format(), sent);
        Picture line = linear.transmit(picture, snr, Seeds.random(pictureSeed, "linear"));
        return new Sample(psnr(picture, line), decodedPsnr(picture, noisy.observed()), decodedPsnr(picture, LatentError.shrink(noisy)),
                decodedPsnr(picture, denoised), decodedPsnr(picture, sent),
                error.predicted(noisy), error.received(noisy), error.shrunk(noisy), error.of(denoised));
    }

    private NoisyLatent transmit(Latent sent, double snr, long pictureSeed) {
        SymbolMapper mapper = new SymbolMapper(codec.format());
        MappedLatent mapped = mapper.map(sent, Seeds.child(pictureSeed, "interleaver"));
        float[] symbols = mapped.symbols().clone();
        float[] variance = new float[symbols.length / 2];
        java.util.Arrays.fill(variance, (float) Snr.noiseVariance(snr));
        SplittableRandom noise = Seeds.random(pictureSeed, "noise");
        // N0 per complex symbol is N0 / 2 on each axis.
        double deviation = Math.sqrt(Snr.noiseVariance(snr) / 2);
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] += (float) (deviation * noise.nextGaussian());
        }
        return mapper.unmap(symbols, variance, mapped.mapping(), snr);
    }

    private double decodedPsnr(Picture sent, Latent latent) {
        return psnr(sent, codec.decode(latent, sent.width(), sent.height()));
    }

    private static double psnr(Picture sent, Picture received) {
        return -Snr.toDb(Psnr.meanSquaredError(sent, received));
    }
}
