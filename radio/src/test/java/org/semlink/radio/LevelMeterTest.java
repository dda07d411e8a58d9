// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.common.Snr;

/** Levels of known signals, and the advice that follows from them. */
class LevelMeterTest {

    private static final double RATE = 1e5;

    /** Gaussian noise at {@code floor} with a burst of a tenth of the time at {@code burst}, both dBFS, on top of a constant. */
    private static LevelMeter meter(double burst, double floor, double dc) {
        LevelMeter meter = new LevelMeter(RATE, 0.999);
        Random random = new Random(1);
        float[] iq = new float[100_000];
        for (int i = 0; i < iq.length; i++) {
            boolean on = i > 40_000 && i < 50_000;
            iq[i] = (float) (random.nextGaussian() * Snr.amplitudeFromDb(on ? burst : floor) / Math.sqrt(2) + dc / Math.sqrt(2));
        }
        meter.add(iq);
        return meter;
    }

    @Test
    void levelsAreThoseOfTheSignal() {
        LevelMeter meter = meter(-15, -60, 1e-4);
        // Blocks of 100 samples: a tenth of a dB-half of scatter each, and steps of 0.25 dB.
        assertThat(meter.burstDbfs()).isCloseTo(-15, within(1.5));
        assertThat(meter.floorDbfs()).isCloseTo(-60, within(1.0));
        assertThat(meter.peakDbfs()).as("the peak of 5000 exponential powers is about 9.3 dB up").isBetween(-8.0, -3.0);
        assertThat(meter.samples()).isEqualTo(50_000);
        assertThat(meter(-80, -80, 0.01).dcDbfs()).isCloseTo(-40, within(0.1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "-15 | -60 | the level is right", "-10 | -60 | lower the receive gain by that much", "-30 | -70 | raise the receive gain by that much",
        "-50 | -52 | no bursts stand out", "0 | -40 | samples clipped: take"})
    void adviceFollowsFromThem(double burst, double floor, String expected) {
        assertThat(meter(burst, floor, 0).advice().get(0)).contains(expected);
    }

    @Test
    void whatATransmitterWroteIsNoLackOfBursts() {
        LevelMeter meter = new LevelMeter(RATE, 1);
        meter.add(new float[400]);
        Random random = new Random(1);
        float[] burst = new float[40_000];
        for (int i = 0; i < burst.length; i++) {
            burst[i] = (float) (random.nextGaussian() * Snr.amplitudeFromDb(-15) / Math.sqrt(2));
        }
        meter.add(burst);
        assertThat(meter.noiseless()).isTrue();
        assertThat(meter.advice()).singleElement().asString().startsWith("bursts at -1").contains("without noise");
        assertThat(meter(-50, -52, 0).noiseless()).isFalse();
    }

    @Test
    void nothingIsSaidToBeNothing() {
        assertThat(new LevelMeter(RATE, 1).advice().get(0)).startsWith("nothing received");
        LevelMeter silent = new LevelMeter(RATE, 1);
        silent.add(new float[2000]);
        assertThat(silent.advice().get(0)).startsWith("no bursts stand out");
        LevelMeter broken = new LevelMeter(RATE, 1);
        broken.add(new float[] {Float.NaN, 0, Float.POSITIVE_INFINITY, 0});
        assertThat(broken.clippedSamples()).isEqualTo(2);
    }
}
