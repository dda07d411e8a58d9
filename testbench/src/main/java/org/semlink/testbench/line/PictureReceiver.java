// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.semlink.calibration.TimestepChoice;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.LatentShape;
import org.semlink.codec.NoisyLatent;
import org.semlink.codec.ObservedSymbols;
import org.semlink.codec.Picture;
import org.semlink.codec.SymbolMapper;
import org.semlink.codec.SymbolMapping;
import org.semlink.codec.metric.LatentError;
import org.semlink.common.Snr;
import org.semlink.diffusion.Denoiser;
import org.semlink.diffusion.sampler.SamplingPath;
import org.semlink.diffusion.schedule.NoiseSchedule;
import org.semlink.radio.waveform.ReceivedSymbols;
import org.semlink.testbench.live.LiveFeed;

/**
 * The receiving half of the line behind the reassembled symbols: noisy latent, timestep, reverse diffusion, picture.
 *
 * <p>Everything it knows of the picture comes from the headers. The diffusion is indexed by the link's mean SNR, as in training; what
 * fading and losses do to single elements stands in the noise map.
 */
public final class PictureReceiver {

    private final ReceiverSettings settings;
    private final Denoiser denoiser;
    private final LiveFeed feed;

    public PictureReceiver(ReceiverSettings settings) {
        this(settings, LiveFeed.NONE);
    }

    /** @param feed shows estimates and pictures as they come */
    public PictureReceiver(ReceiverSettings settings, LiveFeed feed) {
        this.settings = settings;
        this.denoiser = feed.over(settings.denoiser(), settings.model());
        this.feed = feed;
    }

    /**
     * The picture.
     *
     * @param random for noise maps and samplers that add noise
     */
    public Reception receive(Reassembly reassembly, SplittableRandom random, Stopwatch stopwatch) {
        NoisyLatent uncorrected = stopwatch.time("demap", () -> observe(reassembly, random));
        TimestepChoice choice = settings.timesteps().choose(uncorrected.snr());
        return restore(reassembly, new Repeats.Sum(uncorrected.toldSnr(choice.snr()), 1), choice, random, stopwatch);
    }

    /** As {@link #receive}, of all that came of the same picture before as well; the timestep is that of the sum. */
    public Reception receive(Reassembly reassembly, Repeats repeats, SplittableRandom random, Stopwatch stopwatch) {
        NoisyLatent uncorrected = stopwatch.time("demap", () -> observe(reassembly, random));
        TimestepChoice once = settings.timesteps().choose(uncorrected.snr());
        Repeats.Sum sum = repeats.add(reassembly.header(), uncorrected.toldSnr(once.snr()));
        return restore(reassembly, sum, sum.combined() == 1 ? once : settings.timesteps().chooseFor(sum.latent().snr()), random, stopwatch);
    }

    private Reception restore(Reassembly reassembly, Repeats.Sum sum, TimestepChoice choice, SplittableRandom random, Stopwatch stopwatch) {
        PictureHeader header = reassembly.header();
        NoisyLatent noisy = stopwatch.time("expand", () -> expand(header, sum.latent()));
        // A receiver calibration says how far from the link's SNR to tell; behind an up-sampler that is as far from the effective one.
        double told = noisy.snr() == choice.snr() ? choice.toldSnr() : noisy.snr() * choice.toldSnr() / choice.snr();
        double timestep = settings.schedule().timestep(told);
        // A denoiser asked to make a picture of nothing makes one up; the mean of the prior, zero, is the better guess.
        SamplingPath path = reassembly.framesReceived() == 0 ? SamplingPath.through() : path(noisy, told);
        Latent clean = stopwatch.time("denoise", () -> sample(noisy, path, random));
        Picture denoised = stopwatch.time("decode", () -> settings.codec().decode(clean, header.width(), header.height()));
        Picture shrunk = stopwatch.time(Stopwatch.COMPARE, () -> settings.codec().decode(LatentError.shrink(noisy), header.width(), header.height()));
        // Behind an up-sampler the shrunk latent is its own word; un-biased, what was not sent is noise.
        Picture received = header.hasOwnRatio()
                ? stopwatch.time(Stopwatch.COMPARE, () -> settings.codec().decode(noisy.observed(), header.width(), header.height())) : shrunk;
        feed.restored(received, denoised, sum.latent().snr(), timestep);
        return new Reception(reassembly, noisy, clean, received, denoised, shrunk, timestep, Snr.alphaBar(settings.schedule().snr(timestep)),
                choice.extrapolated(), sum.combined(), sum.latent().snr(), settings.sampler().evaluations(path));
    }

    /**
     * Reverse diffusion of a latent that is told to lie at another link SNR (linear) than it says.
     *
     * @param random for samplers that add noise
     */
    public Latent restore(NoisyLatent noisy, double toldSnr, SplittableRandom random) {
        return sample(noisy, path(noisy, toldSnr), random);
    }

    private Latent sample(NoisyLatent noisy, SamplingPath path, SplittableRandom random) {
        return settings.sampler().sample(path.length() == 0 ? noisy : noisy.toldSnr(path.snr(0)), denoiser, path, random);
    }

    /** From the schedule's level of {@code toldSnr}; where the link is cleaner than the schedule, nowhere, but for one step that fills holes. */
    private SamplingPath path(NoisyLatent noisy, double toldSnr) {
        NoiseSchedule schedule = settings.schedule();
        if (schedule.isCleanerThanTop(toldSnr) && noisy.hasErasures()) {
            return SamplingPath.through(schedule.snr(schedule.cleanest()));
        }
        double told = schedule.isCleanerThanTop(toldSnr) ? toldSnr : schedule.snr(schedule.timestep(toldSnr));
        return settings.sampler().path(schedule, told, settings.steps());
    }

    /** The latent that a received code shows: itself, or what the up-sampler makes of it. */
    public NoisyLatent expand(PictureHeader header, NoisyLatent code) {
        return settings.bandwidth().expand(code, settings.codec().format().shapeFor(header.width(), header.height()),
                header.ratio(settings.bandwidth()));
    }

    private NoisyLatent observe(Reassembly reassembly, SplittableRandom random) {
        return observe(reassembly, settings.timesteps()::flatShare, random);
    }

    /**
     * Symbols to elements of the code, each with the noise variance that the noise map gives it, at the link SNR that was estimated.
     *
     * @param flatShare see {@link Reassembly#evened}
     */
    public NoisyLatent observe(Reassembly reassembly, DoubleUnaryOperator flatShare, SplittableRandom random) {
        PictureHeader header = reassembly.header();
        LatentFormat format = settings.bandwidth().format(header.ratio(settings.bandwidth())).orElseThrow();
        LatentShape shape = format.shapeFor(header.width(), header.height());
        // With nothing received the diffusion starts at the noisiest level that it knows.
        double floor = settings.schedule().snr(settings.schedule().noisiest());
        ReceivedSymbols symbols = reassembly.evened(flatShare);
        ObservedSymbols observed = settings.noiseMap().apply(new ObservedSymbols(symbols.symbols(), symbols.noiseVariance(),
                reassembly.snr()), random);
        return new SymbolMapper(format, header.clip()).unmap(observed.symbols(), observed.noiseVariance(),
                new SymbolMapping(shape, header.scale(), header.seed()), Math.max(floor, observed.snr()));
    }
}
