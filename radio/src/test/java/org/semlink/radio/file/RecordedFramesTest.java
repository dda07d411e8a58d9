// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.common.Snr;
import org.semlink.radio.Iq;
import org.semlink.radio.Radio;
import org.semlink.radio.SampleFormat;
import org.semlink.radio.waveform.FrameHeader;
import org.semlink.radio.waveform.FrameReceiver;
import org.semlink.radio.waveform.OfdmWaveform;
import org.semlink.radio.waveform.ReceivedFrame;

/** The waveform through recordings: our frames through every format, and real captures of others. */
class RecordedFramesTest {

    private static final int SYMBOLS = 2000;
    private static final OfdmWaveform WAVEFORM = new OfdmWaveform(1e6);

    @TempDir
    private Path folder;

    private static List<ReceivedFrame> receive(String spec, OfdmWaveform waveform) {
        List<ReceivedFrame> frames = new ArrayList<>();
        FrameReceiver receiver = waveform.receiver();
        try (Radio radio = FileRadioTest.open(spec, waveform.sampleRateHz())) {
            for (Iq iq = radio.receive(4000, Duration.ZERO).iq(); iq.length() > 0; iq = radio.receive(4000, Duration.ZERO).iq()) {
                frames.addAll(receiver.push(iq));
            }
        }
        frames.addAll(receiver.finish());
        return frames;
    }

    private static float[] symbols(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] symbols = new float[2 * SYMBOLS];
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] = (float) (random.nextGaussian() * Math.sqrt(0.5));
        }
        return symbols;
    }

    /**
     * A step's noise has 37.88 dB per sample at 8 bits and 86.04 at 16; 1.07 dB more per symbol, 200 of 256 carriers being loaded; less
     * 0.2 dB or so that the channel estimate costs.
     */
    @ParameterizedTest
    @CsvSource({"a.cf32, 110, 200", "a.cs16, 86.8, 0.5", "a.cs8, 38.7, 0.5", "a.cu8, 38.7, 0.5", "a.sigmf-meta, 110, 200"})
    void framesComeBackWithTheNoiseOfTheFormat(String name, double snrDb, double tolerance) {
        String file = "file:" + folder.resolve(name);
        try (Radio radio = FileRadioTest.open(file, 1e6)) {
            for (int i = 0; i < 3; i++) {
                radio.transmit(WAVEFORM.modulate(new FrameHeader(9, i, 3, SYMBOLS, new byte[FrameHeader.METADATA_BYTES]), symbols(i)));
            }
        }
        List<ReceivedFrame> frames = receive(file + ",rate=1M", WAVEFORM);
        assertThat(frames).extracting(f -> f.header().orElseThrow().index()).containsExactly(0, 1, 2);
        for (int i = 0; i < 3; i++) {
            float[] sent = symbols(i);
            float[] received = frames.get(i).payload().orElseThrow().symbols();
            double error = 0;
            for (int j = 0; j < sent.length; j++) {
                error += Math.pow(received[j] - sent[j], 2);
            }
            double db = Snr.toDb(SYMBOLS / error);
            if (tolerance > 100) {
                assertThat(db).as("frame %s in floats", i).isGreaterThan(snrDb);
            } else {
                assertThat(db).as("frame %s", i).isCloseTo(snrDb, within(tolerance));
            }
        }
    }

    /** Wi-Fi frames by two programs and Mode S: preambles and training symbols, but none of ours. */
    @ParameterizedTest
    @CsvSource({
        "802.11-usrp/dot11a_24mbps.dat, cs16, 20M, 21440", "802.11-usrp/dot11n_19.5mbps.dat, cs16, 20M, 24240",
        "802.11-usrp/dot11n_26mbps.dat, cs16, 20M, 49120", "802.11-usrp/dot11n_6.5mbps.dat, cs16, 20M, 169040",
        "802.11-usrp/dot11n_65mbps.dat, cs16, 20M, 16080", "802.11-futuresdr/bpsk-1-2-15db.cf32, cf32, 20M, 59848",
        "802.11-futuresdr/bpsk-3-4-30db.cf32, cf32, 20M, 61032", "802.11-futuresdr/sync.cf32, cf32, 20M, 320",
        "adsb-rtlsdr/modes1.bin, cu8, 2M, 356868"})
    void realCapturesHoldNoFrameOfOurs(String name, String format, String rate, long samples) {
        Path file = capture(name);
        String spec = "file:" + file + ",format=" + format + ",rate=" + rate + ",mode=read";
        OfdmWaveform waveform = new OfdmWaveform(rate.equals("20M") ? 20e6 : 2e6);
        try (Radio radio = FileRadioTest.open(spec, waveform.sampleRateHz())) {
            assertThat(radio.description()).containsEntry("samples", samples);
        }
        assertThat(receive(spec, waveform)).as("frames in %s", name).noneMatch(f -> f.header().isPresent());
    }

    /** The wrong format makes garbage of a capture: huge floats, NaN, half bytes swapped. */
    @Test
    void capturesReadInAWrongFormatDoNoHarm() {
        String file = "file:" + capture("802.11-usrp/dot11a_24mbps.dat") + ",rate=20M,mode=read,format=";
        for (SampleFormat format : SampleFormat.values()) {
            assertThat(receive(file + format.suffix(), new OfdmWaveform(20e6))).as("as %s", format).noneMatch(f -> f.header().isPresent());
        }
    }

    private static Path capture(String name) {
        String data = System.getenv("SEMLINK_DATA");
        assumeTrue(data != null, "SEMLINK_DATA is not set: needs a folder with recordings/" + name);
        Path file = Path.of(data, "recordings", name);
        assumeTrue(Files.exists(file), "missing " + file + ": SEMLINK_DATA must be a folder with recordings/" + name);
        return file;
    }
}
