// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

import java.util.List;

/**
 * Which SNR a receiver should tell its network when the link really has another: what the decoder's own bias and an up-sampler's
 * effective SNR ask for, learned from sweeps around the analytic timestep.
 *
 * <p>What is least in the end is the mean loss over pictures, and its bottom is not the mean of the pictures' bottoms: a loss that falls steeply on one side and
 * rises gently on the other, or only falls, pulls harder than its bottom says. So the curve is found by Newton's method on the mean: every picture asks for
 * a step of its slope at the present curve over the curvature that the pictures near its SNR have on average, and the curve through all that they ask for is the next.
 *
 * @param criterion what is made best
 * @param told      real SNR to the SNR told to the network, dB
 * @param gain      mean loss saved against telling the real SNR, in the criterion's unit, on the pictures of the fit
 */
public record ReceiverCalibration(Criterion criterion, MonotoneCurve told, double gain) {

    private static final int STEPS = 4;
    /** Pictures whose SNRs differ by less (a standard deviation, dB) share their curvature. */
    private static final double NEIGHBOURHOOD_DB = 3;
    /** A picture asks for no longer step than the sweeps are wide. */
    private static final double LONGEST_STEP_DB = 4;

    /** Fits; at least {@link MonotoneFit#FEWEST_POINTS} sweeps at two or more levels. */
    public static ReceiverCalibration fit(Criterion criterion, List<LevelSweep> sweeps) {
        double[] snr = sweeps.stream().mapToDouble(LevelSweep::snrDb).toArray();
        List<LevelSweep.Bottom> bottoms = sweeps.stream().map(LevelSweep::bottom).toList();
        double[] curvature = shared(snr, bottoms.stream().mapToDouble(LevelSweep.Bottom::curvature).toArray());
        double[] asked = new double[snr.length];
        for (int i = 0; i < asked.length; i++) {
            asked[i] = snr[i] + bottoms.get(i).offsetDb();
        }
        MonotoneCurve told = MonotoneFit.of(snr, asked, curvature);
        for (int step = 0; step < STEPS; step++) {
            for (int i = 0; i < asked.length; i++) {
                double offset = told.value(snr[i]) - snr[i];
                double move = -sweeps.get(i).slope(offset) / curvature[i];
                asked[i] = snr[i] + offset + Math.max(-LONGEST_STEP_DB, Math.min(LONGEST_STEP_DB, move));
            }
            told = MonotoneFit.of(snr, asked, curvature);
        }
        double gain = 0;
        for (LevelSweep sweep : sweeps) {
            gain += (sweep.loss(0) - sweep.loss(told.value(sweep.snrDb()) - sweep.snrDb())) / sweeps.size();
        }
        return new ReceiverCalibration(criterion, told, gain);
    }

    /** Mean curvature around each SNR: by a picture's own, one that hardly curves could ask for any step. */
    private static double[] shared(double[] snr, double[] curvature) {
        double[] mean = new double[snr.length];
        for (int i = 0; i < snr.length; i++) {
            double weights = 0;
            for (int k = 0; k < snr.length; k++) {
                double away = (snr[k] - snr[i]) / NEIGHBOURHOOD_DB;
                double weight = Math.exp(-away * away / 2);
                mean[i] += weight * curvature[k];
                weights += weight;
            }
            mean[i] /= weights;
        }
        return mean;
    }
}
