// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.common.SemlinkException;
import org.semlink.diffusion.schedule.NoiseSchedule;

class CalibrationFileTest {

    @TempDir
    private Path folder;

    private static Calibration sample() {
        SplittableRandom random = new SplittableRandom(2);
        List<LinkPoint> points = new ArrayList<>();
        List<LevelSweep> sweeps = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            points.add(new LinkPoint(i, 0.3 * random.nextGaussian(), 1000 + i,
                    new KnownSymbolNoise(i + 0.1 * random.nextGaussian(), random.nextGaussian(), 0.1, i % 3 == 0), new FlatShare(0.03 * i, 0.1)));
            double bottom = random.nextDouble();
            sweeps.add(new LevelSweep(i, new double[] {-1, 0, 1, 2}, new double[] {1 + bottom, bottom / 3, 0.1, 2}));
        }
        return new Calibration("2026-01-02T03:04:05Z", "0.1.0",
                new CalibrationConditions(Map.of("tx", "sim:"), Map.of("model", "base 1234")),
                Map.of("kind", "simulated", "rx", Map.of("gain_db", 2.5)), new Spent(40, 13, 7), points, Map.of(Criterion.PSNR, sweeps));
    }

    private Path written() {
        Path file = folder.resolve("radio.json");
        CalibrationFile.write(file, sample());
        return file;
    }

    @Test
    void comesBackAsItWasAndFitsTheSame() {
        Calibration read = CalibrationFile.read(written());
        Calibration sample = sample();
        assertThat(read.points()).isEqualTo(sample.points());
        assertThat(read.conditions()).isEqualTo(sample.conditions());
        assertThat(read.radios()).isEqualTo(sample.radios());
        assertThat(read.spent()).isEqualTo(sample.spent());
        var schedule = NoiseSchedule.REGISTRY.get("ddpm-linear");
        for (double snr = 0.5; snr < 200; snr *= 1.3) {
            assertThat(read.map("a", schedule, Criterion.PSNR).choose(snr)).isEqualTo(sample.map("b", schedule, Criterion.PSNR).choose(snr));
        }
        assertThat(read.receiver(Criterion.LPIPS)).isEmpty();
    }

    @Test
    void aHandInTheFileIsNoticed() throws IOException {
        Path file = written();
        Files.writeString(file, Files.readString(file).replaceFirst("\"symbols\" : 1003", "\"symbols\" : 1004"));
        refused(file, "sha256 does not fit");
    }

    @Test
    void otherFilesAreRefusedInOneLine() throws IOException {
        Path file = written();
        String text = Files.readString(file);
        Files.writeString(file, text.replaceFirst("\"schema\" : 3", "\"schema\" : 4"));
        refused(file, "update semlink");
        Files.writeString(file, text.substring(0, text.length() / 2));
        refused(file, "is not JSON (line ");
        Files.writeString(file, "[1, 2]");
        refused(file, "holds no JSON object");
        Files.writeString(file, "{}");
        refused(file, "is not a calibration");
        refused(folder.resolve("none.json"), "cannot read");
    }

    private static void refused(Path file, String part) {
        assertThatThrownBy(() -> CalibrationFile.read(file)).isInstanceOf(SemlinkException.class).hasMessageContaining(part)
                .message().doesNotContain("\n");
    }

    @Test
    void differencesAreNamedOneByOne() {
        CalibrationConditions then = new CalibrationConditions(Map.of("tx", "sim:", "waveform", "ofdm"), Map.of("model", "base"));
        CalibrationConditions now = new CalibrationConditions(Map.of("tx", "sim:adc=8", "waveform", "ofdm"), Map.of());
        assertThat(then.differences(now)).containsExactly("tx: calibrated with sim:, now sim:adc=8", "model: calibrated with base, now nothing");
        assertThat(then.differences(then)).isEmpty();
    }

    /** A receiver does not see who sends, and a gain within the ladder is no difference; one beyond it is. */
    @Test
    void whatOneSideDoesNotKnowIsNotCompared() {
        CalibrationConditions then = new CalibrationConditions(Map.of("tx", "soapy:", "rx", "soapy:", "txgain", "-10.0..40.0"), Map.of("model", "m"));
        assertThat(then.differences(gain("40"))).isEmpty();
        assertThat(then.differences(gain("-9.5"))).isEmpty();
        assertThat(then.differences(gain("41"))).containsExactly("txgain: calibrated with -10.0..40.0, now 41");
        assertThat(then.differences(gain("VGA=30"))).hasSize(1);
        assertThat(then.differences(new CalibrationConditions(Map.of("rx", "soapy:", "rx device", "a"), Map.of("model", "m")))).isEmpty();
        assertThat(then.linkDifferences(new CalibrationConditions(Map.of("rx", "sim:"), Map.of()))).containsExactly(
                "rx: calibrated with soapy:, now sim:");
    }

    private static CalibrationConditions gain(String now) {
        return new CalibrationConditions(Map.of("tx", "soapy:", "rx", "soapy:", "txgain", now), Map.of("model", "m"));
    }
}
