// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

import java.util.List;
import org.semlink.common.Snr;

/**
 * What a receiver's SNR reading is worth on one link: a rising correction with its band, the noise law behind it, and what ordinary
 * traffic looked like at the time.
 *
 * @param correction estimated SNR to real SNR, dB
 * @param law        real noise as a function of noise read
 * @param excess     what known symbols showed beyond the noise estimate: what {@link DriftMonitor} holds traffic against
 */
public record LinkCalibration(MonotoneCurve correction, NoiseLaw law, ExcessLaw excess) {

    /** Fits; at least {@link MonotoneFit#FEWEST_POINTS} points of at least two levels. */
    public static LinkCalibration fit(List<LinkPoint> points) {
        double[] estimated = points.stream().mapToDouble(LinkPoint::snrDb).toArray();
        double[] real = points.stream().mapToDouble(LinkPoint::realSnrDb).toArray();
        double[] symbols = points.stream().mapToDouble(LinkPoint::symbols).toArray();
        NoiseLaw law = NoiseLaw.fit(noise(estimated), noise(real));
        return new LinkCalibration(MonotoneFit.of(estimated, real, symbols), law,
                ExcessLaw.fit(points.stream().map(LinkPoint::known).toList()));
    }

    private static double[] noise(double[] snrDb) {
        double[] noise = new double[snrDb.length];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = Snr.noiseVariance(Snr.fromDb(snrDb[i]));
        }
        return noise;
    }

    /** Real linear SNR for an estimated one. Beyond the calibrated range the correction at the edge holds on. */
    public double snr(double estimated) {
        return Snr.fromDb(correction.value(Snr.toDb(estimated)));
    }

    /** Whether this estimate (linear) lies where the link was measured. */
    public boolean covers(double estimated) {
        return correction.covers(Snr.toDb(estimated));
    }
}
