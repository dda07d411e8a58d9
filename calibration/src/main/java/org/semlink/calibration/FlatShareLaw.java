// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

import java.util.List;
import org.semlink.common.Snr;

/**
 * A link's {@link FlatShare} as a function of the SNR read.
 *
 * <p>What a transmitter distorts is a constant part f of the signal; a burst that is read at the SNR {@code gamma}, all noise together, has the share
 * {@code f gamma} of it from there: nothing where the channel's noise is all, everything at most. f is fitted by least squares over bursts,
 * each by its precision. Bursts in whose map the receiver put an error floor itself say nothing of the others, and are left out. Immutable.
 */
public final class FlatShareLaw {

    private final double floor;

    private FlatShareLaw(double floor) {
        this.floor = floor;
    }

    /** Fits; 0 everywhere when too few bursts tell, as on an even channel, where any share is the same. */
    static FlatShareLaw fit(List<LinkPoint> points) {
        double products = 0;
        double squares = 0;
        int telling = 0;
        for (LinkPoint point : points) {
            if (point.flat().tells() && !point.known().floored()) {
                double snr = Snr.fromDb(point.snrDb()) / point.flat().deviation();
                products += snr * point.flat().share() / point.flat().deviation();
                squares += snr * snr;
                telling++;
            }
        }
        return new FlatShareLaw(telling < MonotoneFit.FEWEST_POINTS ? 0 : Math.max(0, products / squares));
    }

    /** Share to expect at an SNR read (linear, positive), from 0 to 1. */
    public double share(double estimated) {
        return Math.min(1, floor * estimated);
    }
}
