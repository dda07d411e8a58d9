// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.semlink.calibration.Calibration;
import org.semlink.calibration.Criterion;
import org.semlink.calibration.LevelSweep;
import org.semlink.calibration.LinkCalibration;
import org.semlink.calibration.ReceiverCalibration;
import org.semlink.codec.Picture;
import org.semlink.common.Snr;

/**
 * What a timestep chosen from an estimated SNR costs against an oracle that tries them all on the picture itself, with a calibration and
 * without; and how true the predicted latent error is.
 */
final class CalibrationBench {

    private final Ladder ladder;
    private final LinkCalibration link;
    private final Calibration calibration;
    private final TimestepSweeps sweeps;

    CalibrationBench(Ladder ladder, Calibration calibration, LinkCalibration link, TimestepSweeps sweeps) {
        this.ladder = ladder;
        this.calibration = calibration;
        this.link = link;
        this.sweeps = sweeps;
    }

    /**
     * One picture at one level.
     *
     * @param predicted  latent error that the calibrated noise map predicts
     * @param analytic   that of the map as received
     * @param received   latent error measured
     * @param psnr       PSNR lost against the oracle, dB, calibrated and not
     * @param lpips      LPIPS lost, calibrated and not; empty without weights
     */
    record Sample(double predicted, double analytic, double received, Cost psnr, Optional<Cost> lpips) {
    }

    /** Loss above that of the best timestep. */
    record Cost(double calibrated, double analytic) {
    }

    /** All pictures at one level; those of which nothing arrived are missing. */
    List<Sample> measure(double levelDb, List<Picture> pictures, int firstNumber) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            sweeps.measure(ladder, levelDb, pictures.get(i), firstNumber + i, link::snr).map(this::sample).ifPresent(samples::add);
        }
        return samples;
    }

    private Sample sample(TimestepSweeps.Swept swept) {
        double real = link.snr(swept.estimatedSnr());
        double analytic = swept.predictedNmse() * real / swept.estimatedSnr();
        return new Sample(swept.predictedNmse(), analytic, swept.receivedNmse(), cost(Criterion.PSNR, swept).orElseThrow(),
                cost(Criterion.LPIPS, swept));
    }

    private Optional<Cost> cost(Criterion criterion, TimestepSweeps.Swept swept) {
        LevelSweep sweep = swept.sweeps().get(criterion);
        if (sweep == null) {
            return Optional.empty();
        }
        double least = Double.POSITIVE_INFINITY;
        for (double loss : sweep.losses()) {
            least = Math.min(least, loss);
        }
        double realDb = sweep.snrDb();
        double told = calibration.receiver(criterion).map(ReceiverCalibration::told).map(curve -> curve.value(realDb)).orElse(realDb);
        return Optional.of(new Cost(sweep.loss(told - realDb) - least, sweep.loss(Snr.toDb(swept.estimatedSnr()) - realDb) - least));
    }
}
