// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.receiver;

import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;

/**
 * Cramer-Rao bounds of a burst's carrier offset, time of arrival and SNR, from all of it that the receiver knows (data-aided).
 *
 * <p>The known part x of a burst (preamble, training, decoded header, pilots) is what does not change with the payload. In white noise of
 * variance N0 per sample the model is {@code A x(n - tau) exp(i (phi + w n))}; with the derivatives
 * {@code d = (i x, i n x, -x')} for (phi, w, tau), x' by spectral differentiation, the Fisher information is
 * {@code 2 / N0 Re sum conj(d_i) d_j}, and the bounds are the diagonal of its inverse (Kay 1993, eq. 15.52). For a flat spectrum and
 * N samples they are the textbook's {@code 6 / (rho N (N^2 - 1))} and {@code 3 / (2 pi^2 N rho)}. The sampling clock counts as known.
 * Samples of the payload carry no information in this model, and nor does an unknown delay's effect on the noise. Immutable.
 */
final class EstimationBounds {

    private final double cfo;
    private final double timing;
    private final int knownSymbols;
    /** Of the known part, in samples of nominal power. */
    private final double energy;

    /**
     * @param burst        samples of a burst, interleaved
     * @param opposite     the same burst with every payload symbol negated
     * @param burstPower   nominal power of the burst: SNRs per sample refer to it
     * @param knownSymbols complex symbols of the burst other than payload
     */
    EstimationBounds(float[] burst, float[] opposite, double burstPower, int knownSymbols) {
        this.knownSymbols = knownSymbols;
        Complex[] x = known(burst, opposite);
        double sum = 0;
        for (Complex sample : x) {
            sum += Math.pow(sample.abs(), 2);
        }
        energy = sum / burstPower;
        Complex[] slope = derivative(x);
        double[][] information = new double[3][3];
        for (int n = 0; n < x.length; n++) {
            Complex turn = x[n].multiply(Complex.I);
            Complex[] d = {turn, turn.multiply(n), slope[n].negate()};
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    information[i][j] += 2 * d[i].conjugate().multiply(d[j]).getReal() / burstPower;
                }
            }
        }
        double[][] bound = new LUDecomposition(new Array2DRowRealMatrix(information)).getSolver().getInverse().getData();
        cfo = Math.sqrt(bound[1][1]);
        timing = Math.sqrt(bound[2][2]);
    }

    /** Least standard deviation of the carrier offset, rad per sample, at a linear SNR per sample. */
    double cfoRadPerSample(double sampleSnr) {
        return cfo / Math.sqrt(sampleSnr);
    }

    /** Least standard deviation of the time of arrival, in samples, at a linear SNR per sample. */
    double timingSamples(double sampleSnr) {
        return timing / Math.sqrt(sampleSnr);
    }

    /**
     * Least standard deviation in dB of an SNR estimate at the linear SNR per payload symbol {@code snr}, gain unknown:
     * {@code (10 / ln 10) sqrt(2 / (snr E) + 1 / n)}, n known symbols, E their energy in payload symbols: no more than n, prefixes being left
     * out, and no more than the known part of the burst has, for symbols of the head may have less energy than those of the payload.
     *
     * @param sampleSnr the same SNR per sample, linear
     */
    double snrDb(double snr, double sampleSnr) {
        double symbols = Math.min(knownSymbols, energy * sampleSnr / snr);
        return 10 / Math.log(10) * Math.sqrt(2 / (snr * symbols) + 1.0 / knownSymbols);
    }

    private static Complex[] known(float[] burst, float[] opposite) {
        Complex[] x = new Complex[2 * Integer.highestOneBit(burst.length / 2)];
        for (int n = 0; n < x.length; n++) {
            boolean inside = 2 * n < burst.length;
            x[n] = inside ? new Complex((burst[2 * n] + opposite[2 * n]) / 2.0, (burst[2 * n + 1] + opposite[2 * n + 1]) / 2.0) : Complex.ZERO;
        }
        return x;
    }

    private static Complex[] derivative(Complex[] x) {
        FastFourierTransformer transformer = new FastFourierTransformer(DftNormalization.STANDARD);
        Complex[] spectrum = transformer.transform(x, TransformType.FORWARD);
        for (int k = 0; k < x.length; k++) {
            int signed = k < x.length / 2 ? k : k - x.length;
            spectrum[k] = spectrum[k].multiply(new Complex(0, 2 * Math.PI * signed / x.length));
        }
        return transformer.transform(spectrum, TransformType.INVERSE);
    }
}
