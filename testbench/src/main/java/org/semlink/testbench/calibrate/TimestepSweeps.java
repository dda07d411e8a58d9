// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.semlink.calibration.Criterion;
import org.semlink.calibration.LevelSweep;
import org.semlink.calibration.LinkCalibration;
import org.semlink.codec.Latent;
import org.semlink.codec.NoisyLatent;
import org.semlink.codec.Picture;
import org.semlink.codec.metric.LatentError;
import org.semlink.codec.metric.PictureMetric;
import org.semlink.common.Seeds;
import org.semlink.common.Snr;
import org.semlink.radio.Radio;
import org.semlink.testbench.line.AirPass;
import org.semlink.testbench.line.Line;
import org.semlink.testbench.line.PictureHeader;
import org.semlink.testbench.line.Reassembler;
import org.semlink.testbench.line.Reassembly;
import org.semlink.testbench.line.Stopwatch;
import org.semlink.testbench.line.Transmission;

/**
 * Receives a picture once and restores it from many timesteps around the one that its SNR asks for: the loss of each.
 *
 * <p>Every timestep starts from the same reception and, in samplers that add noise, the same random numbers, so that losses differ by the
 * timestep alone.
 */
final class TimestepSweeps {

    private final Line line;
    private final double[] offsetsDb;
    private final Map<String, PictureMetric> metrics;
    private final long seed;

    /**
     * @param offsetsDb told minus real SNR, rising
     * @param metrics   by the names of {@link PictureMetric#REGISTRY}; LPIPS may be missing
     */
    TimestepSweeps(Line line, double[] offsetsDb, Map<String, PictureMetric> metrics, long seed) {
        this.line = line;
        this.offsetsDb = offsetsDb.clone();
        this.metrics = metrics;
        this.seed = seed;
    }

    /**
     * A picture as it arrived.
     *
     * @param sent         its latent
     * @param seed         of all that is random about it
     * @param estimatedSnr the receiver's estimate, linear
     * @param realSnr      what the link calibration makes of it, linear
     * @param noisy        the latent received, with the calibrated noise map
     * @param uncorrected  latent error that the receiver's own noise map predicts
     * @param predicted    that of the calibrated one
     * @param received     the truth
     */
    record Heard(Reassembly reassembly, Latent sent, long seed, double estimatedSnr, double realSnr, NoisyLatent noisy, double uncorrected,
            double predicted, double received) {
    }

    /** One picture at one level, and the sweep per criterion. */
    record Swept(Heard heard, Map<Criterion, LevelSweep> sweeps) {
    }

    /**
     * Sends {@code picture} at a level; empty when nothing arrived.
     *
     * @param number of the picture, which tells its random numbers from all others'
     * @param link   tells the real SNR
     */
    Optional<Heard> hear(Ladder ladder, double levelDb, Picture picture, int number, LinkCalibration link) {
        long pictureSeed = Seeds.child(seed, "sweep", number);
        Stopwatch untimed = new Stopwatch(stage -> { });
        Transmission sent = line.transmitter().prepare(picture, number & 0xffff, pictureSeed, untimed);
        Reassembler reassembler = new Reassembler(line.settings().bandwidth(), line.settings().model());
        try (Radio radio = ladder.open(levelDb, line.waveform(), Seeds.child(pictureSeed, "radio"))) {
            new AirPass(radio, line.frameReceiver()).run(sent.bursts(), untimed).forEach(reassembler::add);
        }
        return reassembler.result().map(reassembly -> heard(reassembly, sent.latent(), pictureSeed, link));
    }

    private Heard heard(Reassembly reassembly, Latent sent, long pictureSeed, LinkCalibration link) {
        NoisyLatent uncorrected = observe(reassembly, snr -> 0, pictureSeed);
        NoisyLatent observed = observe(reassembly, link.flat()::share, pictureSeed);
        double real = link.snr(observed.snr());
        NoisyLatent noisy = line.receiver().expand(reassembly.header(), observed.toldSnr(real));
        LatentError error = new LatentError(line.settings().codec().format(), sent, !reassembly.header().hasOwnRatio());
        return new Heard(reassembly, sent, pictureSeed, observed.snr(), real, noisy,
                error.predicted(line.receiver().expand(reassembly.header(), uncorrected)), error.predicted(noisy), error.received(noisy));
    }

    private NoisyLatent observe(Reassembly reassembly, DoubleUnaryOperator flatShare, long pictureSeed) {
        return line.receiver().observe(reassembly, flatShare, Seeds.random(pictureSeed, "noise map"));
    }

    /** As {@link #hear}, and sweeps about the real SNR. */
    Optional<Swept> measure(Ladder ladder, double levelDb, Picture picture, int number, LinkCalibration link) {
        return hear(ladder, levelDb, picture, number, link).map(heard -> sweep(heard, picture));
    }

    /** Sweeps about the real SNR, through {@code more} offsets besides those of all sweeps. */
    Swept sweep(Heard heard, Picture picture, double... more) {
        double[] offsets = DoubleStream.concat(Arrays.stream(offsetsDb), Arrays.stream(more)).sorted().distinct().toArray();
        LatentError error = new LatentError(line.settings().codec().format(), heard.sent());
        Map<Criterion, List<Double>> losses = new EnumMap<>(Criterion.class);
        PictureHeader header = heard.reassembly().header();
        for (double offset : offsets) {
            Latent restored = line.receiver().restore(heard.noisy(), heard.noisy().snr() * Snr.fromDb(offset),
                    Seeds.random(heard.seed(), "sampler"));
            Picture received = line.settings().codec().decode(restored, header.width(), header.height());
            add(losses, Criterion.LATENT, OptionalDouble.of(Snr.toDb(error.of(restored))));
            add(losses, Criterion.PSNR, measure("psnr_db", picture, received, -1));
            add(losses, Criterion.LPIPS, measure("lpips", picture, received, 1));
        }
        Map<Criterion, LevelSweep> sweeps = new EnumMap<>(Criterion.class);
        losses.forEach((criterion, values) -> sweeps.put(criterion,
                new LevelSweep(Snr.toDb(heard.realSnr()), offsets, values.stream().mapToDouble(Double::doubleValue).toArray())));
        return new Swept(heard, sweeps);
    }

    private OptionalDouble measure(String metric, Picture sent, Picture received, double sign) {
        if (!metrics.containsKey(metric)) {
            return OptionalDouble.empty();
        }
        OptionalDouble value = metrics.get(metric).measure(sent, received);
        return value.isEmpty() ? value : OptionalDouble.of(sign * value.getAsDouble());
    }

    private static void add(Map<Criterion, List<Double>> losses, Criterion criterion, OptionalDouble loss) {
        if (loss.isPresent()) {
            losses.computeIfAbsent(criterion, key -> new ArrayList<>()).add(loss.getAsDouble());
        }
    }
}
