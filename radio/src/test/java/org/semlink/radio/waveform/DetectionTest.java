// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.common.Snr;
import org.semlink.radio.Iq;

/** Rates of detection, header success and false alarm. */
class DetectionTest {

    /** Per-sample SNR is 1.07 dB below Es/N0: -2.93 dB Es/N0 is -4 dB per sample. */
    @ParameterizedTest(name = "{0} dB Es/N0")
    @CsvSource({"-4, 0.97, 0.95", "-2.93, 0.98, 0.98", "0, 0.995, 0.995"})
    void burstsAreFound(double snrDb, double leastDetected, double leastDecoded) {
        int bursts = 200;
        int detected = 0;
        int decoded = 0;
        for (int burst = 0; burst < bursts; burst++) {
            Random random = new Random(burst);
            double cfo = 0.32 * random.nextDouble() - 0.16;
            float[] air = TestLink.pad(TestLink.burst(1, burst), 600 + random.nextInt(1000), 200);
            air = TestLink.rotate(air, cfo, 2 * Math.PI * random.nextDouble());
            List<ReceivedFrame> frames = TestLink.receive(TestLink.noise(air, TestLink.noiseVariance(Snr.fromDb(snrDb)), burst));
            detected += frames.isEmpty() ? 0 : 1;
            decoded += frames.stream().anyMatch(f -> f.header().isPresent()) ? 1 : 0;
        }
        assertThat((double) detected / bursts).as("detected").isGreaterThanOrEqualTo(leastDetected);
        assertThat((double) decoded / bursts).as("decoded").isGreaterThanOrEqualTo(leastDecoded);
    }

    /** No alarm in n samples puts the rate below 3/n with 95 % confidence: 2e7 samples, 1.5e-7 per sample. */
    @Test
    void noiseRaisesNoAlarm() {
        FrameReceiver receiver = TestLink.WAVEFORM.receiver();
        int piece = 1 << 18;
        float[] noise = TestLink.noise(new float[2 * piece], 0.01, 1);
        java.util.SplittableRandom random = new java.util.SplittableRandom(2);
        int alarms = 0;
        for (int i = 0; i < 80; i++) {
            // Turning and swapping samples at random is as good as new noise, and far cheaper.
            for (int n = 0; n < 2 * piece; n += 2) {
                int other = 2 * random.nextInt(piece);
                float re = noise[n];
                noise[n] = -noise[other + 1];
                noise[other + 1] = noise[n + 1];
                noise[n + 1] = noise[other];
                noise[other] = re;
            }
            alarms += receiver.push(new Iq(noise.clone(), 1e6, (long) i * piece)).size();
        }
        assertThat(alarms + receiver.finish().size()).isZero();
    }
}
