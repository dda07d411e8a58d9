// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.common.Snr;

/**
 * What the receiver says against what is true, over 150 bursts in white noise per SNR: estimates of SNR, carrier offset and arrival, and
 * the truth test, predicted noise variance against measured error.
 */
class LinkAccuracyTest {

    private static final int BURSTS = 150;
    private static final int SYMBOLS = 2000;
    /** Training pair, header and pilots: everything known. */
    private static final int KNOWN = 2 * 208 + 16 * 200 + 8 * 11;
    private static final int KNOWN_SAMPLES = OfdmParameters.PAYLOAD_START;

    @ParameterizedTest(name = "{0} dB")
    @CsvSource({"-5, 0.8", "-3, 0.98", "0, 1", "5, 1", "10, 1", "15, 1", "20, 1", "30, 1"})
    void estimatesAreTrue(double snrDb, double leastDecoded) {
        double snr = Snr.fromDb(snrDb);
        Tally tally = new Tally();
        for (int burst = 0; burst < BURSTS; burst++) {
            Random random = new Random(1000 + burst);
            double cfo = 0.3 * random.nextDouble() - 0.15;
            int delay = 100 + random.nextInt(500);
            float[] air = TestLink.rotate(TestLink.pad(TestLink.burst(SYMBOLS, burst), delay, 100), cfo, random.nextDouble());
            List<ReceivedFrame> frames = TestLink.receive(TestLink.noise(air, TestLink.noiseVariance(snr), burst));
            if (frames.size() == 1 && frames.get(0).header().isPresent()) {
                tally.add(frames.get(0), TestLink.gaussianSymbols(SYMBOLS, burst), snrDb, cfo, delay);
            }
        }
        tally.check(snr, leastDecoded);
    }

    /** Sums over bursts. */
    private static final class Tally {
        private int count;
        private double snrError;
        private double snrSquare;
        private double cfoSquare;
        private double arrivalSquare;
        private double predicted;
        private double measured;
        private int limited;

        void add(ReceivedFrame frame, float[] sent, double snrDb, double cfo, int delay) {
            LinkState link = frame.link();
            count++;
            double error = Snr.toDb(link.snr()) - snrDb;
            snrError += error;
            snrSquare += error * error;
            cfoSquare += Math.pow(link.cfoHz() * 2 * Math.PI / TestLink.WAVEFORM.sampleRateHz() - cfo, 2);
            arrivalSquare += Math.pow(link.arrivalSample() - delay, 2);
            predicted += TestLink.predictedVariance(frame.payload().orElseThrow());
            measured += TestLink.errorVariance(frame.payload().orElseThrow(), sent);
            limited += link.impairmentLimited() ? 1 : 0;
        }

        /** Mean square of the used carriers' angular frequencies, (rad per sample)^2. */
        private static double squareBandwidth() {
            double sum = 0;
            for (int u = 0; u < OfdmParameters.CARRIERS; u++) {
                sum += Math.pow(2 * Math.PI * OfdmParameters.frequency(u) / OfdmParameters.FFT, 2);
            }
            return sum / OfdmParameters.CARRIERS;
        }

        void check(double snr, double leastDecoded) {
            double perSample = snr * TestLink.WAVEFORM.sampleSnrPerSymbolSnr();
            double bias = snrError / count;
            double deviation = Math.sqrt(snrSquare / count - bias * bias);
            double snrBound = 10 / Math.log(10) * Math.sqrt((2 / snr + 1) / KNOWN);
            double cfoBound = Math.sqrt(6 / (perSample * Math.pow(KNOWN_SAMPLES, 3)));
            double timingBound = 1 / Math.sqrt(2 * perSample * KNOWN_SAMPLES * squareBandwidth());
            assertThat((double) count / BURSTS).as("decoded").isGreaterThanOrEqualTo(leastDecoded);
            assertThat(Math.abs(bias)).as("SNR bias, dB").isLessThan(0.06);
            // 150 bursts know a deviation to 6 %; below the bound by more than that would mean a leak of the truth.
            assertThat(deviation / snrBound).as("SNR deviation over its bound").isBetween(0.8, 1.25);
            // All prefixes are left out of both, and that alone is 6 %; what is below the bound by more than chance would be a leak.
            assertThat(Math.sqrt(cfoSquare / count) / cfoBound).as("CFO error over its bound").isBetween(0.85, 1.3);
            assertThat(Math.sqrt(arrivalSquare / count) / timingBound).as("arrival error over its bound").isBetween(0.85, 1.3);
            assertThat(Math.abs(Snr.toDb(predicted / measured))).as("predicted over measured variance, dB").isLessThan(0.05);
            assertThat((double) limited / count).as("false verdicts of impairment").isLessThan(0.01);
        }
    }
}
