// SPDX-License-Identifier: Apache-2.0
package org.semlink.common;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnrTest {

    @ParameterizedTest
    @CsvSource({"-10, .09090909", "-5, .24025307", "0, .5", "3, .66613942", "5, .75974693", "10, .90909091", "15, .96934657", "20, .99009901",
        "25, .99684769", "30, .99900100"})
    void alphaBarMatchesTheGoldenTable(double db, double alphaBar) {
        assertThat(Snr.alphaBar(Snr.fromDb(db))).isCloseTo(alphaBar, Offset.offset(6e-9));
        assertThat(Snr.toDb(Snr.fromAlphaBar(Snr.alphaBar(Snr.fromDb(db))))).isCloseTo(db, Offset.offset(1e-9));
        assertThat(Snr.toDb(Snr.fromNoiseVariance(Snr.noiseVariance(Snr.fromDb(db))))).isCloseTo(db, Offset.offset(1e-9));
    }

    @Test
    void powerAndAmplitudeAgree() {
        assertThat(Snr.fromDb(10)).isEqualTo(10);
        assertThat(Snr.amplitudeFromDb(20)).isEqualTo(10);
        assertThat(Math.pow(Snr.amplitudeFromDb(-7.3), 2)).isCloseTo(Snr.fromDb(-7.3), Offset.offset(1e-12));
        assertThat(Snr.toDb(2)).isCloseTo(3.0103, Offset.offset(1e-5));
    }

    @Test
    void endsOfTheRange() {
        assertThat(Snr.toDb(0)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Snr.alphaBar(Double.POSITIVE_INFINITY)).isEqualTo(1);
        assertThat(Snr.alphaBar(0)).isZero();
        assertThat(Snr.fromAlphaBar(1)).isInfinite();
        assertThat(Snr.noiseVariance(Double.POSITIVE_INFINITY)).isZero();
    }
}
