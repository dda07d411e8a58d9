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
 * @param flat       share of the noise that is alike on all symbols
 */
public record LinkCalibration(MonotoneCurve correction, NoiseLaw law, ExcessLaw excess, FlatShareLaw flat) {

    /** Fits; at least {@link MonotoneFit#FEWEST_POINTS} points of at least two levels. */
    public static LinkCalibration fit(List<LinkPoint> points) {
        NoiseLaw law = NoiseLaw.fit(noise(estimated(points)), noise(real(points)));
        return new LinkCalibration(correction(points), law, ExcessLaw.fit(points.stream().map(LinkPoint::known).toList()),
                FlatShareLaw.fit(points));
    }

    /** The correction alone: what a planner asks for after every burst. */
    static MonotoneCurve correction(List<LinkPoint> points) {
        return MonotoneFit.of(estimated(points), real(points), points.stream().mapToDouble(LinkPoint::symbols).toArray());
    }

    private static double[] estimated(List<LinkPoint> points) {
        return points.stream().mapToDouble(LinkPoint::snrDb).toArray();
    }

    private static double[] real(List<LinkPoint> points) {
        return points.stream().mapToDouble(LinkPoint::realSnrDb).toArray();
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
