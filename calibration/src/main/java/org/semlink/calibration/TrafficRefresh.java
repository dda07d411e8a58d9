// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.semlink.common.SemlinkException;

/**
 * Renews a link calibration where ordinary traffic has been.
 *
 * <p>Traffic shows the error of known symbols, a calibration that of payload symbols too. What lies between them (a compressing amplifier,
 * for one) is taken from the calibration as a function of the SNR read, the rest from the traffic. In the SNR range that traffic covers,
 * its bursts take the place of the calibration's; elsewhere, and for the receiver's sweeps, the calibration stays as it was.
 */
public final class TrafficRefresh {

    /** Traffic below this tells less than the calibration that it would replace. */
    public static final int FEWEST_BURSTS = 30;

    /** A calibration stays small however long the traffic was: neighbours in SNR are merged into at most so many points. */
    private static final int MOST_POINTS = 200;

    private TrafficRefresh() {
    }

    /**
     * The renewed calibration.
     *
     * @param traffic  received under {@code stored}, at least {@value #FEWEST_BURSTS} bursts that tell something
     * @param created  date and time of the new one
     * @param software version that makes it
     */
    public static Calibration refresh(Calibration stored, List<KnownSymbolNoise> traffic, String created, String software) {
        List<KnownSymbolNoise> telling = traffic.stream().filter(KnownSymbolNoise::tells)
                .sorted(Comparator.comparingDouble(KnownSymbolNoise::snrDb)).toList();
        if (telling.size() < FEWEST_BURSTS) {
            throw SemlinkException.input("%d bursts of traffic are too few to renew a calibration by; have at least %d", telling.size(),
                    FEWEST_BURSTS);
        }
        if (stored.points().size() < MonotoneFit.FEWEST_POINTS) {
            throw SemlinkException.input("the calibration has %d points, too few to renew; calibrate again", stored.points().size());
        }
        double from = telling.get(0).snrDb();
        double to = telling.get(telling.size() - 1).snrDb();
        SmoothingSpline unseen = unseen(stored.points());
        List<LinkPoint> points = new ArrayList<>(stored.points().stream().filter(p -> p.snrDb() < from || p.snrDb() > to).toList());
        int groups = Math.min(MOST_POINTS, telling.size());
        for (int g = 0; g < groups; g++) {
            // In the map of a floored burst the excess is there already; of others it is not.
            telling.subList(telling.size() * g / groups, telling.size() * (g + 1) / groups).stream().collect(Collectors.partitioningBy(KnownSymbolNoise::floored))
                    .values().stream().filter(alike -> !alike.isEmpty()).map(TrafficRefresh::merged).map(one -> point(stored, one, unseen)).forEach(points::add);
        }
        return new Calibration(created, software, stored.conditions(), stored.radios(), stored.spent(), points, stored.sweeps());
    }

    private static LinkPoint point(Calibration stored, KnownSymbolNoise one, SmoothingSpline unseen) {
        int symbols = (int) Math.max(1, Math.round(one.samples()));
        return new LinkPoint(one.snrDb(), one.residualDb() + unseen.value(one.snrDb()), symbols, one, nearest(stored, one).flat());
    }

    /** What traffic cannot show is that of the burst of the calibration which reads most like it. */
    private static LinkPoint nearest(Calibration stored, KnownSymbolNoise burst) {
        return stored.points().stream().min(Comparator.comparingDouble(p -> Math.abs(p.snrDb() - burst.snrDb()))).orElseThrow();
    }

    /** What payload symbols err beyond known ones, dB, by SNR read. */
    private static SmoothingSpline unseen(List<LinkPoint> points) {
        return new SmoothingSpline(points.stream().mapToDouble(p -> p.known().snrDb()).toArray(),
                points.stream().mapToDouble(p -> p.errorDb() - p.known().residualDb()).toArray(),
                points.stream().mapToDouble(LinkPoint::symbols).toArray());
    }

    /** Means by precision, of bursts that are all floored or all not; excesses scatter little enough for their dB to be averaged. */
    private static KnownSymbolNoise merged(List<KnownSymbolNoise> bursts) {
        double weights = 0, snr = 0, excess = 0;
        for (KnownSymbolNoise burst : bursts) {
            double weight = 1 / (burst.deviationDb() * burst.deviationDb());
            weights += weight;
            snr += weight * burst.snrDb();
            excess += weight * burst.excessDb();
        }
        return new KnownSymbolNoise(snr / weights, excess / weights, 1 / Math.sqrt(weights), bursts.get(0).floored());
    }
}
