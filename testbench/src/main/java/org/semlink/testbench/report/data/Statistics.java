// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.data;

import java.util.Arrays;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;
import org.semlink.common.Snr;
import org.semlink.testbench.quality.Mean;

/** What is told of a {@link Cell} besides means, each with its 95 % interval. */
public final class Statistics {

    private static final double CONFIDENCE = 0.95;
    private static final double TENTH = 0.1;

    private Statistics() {
    }

    /**
     * The value that nine of ten trials reach or exceed, of fewer than ten the lowest, with the distribution-free interval of order statistics
     * (David and Nagaraja, Order Statistics, 7.1); an end that lies outside the sample is NaN.
     */
    public static Estimate lowestTenth(Cell cell, String metric) {
        double[] sorted = Arrays.stream(cell.values(metric)).filter(Double::isFinite).sorted().toArray();
        int n = sorted.length;
        if (n == 0) {
            return cell.estimate(Estimate.NOTHING, metric);
        }
        BinomialDistribution below = new BinomialDistribution(null, n, TENTH);
        int low = below.inverseCumulativeProbability((1 - CONFIDENCE) / 2) - 1;
        int high = below.inverseCumulativeProbability((1 + CONFIDENCE) / 2);
        return cell.estimate(new Mean(sorted[(int) Math.ceil(TENTH * n) - 1], low < 0 ? Double.NaN : sorted[low], high < n ? sorted[high] : Double.NaN),
                metric);
    }

    /** Share of bursts lost, in percent, with Wilson's interval. */
    public static Estimate lossPercent(Cell cell) {
        double sent = sum(cell, Metric.SENT);
        if (sent == 0) {
            return cell.estimate(Estimate.NOTHING, Metric.SENT);
        }
        double lost = sum(cell, Metric.LOST);
        var interval = new WilsonScoreInterval().createInterval((int) sent, (int) lost, CONFIDENCE);
        return cell.estimate(new Mean(100 * lost / sent, 100 * Math.max(0, interval.getLowerBound()), 100 * interval.getUpperBound()), Metric.SENT);
    }

    /** Sum over all trials that have the metric. */
    public static double sum(Cell cell, String metric) {
        return Arrays.stream(cell.values(metric)).filter(Double::isFinite).sum();
    }

    /**
     * Least normalised error of a white Gaussian latent, OPTA, in dB: {@code D = (1 + gamma)^-r} with r reals sent for each of its elements; at
     * r = 1 it is reached uncoded. The mean of D over the trials at their true SNR, or at the SNR measured where no simulation knows the true one.
     *
     * @param share r, see {@link Results#shareOfOwnRatio}
     */
    public static double leastLatentErrorDb(Cell cell, double share) {
        double[] known = cell.values(Metric.TRUE_SNR);
        double[] measured = cell.values(Metric.SNR);
        return Snr.toDb(cell.average(i -> Math.pow(1 + Snr.fromDb(Double.isFinite(known[i]) ? known[i] : measured[i]), -share)));
    }
}
