// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

/** The carriers of a symbol are shared out completely, and pilots and nulls visit all of them. */
class CarrierMapTest {

    @Test
    void everyCarrierHasExactlyOneUse() {
        for (int symbol = 0; symbol < 60; symbol++) {
            int[] uses = new int[OfdmParameters.CARRIERS];
            for (int u : CarrierMap.data(symbol)) {
                uses[u]++;
            }
            for (int group = 0; group < OfdmParameters.GROUPS; group++) {
                uses[CarrierMap.pilot(symbol, group)]++;
                uses[CarrierMap.nullCarrier(symbol, group)]++;
            }
            assertThat(uses).as("symbol %d", symbol).containsOnly(1);
        }
    }

    @Test
    void pilotsAndNullsRotateThroughTheBand() {
        BitSet pilots = new BitSet();
        BitSet nulls = new BitSet();
        for (int symbol = 0; symbol < OfdmParameters.GROUP; symbol++) {
            for (int group = 0; group < OfdmParameters.GROUPS; group++) {
                pilots.set(CarrierMap.pilot(symbol, group));
                nulls.set(CarrierMap.nullCarrier(symbol, group));
            }
        }
        assertThat(pilots.cardinality()).isEqualTo(OfdmParameters.CARRIERS);
        assertThat(nulls.cardinality()).isEqualTo(OfdmParameters.CARRIERS);
    }

    @Test
    void centreAndEdgesStayEmpty() {
        for (int u = 0; u < OfdmParameters.CARRIERS; u++) {
            assertThat(Math.abs(OfdmParameters.frequency(u))).isBetween(2, 105);
            assertThat(u == 0 || OfdmParameters.frequency(u) > OfdmParameters.frequency(u - 1)).isTrue();
        }
    }
}
