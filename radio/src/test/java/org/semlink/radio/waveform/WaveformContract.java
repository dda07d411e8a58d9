// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.common.Snr;
import org.semlink.radio.Iq;

/**
 * What every waveform promises: exact without noise, its powers and its SNR as labelled (3.01 dB must hide nowhere), predicted variance as
 * measured, and frames that any receiver reads.
 */
abstract class WaveformContract {

    /** The implementation under test. */
    abstract Waveform waveform();

    /** Largest error of a symbol on a clean link. */
    abstract double exactness();

    /** Symbols on the air to one of payload, at most. */
    double mostOverhead() {
        return 1.2;
    }

    @ParameterizedTest(name = "{0} of the longest payload")
    @ValueSource(doubles = {0, 0.005, 0.1, 1})
    void payloadComesBackExactly(double share) {
        int count = (int) Math.max(1, share * waveform().maxPayloadSymbols());
        float[] air = TestLink.rotate(TestLink.pad(TestLink.burst(waveform(), count, 1), 777, 0), 0.1, 1);
        ReceivedFrame frame = only(receive(air));
        assertThat(frame.check()).isEqualTo(HeaderCheck.SOUND);
        assertThat(frame.header()).contains(TestLink.header(count, 1));
        assertThat(frame.link().firstSample()).isEqualTo(777);
        assertThat(frame.link().snr()).isGreaterThan(1e8);
        assertThat(frame.link().impairmentLimited()).isFalse();
        assertThat(worst(frame, count, 1)).isLessThan(exactness());
    }

    @ParameterizedTest(name = "cfo {0} rad/sample")
    @ValueSource(doubles = {-0.16, -0.03, 1e-5, 0.15})
    void anyCarrierOffset(double cfo) {
        ReceivedFrame frame = only(receive(TestLink.rotate(TestLink.pad(TestLink.burst(waveform(), 900, 2), 123, 50), cfo, 2)));
        assertThat(frame.link().cfoHz() * 2 * Math.PI / waveform().sampleRateHz()).isCloseTo(cfo, within(1e-7));
        assertThat(worst(frame, 900, 2)).isLessThan(exactness());
    }

    @Test
    void piecesOfAnySizeGiveTheSameFrames() {
        Random random = new Random(3);
        float[] air = TestLink.noise(twoBursts(), TestLink.noiseVariance(waveform(), 10), 3);
        List<ReceivedFrame> whole = receive(air);
        List<ReceivedFrame> cut = TestLink.receive(waveform(), air, random.ints(200, 1, 3000).toArray());
        assertThat(whole).hasSize(2);
        assertThat(cut).hasSize(2);
        for (int i = 0; i < 2; i++) {
            assertThat(cut.get(i).header()).isEqualTo(whole.get(i).header()).isPresent();
            assertThat(cut.get(i).payload().orElseThrow().symbols()).isEqualTo(whole.get(i).payload().orElseThrow().symbols());
            assertThat(cut.get(i).payload().orElseThrow().noiseVariance())
                    .isEqualTo(whole.get(i).payload().orElseThrow().noiseVariance());
        }
    }

    /** A receiver of OFDM and one of a single carrier are the same: the header says what follows. */
    @Test
    void anyReceiverReadsIt() {
        for (Waveform other : List.of(new OfdmWaveform(), new SingleCarrierWaveform(), new OfdmWaveform(1e6, 4))) {
            List<ReceivedFrame> frames = TestLink.receive(other, twoBursts(), 5000);
            assertThat(frames).extracting(f -> f.header().orElseThrow().payloadSymbols()).containsExactly(700, 1500);
            assertThat(worst(frames.get(1), 1500, 5)).isLessThan(exactness());
        }
    }

    @ParameterizedTest(name = "stream ends after {0} of the payload's samples")
    @ValueSource(doubles = {0.02, 0.3, 0.9})
    void endOfStreamInsideThePayloadLeavesAHole(double share) {
        int count = 2800;
        float[] burst = TestLink.pad(TestLink.burst(waveform(), count, 4), 200, 0);
        int head = 200 + OfdmParameters.PAYLOAD_START;
        int end = head + (int) (share * (burst.length / 2 - head));
        ReceivedFrame frame = only(receive(TestLink.noise(Arrays.copyOf(burst, 2 * end), TestLink.noiseVariance(waveform(), 100), 1)));
        ReceivedSymbols payload = frame.payload().orElseThrow();
        int arrived = 0;
        while (arrived < count && payload.noiseVariance()[arrived] < Float.POSITIVE_INFINITY) {
            arrived++;
        }
        for (int i = arrived; i < count; i++) {
            assertThat(payload.noiseVariance()[i]).isInfinite();
            assertThat(payload.symbols()[2 * i]).isZero();
        }
        // The burst may end with filling, and the pulses of symbols near the cut are not whole.
        assertThat((double) arrived / count).isBetween(share - 0.12, share + 0.05);
        if (arrived > 500) {
            assertThat(TestLink.errorVariance(payload, TestLink.gaussianSymbols(count, 4))).isLessThan(0.013);
        }
    }

    @Test
    void theWholeBurstHasTheNominalPower() {
        int count = waveform().maxPayloadSymbols();
        float[] burst = waveform().modulate(TestLink.header(count, 1), unitPower(count)).samples();
        assertThat(Snr.toDb(power(burst, 0, burst.length / 2, 0) / Waveform.BURST_POWER)).isCloseTo(0, within(0.05));
        for (int axis = 1; axis <= 2; axis++) {
            assertThat(Snr.toDb(power(burst, OfdmParameters.PAYLOAD_START, burst.length / 2, axis) * 2 / Waveform.BURST_POWER))
                    .as("axis %d of the payload", axis).isCloseTo(0, within(0.05));
        }
    }

    /** Noise by the label, measured on received symbols: complex, and on each axis alone. */
    @ParameterizedTest(name = "{0} dB")
    @ValueSource(doubles = {0, 15})
    void symbolsHaveTheSnrOfTheLabel(double snrDb) {
        int count = waveform().maxPayloadSymbols();
        float[] sent = unitPower(count);
        float[] burst = TestLink.pad(waveform().modulate(TestLink.header(count, 1), sent).samples(), 300, 100);
        double[] error = new double[3];
        double estimate = 0;
        double predicted = 0;
        int runs = 4;
        for (int run = 0; run < runs; run++) {
            ReceivedFrame frame = only(receive(TestLink.noise(burst, TestLink.noiseVariance(waveform(), Snr.fromDb(snrDb)), run)));
            float[] difference = frame.payload().orElseThrow().symbols();
            for (int i = 0; i < difference.length; i++) {
                difference[i] -= sent[i];
            }
            for (int axis = 0; axis <= 2; axis++) {
                error[axis] += power(difference, 0, count, axis) / runs;
            }
            estimate += Snr.toDb(frame.link().snr()) / runs;
            predicted += TestLink.predictedVariance(frame.payload().orElseThrow()) / runs;
        }
        // Four bursts of 27,000 symbols know an axis to 0.02 dB; the channel estimate costs 0.05 dB, more at 0 dB. An un-biased estimate
        // of least error may cost a little, never gain.
        assertThat(snrDb - Snr.toDb(1 / error[0])).as("loss of symbols, dB").isBetween(-0.03, 0.17);
        assertThat(Snr.toDb(2 * error[1] / error[0])).as("error on I, share").isCloseTo(0, within(0.05));
        assertThat(Snr.toDb(2 * error[2] / error[0])).as("error on Q, share").isCloseTo(0, within(0.05));
        assertThat(estimate).as("estimate, dB").isCloseTo(snrDb, within(0.15));
        assertThat(Snr.toDb(predicted / error[0])).as("predicted over measured, dB").isCloseTo(0, within(0.12));
    }

    @Test
    void theOccupiedBandHoldsTheBurst() {
        int count = 20_000;
        float[] burst = TestLink.burst(waveform(), count, 6);
        int size = 4096;
        double[] spectrum = new double[size];
        Fft fft = new Fft(size);
        for (int at = OfdmParameters.PAYLOAD_START; at + size <= burst.length / 2; at += size / 2) {
            float[] piece = Arrays.copyOfRange(burst, 2 * at, 2 * (at + size));
            for (int n = 0; n < size; n++) {
                float hann = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * n / size));
                piece[2 * n] *= hann;
                piece[2 * n + 1] *= hann;
            }
            fft.forward(piece);
            for (int k = 0; k < size; k++) {
                spectrum[k] += (double) piece[2 * k] * piece[2 * k] + (double) piece[2 * k + 1] * piece[2 * k + 1];
            }
        }
        int edge = (int) Math.round(waveform().occupiedBandwidthHz() / waveform().sampleRateHz() / 2 * size);
        double inside = 0;
        double all = 0;
        double nearEdge = 0;
        for (int k = -size / 2; k < size / 2; k++) {
            double p = spectrum[k & size - 1];
            all += p;
            inside += Math.abs(k) <= edge ? p : 0;
            nearEdge += Math.abs(k) > edge * 0.7 && Math.abs(k) <= edge ? p : 0;
        }
        assertThat(inside / all).as("share of the power inside").isGreaterThan(0.985);
        assertThat(nearEdge / all).as("share in the outer 30 %: the band is not wider than it must be").isGreaterThan(0.12);
    }

    @Test
    void countsEverySymbol() {
        int one = waveform().totalSymbols(1);
        assertThat(waveform().totalSymbols(20_000) - one).isGreaterThanOrEqualTo(20_000 - 200);
        assertThat(waveform().totalSymbols(20_000) - one).isLessThan((int) (20_000 * mostOverhead()));
        assertThat(one).isGreaterThan(20 * 200);
    }

    @Test
    void aPayloadThatDoesNotFitIsRefused() {
        int most = waveform().maxPayloadSymbols();
        assertThatThrownBy(() -> waveform().modulate(TestLink.header(most + 1, 1), new float[2 * (most + 1)]))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("" + most);
        assertThatThrownBy(() -> waveform().modulate(TestLink.header(5, 1), new float[9]))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("4.5");
    }

    @Test
    void itsNameNamesIt() {
        Waveform again = Waveforms.of(waveform().name(), 3e6);
        assertThat(again.name()).isEqualTo(waveform().name());
        assertThat(again.sampleRateHz()).isEqualTo(3e6);
        Iq burst = again.modulate(TestLink.header(50, 1), TestLink.gaussianSymbols(50, 1));
        assertThat(burst.samples()).isEqualTo(TestLink.burst(waveform(), 50, 1));
        assertThat(Optional.of(burst.sampleRateHz())).contains(3e6);
    }

    private List<ReceivedFrame> receive(float[] air) {
        return TestLink.receive(waveform(), air, air.length / 2);
    }

    private float[] twoBursts() {
        float[] first = TestLink.pad(TestLink.burst(waveform(), 700, 4), 50, 0);
        float[] second = TestLink.pad(TestLink.burst(waveform(), 1500, 5), 0, 40);
        float[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static ReceivedFrame only(List<ReceivedFrame> frames) {
        assertThat(frames).hasSize(1);
        return frames.get(0);
    }

    private static double worst(ReceivedFrame frame, int count, long seed) {
        float[] sent = TestLink.gaussianSymbols(count, seed);
        float[] received = frame.payload().orElseThrow().symbols();
        double worst = 0;
        for (int i = 0; i < sent.length; i++) {
            worst = Math.max(worst, Math.abs(received[i] - sent[i]));
        }
        return worst;
    }

    /** Gaussian symbols scaled to exactly half the unit power on each axis. */
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
