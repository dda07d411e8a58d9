// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.semlink.calibration.Calibration;
import org.semlink.calibration.Criterion;
import org.semlink.calibration.LevelSweep;
import org.semlink.calibration.LinkCalibration;
import org.semlink.calibration.MonotoneCurve;
import org.semlink.codec.Picture;
import org.semlink.common.Snr;

/**
 * What a timestep chosen from an estimated SNR costs, with a calibration and without; and how true the predicted latent error is.
 *
 * <p>Against two oracles that try all timesteps: the level's, which takes what is best for the mean over its pictures, and each picture's
 * own, which knows the picture and so is out of every receiver's reach.
 */
final class CalibrationBench {

    /** Timesteps that the oracles try, dB from the calibrated SNR: finer than a calibration's own where the best ones lie. */
    static final double[] OFFSETS_DB = {-4, -3, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3, 4};
    /** Numbers that no calibration uses for its own pictures. */
    private static final int FIRST_NUMBER = 100_000;

    private final Ladder ladder;
    private final LinkCalibration link;
    /** What the calibration tells the network, by criterion: fitted once. */
    private final Map<Criterion, MonotoneCurve> told = new EnumMap<>(Criterion.class);
    private final TimestepSweeps sweeps;
    private final Runnable betweenPictures;
    private int number = FIRST_NUMBER;

    /** @param betweenPictures may throw, to end it */
    CalibrationBench(Ladder ladder, Calibration calibration, LinkCalibration link, TimestepSweeps sweeps, Runnable betweenPictures) {
        this.ladder = ladder;
        calibration.sweeps().keySet().forEach(criterion -> calibration.receiver(criterion).ifPresent(fit -> told.put(criterion, fit.told())));
        this.link = link;
        this.sweeps = sweeps;
        this.betweenPictures = betweenPictures;
    }

    /**
     * One picture at one level.
     *
     * @param psnr  minus the PSNR in dB
     * @param lpips empty without weights
     */
    record Sample(Loss psnr, Optional<Loss> lpips) {
    }

    /**
     * Loss of one picture by timestep.
     *
     * @param sweep      loss at every offset from the analytic timestep
     * @param calibrated offset that the calibration chose, dB
     * @param analytic   offset of the timestep chosen from the estimate alone, dB
     */
    record Loss(LevelSweep sweep, double calibrated, double analytic) {

        /** Loss above that of this picture's best timestep. */
        double abovePicture(double offsetDb) {
            double least = Double.POSITIVE_INFINITY;
            for (double loss : sweep.losses()) {
                least = Math.min(least, loss);
            }
            return sweep.loss(offsetDb) - least;
        }

        /** Loss above that at the level's best offset. */
        double aboveLevel(double offsetDb, double bestDb) {
            return sweep.loss(offsetDb) - sweep.loss(bestDb);
        }
    }

    /** The offset that is best for the mean over a level's pictures, of those that were tried. */
    static double best(List<Loss> losses) {
        double best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (double offset : OFFSETS_DB) {
            double mean = losses.stream().mapToDouble(loss -> loss.sweep().loss(offset)).average().orElseThrow();
            if (mean < least) {
                least = mean;
                best = offset;
            }
        }
        return best;
    }

    /** All pictures at one level; those of which nothing arrived are missing. */
    List<Sample> measure(double levelDb, List<Picture> pictures) {
        List<Sample> samples = new ArrayList<>();
        for (Picture picture : pictures) {
            betweenPictures.run();
            sweeps.hear(ladder, levelDb, picture, number++, link).map(heard -> sample(heard, picture)).ifPresent(samples::add);
        }
        return samples;
    }

    /** Receptions of all pictures at one level, {@code times} of each, without restoring any; lost ones are missing. */
    List<TimestepSweeps.Heard> hear(double levelDb, List<Picture> pictures, int times) {
        List<TimestepSweeps.Heard> heard = new ArrayList<>();
        for (int i = 0; i < times * pictures.size(); i++) {
            betweenPictures.run();
            sweeps.hear(ladder, levelDb, pictures.get(i % pictures.size()), number++, link).ifPresent(heard::add);
        }
        return heard;
    }

    /** What was chosen is tried itself, besides the steps of the oracle. */
    private Sample sample(TimestepSweeps.Heard heard, Picture picture) {
        double analytic = Snr.toDb(heard.estimatedSnr() / heard.realSnr());
        double psnr = told(Criterion.PSNR, heard);
        double lpips = told(Criterion.LPIPS, heard);
        Map<Criterion, LevelSweep> swept = sweeps.sweep(heard, picture, analytic, psnr, lpips).sweeps();
        return new Sample(new Loss(swept.get(Criterion.PSNR), psnr, analytic),
                Optional.ofNullable(swept.get(Criterion.LPIPS)).map(sweep -> new Loss(sweep, lpips, analytic)));
    }

    /** What the calibration tells the network, dB above the real SNR. */
    private double told(Criterion criterion, TimestepSweeps.Heard heard) {
        double realDb = Snr.toDb(heard.realSnr());
        return told.containsKey(criterion) ? told.get(criterion).value(realDb) - realDb : 0;
    }
}
