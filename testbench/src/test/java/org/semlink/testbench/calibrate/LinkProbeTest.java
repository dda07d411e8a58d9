// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.semlink.calibration.LinkPoint;
import org.semlink.radio.waveform.Waveforms;
import org.semlink.testbench.live.LiveFeed;

/** Bursts over simulated radios whose faults are known. */
class LinkProbeTest {

    private final LinkProbe probe = new LinkProbe(Waveforms.of("ofdm", 1e6), 3, LiveFeed.NONE);

    private List<LinkPoint> points(String radio, double levelDb, int visits) {
        List<LinkPoint> points = new ArrayList<>();
        for (int i = 0; i < visits; i++) {
            points.addAll(probe.visit(Ladder.of(radio), levelDb, i).points());
        }
        return points;
    }

    private static double mean(List<LinkPoint> points, java.util.function.ToDoubleFunction<LinkPoint> of) {
        return points.stream().mapToDouble(of).average().orElseThrow();
    }

    /** 0.06 dB a burst by chance; noise counted per real axis would be 3 dB off. */
    @Test
    void whiteNoiseIsReadRight() {
        List<LinkPoint> points = points("sim:channel=awgn", 10, 20);
        assertThat(points).hasSize(20);
        assertThat(mean(points, LinkPoint::snrDb)).isCloseTo(10, within(0.1));
        assertThat(mean(points, LinkPoint::errorDb)).isCloseTo(0, within(0.06));
    }

    /**
     * A transmitter errs before the echoes: after equalisation its part is alike on all carriers, while plain noise grows on the weak ones.
     * One burst tells its share to 0.05.
     */
    @Test
    void whatTheTransmitterDoesIsToldFromNoiseByItsShare() {
        List<LinkPoint> impaired = points("sim:profile=hackrf", 25, 20).stream().filter(p -> !p.known().floored()).toList();
        assertThat(impaired).hasSizeGreaterThan(8);
        assertThat(mean(impaired, p -> p.flat().share())).isBetween(0.3, 0.8);
        assertThat(mean(points("sim:", 15, 20), p -> p.flat().share())).isCloseTo(0, within(0.05));
    }

    /** 8 bits clip a few peaks; full scale at the signal's own level clips a third of all samples. */
    @Test
    void onlyASaturatedConverterIsSaid() {
        assertThat(probe.visit(Ladder.of("sim:profile=hackrf"), 20, 1).clippedSamples()).isZero();
        assertThat(probe.visit(Ladder.of("sim:channel=awgn,adc=8,adc-level=0"), 20, 1).clippedSamples()).isGreaterThan(100);
    }
}
