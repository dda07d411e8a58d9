// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.codec.LatentFormat;
import org.semlink.codec.LatentShape;
import org.semlink.common.Snr;

class EffectiveSnrTest {

    private static final LatentShape SHAPE = new LatentShape(3, 2, 2);

    @ParameterizedTest
    @ValueSource(doubles = {-10, 0, 3, 10, 25})
    void isTheLinksOwnWhereEveryChannelIsAsThatLinkLeavesIt(double snrDb) {
        LatentFormat format = new LatentFormat(8, new float[] {3, 1, 0.2f}, new float[] {2, 0.7f, 0.3f});
        float[] variance = new float[SHAPE.size()];
        for (int k = 0; k < variance.length; k++) {
            variance[k] = (float) (1 / (1 + Snr.fromDb(snrDb) * format.power(k / SHAPE.plane())));
        }
        assertThat(Snr.toDb(EffectiveSnr.of(format, SHAPE, variance))).isCloseTo(snrDb, within(1e-3));
    }

    @Test
    void isOneOverTheVarianceLessOneForAWhiteLatent() {
        LatentFormat format = new LatentFormat(8, new float[] {1, 1, 1}, new float[] {1, 1, 1});
        float[] variance = new float[SHAPE.size()];
        Arrays.fill(variance, 0.2f);
        assertThat(EffectiveSnr.of(format, SHAPE, variance)).isCloseTo(4, within(1e-4));
    }
}
