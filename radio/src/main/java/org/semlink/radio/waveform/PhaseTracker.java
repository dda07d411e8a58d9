// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.GROUPS;

/**
 * Phase of every OFDM symbol against the channel estimate: common phase (residual carrier offset, phase noise) and its slope over the
 * carriers (sampling clock offset), smoothed over the whole frame.
 *
 * <p>Carrier k of symbol m is turned by {@code theta_m + phi_m k / 100}; the state {@code (theta, phi, omega, alpha)} moves by
 * {@code theta += omega, phi += alpha} per symbol, with random-walk variance q on theta and 1e-4 q on omega. Each symbol gives one
 * known-symbol product {@code z = conj(H x) y} per carrier group, of variance {@code N0 |H x|^2}. An iterated extended Kalman filter runs
 * forward, the smoother of Rauch, Tung and Striebel (1965) back. With q = 0 both are the least-squares line; if the innovations refuse
 * that (chi-square above two deviations), q is the likeliest of a grid. One thread.
 */
final class PhaseTracker {

    private static final double UNIT = 100;
    private static final double[] WALKS = {1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 5e-2};
    private static final double OMEGA_WALK = 1e-4;
    /** Prior variances of theta and phi, and of alpha (50 ppm give 0.035). */
    private static final double PHASE_PRIOR = 0.01;
    private static final double SLOPE_RATE_PRIOR = 0.0025;
    private static final int ITERATIONS = 4;
    private static final double CONVERGED = 0.1;

    private final int capacity = OfdmParameters.HEADER_SYMBOLS + OfdmParameters.MAX_PAYLOAD_SYMBOLS;
    private final double[] real = new double[capacity * GROUPS];
    private final double[] imaginary = new double[capacity * GROUPS];
    private final double[] weight = new double[capacity * GROUPS];
    private final double[] frequency = new double[capacity * GROUPS];

    private final double[][] predicted = new double[capacity][4];
    private final double[][] predictedCovariance = new double[capacity][16];
    private final double[][] state = new double[capacity][4];
    private final double[][] covariance = new double[capacity][16];
    private final double[][] information = new double[capacity][3];
    private final double[] gradient = new double[2];
    private final SmallMatrix matrix = new SmallMatrix();

    private boolean walked;
    private double chiSquare;
    private double logLikelihood;
    private double chosenWalk;

    /** Sets the product of symbol {@code m}, group {@code g}: z, its weight {@code |H x|^2} and its carrier's signed frequency. */
    void set(int m, int g, double re, double im, double power, double carrier) {
        int i = m * GROUPS + g;
        real[i] = re;
        imaginary[i] = im;
        weight[i] = power;
        frequency[i] = carrier / UNIT;
    }

    /**
     * Tracks symbols 0 to {@code symbols - 1}.
     *
     * @param noise     noise variance per carrier, N0
     * @param firstStep time from the phase's zero to symbol 0, in symbols
     * @param cfoPrior  prior variance of omega, rad^2 per symbol^2
     * @param straight  whether q = 0 whatever the innovations say
     */
    void track(int symbols, double noise, double firstStep, double cfoPrior, boolean straight) {
        chosenWalk = 0;
        forward(symbols, noise, firstStep, cfoPrior, 0);
        walked = !straight && chiSquare > 2 * symbols + 4 * Math.sqrt(symbols);
        if (walked) {
            double best = 0;
            double bestLikelihood = logLikelihood;
            for (double walk : WALKS) {
                forward(symbols, noise, firstStep, cfoPrior, walk);
                if (logLikelihood > bestLikelihood) {
                    bestLikelihood = logLikelihood;
                    best = walk;
                }
            }
            forward(symbols, noise, firstStep, cfoPrior, best);
            chosenWalk = best;
        }
        backward(symbols);
    }

    /**
     * Turns the phases found by the mean rate at which symbols {@code from} to {@code symbols - 1} still turn, {@code arg sum conj(z_m)
     * z_(m+lag) / lag}: the middle of the Doppler spectrum, where a channel that forgets its phase leaves no line to follow.
     */
    void centre(int from, int symbols, int lag, double firstStep) {
        double re = 0;
        double im = 0;
        for (int i = from * GROUPS; i < (symbols - lag) * GROUPS; i++) {
            int j = i + lag * GROUPS;
            double stronger = Math.max(weight[i], weight[j]);
            if (stronger > 0) {
                double turn = phaseAt(j) - phaseAt(i);
                double cos = (real[i] * real[j] + imaginary[i] * imaginary[j]) / stronger;
                double sin = (real[i] * imaginary[j] - imaginary[i] * real[j]) / stronger;
                re += cos * Math.cos(turn) + sin * Math.sin(turn);
                im += sin * Math.cos(turn) - cos * Math.sin(turn);
            }
        }
        double rate = Math.atan2(im, re) / lag;
        for (int m = 0; m < symbols; m++) {
            state[m][0] += rate * (m + firstStep);
            state[m][2] += rate;
        }
    }

    private double phaseAt(int i) {
        double[] x = state[i / GROUPS];
        return x[0] + x[1] * frequency[i];
    }

    /** Whether the last {@link #track} found that a straight line does not do. */
    boolean walked() {
        return walked;
    }

    /** Random-walk variance of the phase that was found the likeliest, rad^2 per symbol; 0 where a line fits. */
    double walk() {
        return chosenWalk;
    }

    /** Common phase of symbol {@code m}, rad. */
    double phase(int m) {
        return state[m][0];
    }

    /** Phase slope of symbol {@code m}, rad per carrier. */
    double slope(int m) {
        return state[m][1] / UNIT;
    }

    /** Residual carrier offset at symbol {@code m}, rad per symbol. */
    double rate(int m) {
        return state[m][2];
    }

    /** Variance of the phase at carrier {@code k} of symbol {@code m}: {@code [0] + [1] k + [2] k^2}. */
    void variance(int m, double[] coefficients) {
        coefficients[0] = covariance[m][0];
        coefficients[1] = 2 * covariance[m][1] / UNIT;
        coefficients[2] = covariance[m][5] / (UNIT * UNIT);
    }

    /** Real degrees of freedom that symbol {@code m}'s own measurements lost to its phase estimate, 0 to 2. */
    double absorbed(int m) {
        double[] p = covariance[m];
        double[] j = information[m];
        return j[0] * p[0] + 2 * j[1] * p[1] + j[2] * p[5];
    }

    /** Adds symbol {@code m}'s products to {@code fit}, linearised at the phases found; {@code time} is the middle of its window. */
    void addTo(ClockFit fit, int m, double time) {
        for (int i = m * GROUPS; i < (m + 1) * GROUPS; i++) {
            fit.add(state[m][0] + state[m][1] * frequency[i], real[i], imaginary[i], weight[i], frequency[i] * UNIT);
        }
        fit.endSymbol(time);
    }

    private void forward(int symbols, double noise, double firstStep, double cfoPrior, double walk) {
        double[] x = new double[4];
        double[] p = new double[16];
        p[0] = PHASE_PRIOR;
        p[5] = PHASE_PRIOR;
        p[10] = cfoPrior;
        p[15] = SLOPE_RATE_PRIOR;
        chiSquare = 0;
        logLikelihood = 0;
        for (int m = 0; m < symbols; m++) {
            double step = m == 0 ? firstStep : 1;
            predict(m, x, p, step, walk * step);
            update(m, noise);
            x = state[m];
            p = covariance[m];
        }
    }

    private void predict(int m, double[] x, double[] p, double step, double walk) {
        double[] xp = predicted[m];
        xp[0] = x[0] + step * x[2];
        xp[1] = x[1] + step * x[3];
        xp[2] = x[2];
        xp[3] = x[3];
        double[] pp = predictedCovariance[m];
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                double cross = p[4 * i + j + 2] + step * p[4 * (i + 2) + j + 2];
                pp[4 * i + j] = p[4 * i + j] + step * (p[4 * (i + 2) + j] + cross);
                pp[4 * i + j + 2] = cross;
                pp[4 * (j + 2) + i] = cross;
                pp[4 * (i + 2) + j + 2] = p[4 * (i + 2) + j + 2];
            }
        }
        pp[0] += walk;
        pp[10] += OMEGA_WALK * walk;
    }

    private void update(int m, double noise) {
        double[] xp = predicted[m];
        double[] pp = predictedCovariance[m];
        double[] x = state[m];
        double[] j = information[m];
        System.arraycopy(xp, 0, x, 0, 4);
        double moved = 1;
        for (int i = 0; i < ITERATIONS && moved > CONVERGED; i++) {
            linearise(m, x[0], x[1], noise);
            double det = Math.max(j[0] * j[2] - j[1] * j[1], Double.MIN_NORMAL);
            // Measurement y of (theta, phi) with covariance R, the inverse of the information.
            double r00 = j[2] / det;
            double r01 = -j[1] / det;
            double r11 = j[0] / det;
            double nu0 = x[0] + r00 * gradient[0] + r01 * gradient[1] - xp[0];
            double nu1 = x[1] + r01 * gradient[0] + r11 * gradient[1] - xp[1];
            double s00 = pp[0] + r00;
            double s01 = pp[1] + r01;
            double s11 = pp[5] + r11;
            double sDet = s00 * s11 - s01 * s01;
            double w0 = (s11 * nu0 - s01 * nu1) / sDet;
            double w1 = (s00 * nu1 - s01 * nu0) / sDet;
            double before = x[0];
            for (int a = 0; a < 4; a++) {
                x[a] = xp[a] + pp[4 * a] * w0 + pp[4 * a + 1] * w1;
            }
            moved = Math.abs(x[0] - before);
            if (i == ITERATIONS - 1 || moved <= CONVERGED) {
                double distance = nu0 * w0 + nu1 * w1;
                chiSquare += distance;
                logLikelihood -= 0.5 * (distance + Math.log(sDet));
                matrix.reduce(pp, s00 / sDet, s01 / sDet, s11 / sDet, covariance[m]);
            }
        }
    }

    /** Fills gradient and information of the log-likelihood at (theta, phi). */
    private void linearise(int m, double theta, double phi, double noise) {
        double scale = 2 / noise;
        double g0 = 0;
        double g1 = 0;
        double j0 = 0;
        double j1 = 0;
        double j2 = 0;
        for (int i = m * GROUPS; i < (m + 1) * GROUPS; i++) {
            double f = frequency[i];
            double phase = theta + phi * f;
            double v = scale * (imaginary[i] * Math.cos(phase) - real[i] * Math.sin(phase));
            double w = scale * weight[i];
            g0 += v;
            g1 += v * f;
            j0 += w;
            j1 += w * f;
            j2 += w * f * f;
        }
        gradient[0] = g0;
        gradient[1] = g1;
        double[] j = information[m];
        j[0] = j0;
        j[1] = j1;
        j[2] = j2;
    }

    private void backward(int symbols) {
        for (int m = symbols - 2; m >= 0; m--) {
            matrix.smooth(state[m], covariance[m], predicted[m + 1], predictedCovariance[m + 1], state[m + 1], covariance[m + 1]);
        }
    }
}
