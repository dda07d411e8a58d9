// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.radio.SampleFormat;
import org.semlink.radio.file.SampleReader;

/**
 * The search's correlator on signals that others made: the short training fields of 802.11, ten times 16 samples at 20 MS/s, in captures
 * of a real radio. How many there are was counted by another program; the one station is 30 to 37 kHz low, the other about 20.
 */
class ShortTrainingFieldTest {

    private static final int LAG = 16;
    /** 128 samples: with the lag behind them they fit into the 160 of the field. */
    private static final int BLOCKS = 8;
    private static final double RATE_HZ = 20e6;
    private static final double LEAST_SHARE = 0.8;
    /** Energy of a window above which it holds a packet and not the receiver's noise, relative to full scale. */
    private static final double LEAST_ENERGY = 1e-3;

    /** Carrier offsets in Hz of the fields in a stream that comes in pieces: the window of greatest |P| of each run of windows like itself. */
    private static List<Double> offsets(SampleReader reader) {
        DelayCorrelator correlator = new DelayCorrelator(LAG, BLOCKS);
        SampleBuffer buffer = new SampleBuffer(4096);
        buffer.restart(0);
        List<Double> offsets = new ArrayList<>();
        float[] piece = new float[2 * 999];
        double best = 0;
        double phase = 0;
        long last = Long.MIN_VALUE / 2;
        for (int read = reader.read(piece, 0, 999); read > 0; read = reader.read(piece, 0, 999)) {
            assertThat(buffer.append(piece, 0, read)).isEqualTo(read);
            for (long at = correlator.blocks() * LAG; at + 2 * LAG <= buffer.end(); at = correlator.blocks() * LAG) {
                correlator.add(buffer.data(), buffer.offset(at));
                double p = Math.hypot(correlator.real(), correlator.imaginary());
                if (correlator.full() && correlator.energy() > LEAST_ENERGY && p > LEAST_SHARE * correlator.energy()
                        && p < correlator.energy() / LEAST_SHARE) {
                    boolean another = at - last > 10 * LAG;
                    if (another || p > best) {
                        best = p;
                        phase = Math.atan2(correlator.imaginary(), correlator.real());
                    }
                    if (another) {
                        offsets.add(0.0);
                    }
                    offsets.set(offsets.size() - 1, phase / LAG * RATE_HZ / (2 * Math.PI));
                    last = at;
                }
            }
            buffer.discardBefore(correlator.blocks() * LAG);
        }
        return offsets;
    }

    @ParameterizedTest
    @CsvSource({"dot11a_24mbps, 19, 19", "dot11n_19.5mbps, 10, 10", "dot11n_26mbps, 19, 12", "dot11n_6.5mbps, 57, 47", "dot11n_65mbps, 8, 8"})
    void fieldsAreFoundWithTheirCarrierOffset(String name, int fields, int ofOneStation) {
        String data = System.getenv("SEMLINK_DATA");
        assumeTrue(data != null, "SEMLINK_DATA is not set: needs a folder with recordings/802.11-usrp/" + name + ".dat");
        Path file = Path.of(data, "recordings", "802.11-usrp", name + ".dat");
        assumeTrue(Files.exists(file), "missing " + file + ": SEMLINK_DATA must be a folder with recordings/802.11-usrp");
        try (SampleReader reader = new SampleReader(file, SampleFormat.CS16)) {
            List<Double> offsets = offsets(reader);
            assertThat(offsets).as("%s", offsets).hasSize(fields);
            assertThat(offsets.stream().filter(hz -> hz > -37e3 && hz < -30e3).count()).as("%s", offsets).isEqualTo(ofOneStation);
        }
    }

    @Test
    void windowSumsAreTheDefinition() {
        float[] x = TestLink.gaussianSymbols(4000, 5);
        DelayCorrelator correlator = new DelayCorrelator(20, 7);
        for (int block = 0; block < 190; block++) {
            correlator.add(x, 2 * 20 * block);
            double re = 0;
            double im = 0;
            double energy = 0;
            for (int n = Math.max(0, 20 * (block - 6)); n < 20 * (block + 1); n++) {
                re += x[2 * n] * x[2 * n + 40] + x[2 * n + 1] * x[2 * n + 41];
                im += x[2 * n] * x[2 * n + 41] - x[2 * n + 1] * x[2 * n + 40];
                energy += x[2 * n] * x[2 * n] + x[2 * n + 1] * x[2 * n + 1];
            }
            assertThat(correlator.full()).isEqualTo(block >= 6);
            assertThat(correlator.real()).as("block %d", block).isCloseTo(re, within(1e-4));
            assertThat(correlator.imaginary()).as("block %d", block).isCloseTo(im, within(1e-4));
            assertThat(correlator.energy()).as("block %d", block).isCloseTo(energy, within(1e-4));
        }
    }
}
