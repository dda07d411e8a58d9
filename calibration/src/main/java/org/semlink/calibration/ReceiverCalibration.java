// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

import java.util.List;

/**
 * Which SNR a receiver should tell its network when the link really has another: what the decoder's own bias and an up-sampler's
 * effective SNR ask for, learned from sweeps around the analytic timestep.
 *
 * <p>Every picture at every level gives a U-shaped loss; near its bottom the loss is a parabola. The rising curve through all bottoms,
 * each weighted by its curvature, therefore minimises the sum of all losses.
 *
 * @param criterion what is made best
 * @param told      real SNR to the SNR told to the network, dB
 * @param gain      mean loss saved against telling the real SNR, in the criterion's unit, on the pictures of the fit
 */
public record ReceiverCalibration(Criterion criterion, MonotoneCurve told, double gain) {

    /** Fits; at least {@link MonotoneFit#FEWEST_POINTS} sweeps at two or more levels. */
    public static ReceiverCalibration fit(Criterion criterion, List<LevelSweep> sweeps) {
        double[] snr = sweeps.stream().mapToDouble(LevelSweep::snrDb).toArray();
        List<LevelSweep.Bottom> bottoms = sweeps.stream().map(LevelSweep::bottom).toList();
        double[] best = new double[snr.length];
        for (int i = 0; i < best.length; i++) {
            best[i] = snr[i] + bottoms.get(i).offsetDb();
        }
        MonotoneCurve told = MonotoneFit.of(snr, best, bottoms.stream().mapToDouble(LevelSweep.Bottom::curvature).toArray());
        double gain = 0;
        for (LevelSweep sweep : sweeps) {
            gain += (sweep.loss(0) - sweep.loss(told.value(sweep.snrDb()) - sweep.snrDb())) / sweeps.size();
        }
        return new ReceiverCalibration(criterion, told, gain);
    }
}
