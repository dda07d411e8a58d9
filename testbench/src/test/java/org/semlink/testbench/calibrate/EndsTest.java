// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.semlink.calibration.CalibrationConditions;

/** Conditions of links with one radio and with two, told by their strings and by what the devices say. */
class EndsTest {

    private static final String TX = "soapy:driver=hackrf,freq=2.45G";
    private static final String RX = "soapy:driver=rtlsdr,freq=2.45G,gain=30";

    private static Map<String, Object> device(String serial) {
        return Map.of("driver", "RTL", "hardware", "R820T", "info", Map.of("serial", serial));
    }

    private static CalibrationConditions conditions(Ends ends) {
        return new CalibrationConditions(ends.conditions(), Map.of());
    }

    @Test
    void aReceiverMatchesACalibrationOfTwoRadiosByItsOwnEnd() {
        Ends pair = Ends.of(TX, RX);
        Ends open = new Ends(pair.tx(), RX, Map.of("kind", "pair", "tx", Map.of("tx", device("1")), "rx", Map.of("rx", device("2"))));
        assertThat(open.conditions()).containsEntry("tx", "soapy{driver=hackrf, freq=2.45G}").containsEntry("tx device", "RTL R820T {serial=1}")
                .containsEntry("rx device", "RTL R820T {serial=2}");
        assertThat(conditions(open).differences(conditions(Ends.receiving(RX, Map.of("rx", device("2")))))).isEmpty();
        assertThat(conditions(open).differences(conditions(Ends.receiving(RX, Map.of("rx", device("3")))))).containsExactly(
                "rx device: calibrated with RTL R820T {serial=2}, now RTL R820T {serial=3}");
        assertThat(conditions(open).differences(conditions(Ends.receiving(RX + "5", Map.of())))).hasSize(1);
    }

    @Test
    void whatLevelsSetIsNoConditionOfASimulation() {
        assertThat(Ends.of("sim:snr=4,cfo=2k", Map.of()).conditions()).isEqualTo(Map.of("tx", "sim{cfo=2k}", "rx", "sim{cfo=2k}"));
        assertThat(Ends.of(TX + ",txgain=20,direction=both", Map.of()).conditions()).containsEntry("txgain", "20")
                .containsEntry("tx", "soapy{driver=hackrf, freq=2.45G}");
    }

    @Test
    void aLadderOfGainsIsACondition() {
        Ladder ladder = Ladder.of(Ends.of(TX, RX), "0..40");
        assertThat(List.of(ladder.lowestDb(), ladder.highestDb())).containsExactly(0.0, 40.0);
        assertThat(ladder.burstsPerVisit()).isGreaterThan(1);
    }
}
