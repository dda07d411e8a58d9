// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * A weighted penalised cubic spline through scattered points, as smooth as the data themselves ask for, with its confidence band.
 *
 * <p>P-spline (Eilers and Marx 1996): cubic B-splines on equally spaced knots, squared second differences of their coefficients
 * penalised, so that without evidence the curve is a straight line. Every penalty of a wide range counts as much as its restricted
 * likelihood (REML) says; choosing the single best one instead would make bands too narrow. The band is the posterior's, whose coverage
 * averaged over the curve is nominal (Nychka 1988, Wood 2006). Immutable.
 */
final class SmoothingSpline {

    private static final int INTERVALS = 12;
    private static final int DEGREE = 3;
    private static final int SIZE = INTERVALS + DEGREE;
    /** Straight lines go unpenalised. */
    private static final int NULL_SPACE = 2;
    private static final double CONFIDENCE = 0.95;
    /** Range of the penalty's logarithm against the data's weight: from interpolation to a straight line in double precision. */
    private static final int LEAST_LOG_PENALTY = -12;
    private static final int MOST_LOG_PENALTY = 18;
    /** The likelihood hardly changes over a factor of e squared. */
    private static final int LOG_PENALTY_STEP = 2;
    /** Penalties less likely than this against the best are left out. */
    private static final double NEGLIGIBLE = 1e-4;

    /** The spline under one penalty. */
    private record Candidate(double logLikelihood, RealVector coefficients, CholeskyDecomposition information, double variance,
            double freedom) {
    }

    private final double from;
    private final double step;
    private final int points;
    private final RealMatrix gram = new Array2DRowRealMatrix(SIZE, SIZE);
    private final RealVector moment = new ArrayRealVector(SIZE);
    private final double energy;
    private final List<Candidate> candidates = new ArrayList<>();
    private final double[] shares;
    private final double quantile;

    /**
     * Fits.
     *
     * @param x       abscissae, not all the same
     * @param y       ordinates
     * @param weights inverse variances up to a common factor, positive
     */
    SmoothingSpline(double[] x, double[] y, double[] weights) {
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (double at : x) {
            lowest = Math.min(lowest, at);
            highest = Math.max(highest, at);
        }
        if (x.length < NULL_SPACE + 2 || y.length != x.length || weights.length != x.length || !(highest > lowest)) {
            throw new IllegalArgumentException("need at least " + (NULL_SPACE + 2) + " points that are not all at one place, got " + x.length);
        }
        points = x.length;
        from = lowest;
        step = (highest - lowest) / INTERVALS;
        energy = accumulate(x, y, weights);
        double scale = Math.log(gram.getTrace() / SIZE);
        double best = Double.NEGATIVE_INFINITY;
        for (int log = LEAST_LOG_PENALTY; log <= MOST_LOG_PENALTY; log += LOG_PENALTY_STEP) {
            candidates.add(fit(scale + log));
            best = Math.max(best, candidates.get(candidates.size() - 1).logLikelihood());
        }
        double likely = best + Math.log(NEGLIGIBLE);
        candidates.removeIf(c -> c.logLikelihood() < likely);
        shares = shares(best);
        double freedom = 0;
        for (int k = 0; k < shares.length; k++) {
            freedom += shares[k] * candidates.get(k).freedom();
        }
        quantile = new TDistribution(Math.max(1, freedom)).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
    }

    private double accumulate(double[] x, double[] y, double[] weights) {
        double sum = 0;
        for (int i = 0; i < points; i++) {
            double[] basis = basis(x[i]);
            // Four splines cover any one place.
            int first = interval((x[i] - from) / step);
            for (int r = first; r <= first + DEGREE; r++) {
                moment.addToEntry(r, weights[i] * basis[r] * y[i]);
                for (int c = first; c <= first + DEGREE; c++) {
                    gram.addToEntry(r, c, weights[i] * basis[r] * basis[c]);
                }
            }
            sum += weights[i] * y[i] * y[i];
        }
        return sum;
    }

    private Candidate fit(double logPenalty) {
        CholeskyDecomposition information = information(Math.exp(logPenalty));
        RealVector coefficients = information.getSolver().solve(moment);
        // Penalised residual per degree of freedom; the floor keeps a perfect fit from a logarithm of 0.
        double variance = Math.max(energy - moment.dotProduct(coefficients), energy * 1e-15) / (points - NULL_SPACE);
        double logDeterminant = 0;
        for (int k = 0; k < SIZE; k++) {
            logDeterminant += 2 * Math.log(information.getL().getEntry(k, k));
        }
        double deviance = (points - NULL_SPACE) * Math.log(variance) + logDeterminant - (SIZE - NULL_SPACE) * logPenalty;
        double freedom = points - information.getSolver().solve(gram).getTrace();
        return new Candidate(-deviance / 2, coefficients, information, variance, freedom);
    }

    /** {@code B'WB + penalty D'D}. */
    private CholeskyDecomposition information(double penalty) {
        RealMatrix sum = gram.copy();
        double[] difference = {1, -2, 1};
        for (int k = 0; k + 2 < SIZE; k++) {
            for (int r = 0; r < 3; r++) {
                for (int c = 0; c < 3; c++) {
                    sum.addToEntry(k + r, k + c, penalty * difference[r] * difference[c]);
                }
            }
        }
        return new CholeskyDecomposition(sum, 1e-9, 0);
    }

    private double[] shares(double best) {
        double[] parts = candidates.stream().mapToDouble(c -> Math.exp(c.logLikelihood() - best)).toArray();
        double sum = 0;
        for (double part : parts) {
            sum += part;
        }
        for (int k = 0; k < parts.length; k++) {
            parts[k] /= sum;
        }
        return parts;
    }

    double value(double at) {
        RealVector basis = new ArrayRealVector(basis(at), false);
        double mean = 0;
        for (int k = 0; k < shares.length; k++) {
            mean += shares[k] * basis.dotProduct(candidates.get(k).coefficients());
        }
        return mean;
    }

    /** Half the height of the 95 % band: what each penalty leaves open, and how far the penalties disagree. */
    double uncertainty(double at) {
        RealVector basis = new ArrayRealVector(basis(at), false);
        double mean = value(at);
        double spread = 0;
        for (int k = 0; k < shares.length; k++) {
            Candidate candidate = candidates.get(k);
            double own = candidate.variance() * basis.dotProduct(candidate.information().getSolver().solve(basis));
            double off = basis.dotProduct(candidate.coefficients()) - mean;
            spread += shares[k] * (own + off * off);
        }
        return quantile * Math.sqrt(spread);
    }

    private static int interval(double position) {
        return Math.min((int) position, INTERVALS - 1);
    }

    /** All cubic B-splines at {@code at}, in closed form on equally spaced knots. */
    private double[] basis(double at) {
        double position = Math.min(Math.max((at - from) / step, 0), INTERVALS);
        int interval = interval(position);
        double u = position - interval;
        double v = 1 - u;
        double[] basis = new double[SIZE];
        basis[interval] = v * v * v / 6;
        basis[interval + 1] = (3 * u * u * u - 6 * u * u + 4) / 6;
        basis[interval + 2] = (3 * v * v * v - 6 * v * v + 4) / 6;
        basis[interval + 3] = u * u * u / 6;
        return basis;
    }
}
