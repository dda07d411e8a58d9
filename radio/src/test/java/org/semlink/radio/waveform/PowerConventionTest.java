// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.common.Snr;

/**
 * The 3.01 dB test: powers of signal and noise measured on their own, at sample and at carrier level, complex and per real axis, against
 * the label that the link carries.
 */
class PowerConventionTest {

    private static final int COUNT = 32640;
    private static final double TOLERANCE_DB = 0.05;

    @Test
    void everyPartOfTheBurstHasTheNominalPower() {
        float[] burst = TestLink.WAVEFORM.modulate(TestLink.header(COUNT, 1), unitPower(COUNT)).samples();
        int[] edges = {0, OfdmParameters.PREAMBLE, OfdmParameters.HEADER_START, OfdmParameters.PAYLOAD_START, burst.length / 2};
        // Short parts have prefixes of chance power: a repeated eighth may weigh 10 % more or less.
        double[] toleranceDb = {0.001, 0.1, 0.1, TOLERANCE_DB};
        for (int part = 0; part < 4; part++) {
            assertThat(Snr.toDb(power(burst, edges[part], edges[part + 1], 0) * 16)).as("part %d", part)
                    .isCloseTo(0, within(toleranceDb[part]));
        }
        assertThat(Snr.toDb(power(burst, 0, burst.length / 2, 0) * 16)).isCloseTo(0, within(TOLERANCE_DB));
    }

    @ParameterizedTest(name = "{0} dB")
    @ValueSource(doubles = {-5, 0, 10})
    void labelHoldsAtSampleLevel(double snrDb) {
        double snr = Snr.fromDb(snrDb);
        float[] burst = TestLink.WAVEFORM.modulate(TestLink.header(COUNT, 1), unitPower(COUNT)).samples();
        float[] noise = TestLink.noise(new float[2 * 200_000], TestLink.noiseVariance(snr), 7);
        double signal = power(burst, OfdmParameters.PAYLOAD_START, burst.length / 2, 0);
        double label = snrDb + Snr.toDb(TestLink.WAVEFORM.sampleSnrPerSymbolSnr());
        assertThat(Snr.toDb(signal / power(noise, 0, noise.length / 2, 0))).as("complex").isCloseTo(label, within(TOLERANCE_DB));
        for (int axis = 1; axis <= 2; axis++) {
            assertThat(Snr.toDb(power(burst, OfdmParameters.PAYLOAD_START, burst.length / 2, axis)
                    / power(noise, 0, noise.length / 2, axis))).as("axis %d", axis).isCloseTo(label, within(TOLERANCE_DB));
        }
    }

    @ParameterizedTest(name = "{0} dB")
    @ValueSource(doubles = {-5, 0, 10})
    void labelHoldsAtCarrierLevel(double snrDb) {
        double snr = Snr.fromDb(snrDb);
        float[] burst = TestLink.WAVEFORM.modulate(TestLink.header(COUNT, 1), unitPower(COUNT)).samples();
        float[] signal = payloadCarriers(burst, true);
        double[] noise = new double[3];
        int runs = 8;
        for (int run = 0; run < runs; run++) {
            float[] carriers = payloadCarriers(TestLink.noise(new float[burst.length], TestLink.noiseVariance(snr), run), false);
            for (int axis = 0; axis <= 2; axis++) {
                noise[axis] += power(carriers, 0, carriers.length / 2, axis) / runs;
            }
        }
        for (int axis = 0; axis <= 2; axis++) {
            assertThat(Snr.toDb(power(signal, 0, signal.length / 2, axis) / noise[axis])).as("axis %d (0: complex)", axis)
                    .isCloseTo(snrDb, within(TOLERANCE_DB));
        }
    }

    /** Carriers of all payload symbols, window aligned by hand: data only, or all used ones. */
    private static float[] payloadCarriers(float[] samples, boolean dataOnly) {
        SampleBuffer buffer = new SampleBuffer(samples.length);
        buffer.append(samples, 0, samples.length / 2);
        SymbolDemodulator demodulator = new SymbolDemodulator();
        demodulator.tune(0, 0);
        int symbols = OfdmParameters.payloadSymbols(COUNT);
        float[] carriers = new float[2 * OfdmParameters.CARRIERS];
        int perSymbol = dataOnly ? OfdmParameters.DATA : OfdmParameters.CARRIERS;
        float[] out = new float[2 * perSymbol * symbols];
        for (int m = 0; m < symbols; m++) {
            long at = OfdmParameters.PAYLOAD_START + OfdmParameters.PREFIX + (long) m * OfdmParameters.SYMBOL;
            demodulator.demodulate(buffer, at, carriers, 0);
            int[] data = CarrierMap.data(OfdmParameters.HEADER_SYMBOLS + m);
            for (int i = 0; i < perSymbol; i++) {
                int u = dataOnly ? data[i] : i;
                System.arraycopy(carriers, 2 * u, out, 2 * (m * perSymbol + i), 2);
            }
        }
        return out;
    }

    /** Gaussian symbols scaled to exactly unit power on each axis' half. */
    private static float[] unitPower(int count) {
        float[] symbols = TestLink.gaussianSymbols(count, 3);
        for (int axis = 1; axis <= 2; axis++) {
            double scale = Math.sqrt(0.5 / power(symbols, 0, count, axis));
            for (int i = axis - 1; i < symbols.length; i += 2) {
                symbols[i] *= (float) scale;
            }
        }
        return symbols;
    }

    /** Mean power: complex (axis 0), of the real (1) or the imaginary part (2) alone. */
    private static double power(float[] x, int from, int to, int axis) {
        double sum = 0;
        for (int n = from; n < to; n++) {
            sum += axis == 2 ? 0 : (double) x[2 * n] * x[2 * n];
            sum += axis == 1 ? 0 : (double) x[2 * n + 1] * x[2 * n + 1];
        }
        return sum / (to - from);
    }
}
