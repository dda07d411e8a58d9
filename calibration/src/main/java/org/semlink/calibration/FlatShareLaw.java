// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

import java.util.List;
import java.util.Optional;
import org.semlink.common.Snr;

/**
 * A link's {@link FlatShare} as a function of the SNR read: near 0 where noise is all, rising to where the link's own impairments are.
 *
 * <p>A smooth curve through the bursts by their precision, between 0 and 1; beyond their range its ends hold on. Bursts in whose map the
 * receiver put an error floor itself say nothing of the others, and are left out. Immutable.
 */
public final class FlatShareLaw {

    private final Optional<SmoothingSpline> curve;

    private FlatShareLaw(Optional<SmoothingSpline> curve) {
        this.curve = curve;
    }

    /** Fits; 0 everywhere when too few bursts tell, as on an even channel, where any share is the same. */
    static FlatShareLaw fit(List<LinkPoint> points) {
        List<LinkPoint> telling = points.stream().filter(p -> p.flat().tells() && !p.known().floored()).toList();
        boolean spread = telling.stream().mapToDouble(LinkPoint::snrDb).distinct().count() > 1;
        return new FlatShareLaw(telling.size() < MonotoneFit.FEWEST_POINTS || !spread ? Optional.empty()
                : Optional.of(new SmoothingSpline(telling.stream().mapToDouble(LinkPoint::snrDb).toArray(),
                        telling.stream().mapToDouble(p -> p.flat().share()).toArray(),
                        telling.stream().mapToDouble(p -> 1 / (p.flat().deviation() * p.flat().deviation())).toArray())));
    }

    /** Share to expect at an SNR read (linear, positive), from 0 to 1. */
    public double share(double estimated) {
        return curve.map(spline -> Math.min(Math.max(spline.value(Snr.toDb(estimated)), 0), 1)).orElse(0.0);
    }
}
