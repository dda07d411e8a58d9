// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.codec.Picture;
import org.semlink.common.Snr;

/** With identity as transform every coefficient is a pixel and the error is known in closed form. */
class SoftCastTest {

    private static final int KEPT = 32;

    @ParameterizedTest(name = "{0} dB")
    @ValueSource(doubles = {0, 10, 20})
    void errorIsTheClosedFormOfUnequalPower(double db) {
        Picture picture = waves();
        double snr = Snr.fromDb(db);
        double[] energies = energies(picture);
        double[] gains = SoftCast.gains(energies);
        double expected = 0;
        for (int i = 0; i < KEPT; i++) {
            expected += energies[i] / snr / (gains[i] * gains[i] * energies[i] + 1 / snr) / KEPT;
        }
        Picture received = codec().transmit(picture, snr, new SplittableRandom(1));
        double sum = 0;
        for (int i = 0; i < picture.samples().length; i++) {
            double error = received.samples()[i] - picture.samples()[i];
            sum += inBlock(picture, i) < KEPT ? error * error : 0;
        }
        // 32 * 1024 draws: 0.8 % scatter; equal power instead of lambda^(-1/4) would be off by far more.
        assertThat(sum / (KEPT * 1024)).isCloseTo(expected, within(0.04 * expected));
    }

    @Test
    void gainsSpendUnitMeanPowerAndIgnoreEmptyComponents() {
        double[] energies = {4, 1, 0.01, 0};
        double[] gains = SoftCast.gains(energies);
        double power = 0;
        for (int i = 0; i < 4; i++) {
            power += gains[i] * gains[i] * energies[i] / 4;
        }
        assertThat(power).isCloseTo(1, within(1e-12));
        assertThat(gains[1] / gains[0]).isCloseTo(Math.pow(4, 0.25), within(1e-12));
        assertThat(gains[3]).isZero();
    }

    @Test
    void noiseFreeLinkReturnsWhatWasSent() {
        Picture picture = waves();
        Picture received = codec().transmit(picture, Double.POSITIVE_INFINITY, new SplittableRandom(1));
        for (int i = 0; i < picture.samples().length; i++) {
            float expected = inBlock(picture, i) < KEPT ? picture.samples()[i] : 0.5f;
            assertThat(received.samples()[i]).as("sample %d", i).isCloseTo(expected, within(1e-5f));
        }
    }

    private static SoftCast codec() {
        float[] identity = new float[192 * 192];
        float[] mean = new float[192];
        for (int i = 0; i < 192; i++) {
            identity[i * 193] = 1;
            mean[i] = 0.5f;
        }
        return new SoftCast(identity, mean, KEPT);
    }

    private static double[] energies(Picture picture) {
        double[] energies = new double[KEPT];
        for (int i = 0; i < picture.samples().length; i++) {
            double centred = picture.samples()[i] - 0.5;
            if (inBlock(picture, i) < KEPT) {
                energies[inBlock(picture, i)] += centred * centred / 1024;
            }
        }
        return energies;
    }

    private static int inBlock(Picture picture, int i) {
        int pixels = picture.width() * picture.height();
        return i / pixels * 64 + (i % pixels / picture.width() % 8) * 8 + i % picture.width() % 8;
    }

    /** Amplitude differs from row to row of each block, small enough that noise at 0 dB seldom meets the clamp. */
    private static Picture waves() {
        float[] samples = new float[3 * 256 * 256];
        for (int i = 0; i < samples.length; i++) {
            int y = i / 256 % 256;
            samples[i] = (float) (0.5 + 0.01 * (1 + y % 8 * 2) * Math.sin(i * 0.7));
        }
        return new Picture(256, 256, samples);
    }
}
