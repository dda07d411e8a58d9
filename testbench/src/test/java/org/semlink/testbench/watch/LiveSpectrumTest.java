// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.semlink.radio.Iq;
import org.semlink.testbench.plot.Welch;

class LiveSpectrumTest {

    private static final long MS = 1_000_000;

    private final LiveSpectrum spectrum = new LiveSpectrum();

    private static Iq tone(int samples, int bin, double level, int from) {
        return tone(samples, bin, level, from, 0);
    }

    /** A tone of amplitude {@code level} in bin {@code bin} from sample {@code from} on, silence before. */
    private static Iq tone(int samples, int bin, double level, int from, long first) {
        float[] iq = new float[2 * samples];
        for (int i = from; i < samples; i++) {
            iq[2 * i] = (float) (level * Math.cos(2 * Math.PI * bin * i / Welch.SIZE));
            iq[2 * i + 1] = (float) (level * Math.sin(2 * Math.PI * bin * i / Welch.SIZE));
        }
        return new Iq(iq, 1e6, first);
    }

    private static int peak(LiveSpectrum.Shown shown) {
        int peak = 0;
        for (int k = 0; k < shown.tenthsDb().length; k++) {
            peak = shown.tenthsDb()[k] > shown.tenthsDb()[peak] ? k : peak;
        }
        return peak - Welch.SIZE / 2;
    }

    /** Level and place of a tone, on a window that begins where the tone does. */
    @Test
    void aToneHasItsLevelAtItsFrequency() {
        spectrum.heard(tone(1 << 14, -37, 0.1, 1 << 13));
        LiveSpectrum.Shown shown = spectrum.look(0);
        assertThat(peak(shown)).isEqualTo(-37);
        assertThat(shown.tenthsDb()[Welch.SIZE / 2 - 37] / 10.0).as("20 lg 0.1").isCloseTo(-20, within(0.05));
        assertThat(shown.tenthsDb()[Welch.SIZE / 2 + 100]).as("nothing there").isLessThan(-900);
    }

    /** Transfers of a radio may be far shorter than a window. */
    @Test
    void theMiddleOfTheLastBurstIsShownThoughSilenceCameBehindIt() {
        Iq[] chunks = new Iq[16];
        for (int i = 0; i < chunks.length; i++) {
            // Whole periods, so that the tone goes on from chunk to chunk.
            chunks[i] = tone(1024, 20, i < 3 ? 1e-3 : 0.5, 0, 1024L * i);
            spectrum.heard(chunks[i]);
        }
        spectrum.burst(chunks, 9 * 1024);
        spectrum.heard(tone(1 << 13, 50, 1e-3, 0));
        LiveSpectrum.Shown shown = spectrum.look(0);
        assertThat(shown.source().firstSample()).isEqualTo(9 * 1024 - 4096);
        assertThat(shown.source().length()).isEqualTo(8192);
        assertThat(peak(shown)).isEqualTo(20);
        assertThat(shown.tenthsDb()[Welch.SIZE / 2 + 20] / 10.0).as("20 lg 0.5, without a jump between chunks").isCloseTo(-6.02, within(0.05));
        assertThat(peak(spectrum.look(60 * MS))).as("for a tenth of a second").isEqualTo(20);
        assertThat(peak(spectrum.look(110 * MS))).as("then what came last").isEqualTo(50);
    }

    @Test
    void theRestOfAChunkDoesNotReplaceAWholeOneAtOnce() {
        spectrum.heard(tone(1 << 13, 20, 0.5, 0));
        spectrum.look(0);
        spectrum.heard(tone(600, 50, 0.5, 0));
        assertThat(peak(spectrum.look(500 * MS))).isEqualTo(20);
        assertThat(peak(spectrum.look(2001 * MS))).isEqualTo(50);
    }

    @Test
    void manyWhoLookCostNoMoreThanOne() {
        spectrum.heard(tone(1 << 13, 20, 0.5, 0));
        LiveSpectrum.Shown first = spectrum.look(0);
        Iq next = tone(1 << 13, 50, 0.5, 0);
        spectrum.heard(next);
        spectrum.burst(new Iq[] {next}, 4096);
        assertThat(spectrum.look(10 * MS)).isSameAs(first);
        assertThat(peak(spectrum.look(60 * MS))).isEqualTo(50);
    }

    @Test
    void beforeTheFirstSamplesAndOfTooFewThereIsNone() {
        assertThat(spectrum.look(0)).isNull();
        spectrum.heard(tone(Welch.SIZE - 1, 20, 0.5, 0));
        assertThat(spectrum.look(200 * MS)).isNull();
    }
}
