// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.calibration.Calibration;
import org.semlink.calibration.CalibrationFile;
import org.semlink.calibration.Criterion;
import org.semlink.calibration.KnownSymbolNoise;
import org.semlink.calibration.LevelSweep;
import org.semlink.calibration.LinkCalibration;
import org.semlink.calibration.LinkPoint;
import org.semlink.calibration.Spent;
import org.semlink.calibration.TrafficRefresh;
import org.semlink.common.Snr;
import org.semlink.testbench.Semlink;
import org.semlink.testbench.store.TrialStore;

/** The verb over the simulated radio, with the model whose errors are known in closed form. */
class CalibrateCommandTest {

    private static final String RADIO = "sim:channel=awgn";

    @TempDir
    private static Path folder;
    private static Path file;
    private static String report;

    private record Run(int code, String out, String err) {
    }

    private static Run semlink(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Semlink.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new Run(code, out.toString(), err.toString());
    }

    private static Run calibrate(String... more) {
        List<String> args = new ArrayList<>(List.of("calibrate", "--model", "linear", "--size", "64", "--sweep-levels", "5", "--bursts", "40"));
        args.addAll(List.of(more));
        return semlink(args.toArray(String[]::new));
    }

    @BeforeAll
    static void calibrateOnce() {
        file = folder.resolve("sim.json");
        Run run = calibrate("--radio", RADIO, "--out", file.toString());
        assertThat(run.code()).as(run.err()).isZero();
        report = run.out();
    }

    /** An honest receiver on white noise: nothing to correct. */
    @Test
    void onWhiteNoiseThereIsNothingToCorrect() {
        Calibration calibration = CalibrationFile.read(file);
        LinkCalibration link = calibration.link().orElseThrow();
        for (double db = -4; db <= 28; db += 2) {
            assertThat(Snr.toDb(link.snr(Snr.fromDb(db)))).as("%s dB", db).isCloseTo(db, within(0.15));
        }
        assertThat(link.law().hasFloor()).isFalse();
        // Chosen on the pictures of the sweep, so it cannot lose there.
        assertThat(calibration.receiver(Criterion.LATENT).orElseThrow().gain()).isPositive();
        assertThat(report).contains("Calibration: " + file).doesNotContain("impairment-limited");
        assertThat(folder.resolve("sim.png")).isNotEmptyFile();
        assertThat(folder.resolve("sim.json.partial")).doesNotExist();
    }

    @Test
    void linkFollowsItAndSaysSo() throws IOException {
        Path out = folder.resolve("followed");
        Run run = semlink("link", "--model", "linear", "--radio", RADIO + ",snr=7", "--calibration", file.toString(), "--out", out.toString());
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode summary = new ObjectMapper().readTree(out.resolve("summary.json").toFile());
        JsonNode diffusion = new ObjectMapper().readTree(Files.walk(out).filter(f -> f.endsWith("result.json")).findFirst().orElseThrow().toFile())
                .get("diffusion");
        assertThat(summary).isNotNull();
        assertThat(diffusion.get("map").asText()).matches("sim\\.json \\(psnr; sha256 [0-9a-f]{12}\\)");
        assertThat(summary.at("/drift/drifted").booleanValue()).isFalse();
        assertThat(summary.at("/drift/bursts").intValue()).isPositive();
        assertThat(diffusion.get("extrapolated").asBoolean()).isFalse();
    }

    @Test
    void beyondItsRangeItSaysSo() {
        Run run = semlink("link", "--model", "linear", "--radio", RADIO + ",snr=40", "--calibration", file.toString(),
                "--out", folder.resolve("beyond").toString());
        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("lies outside the calibration");
    }

    @Test
    void anotherLinkIsRefusedWithTheListOfDifferences() {
        Path out = folder.resolve("other");
        String[] args = {"link", "--model", "linear", "--radio", "sim:channel=awgn,adc=6", "--calibration", file.toString(), "--out", out.toString()};
        Run refused = semlink(args);
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("tx: calibrated with sim{channel=awgn}, now sim{adc=6, channel=awgn}").contains("--force");
        assertThat(out).doesNotExist();
        List<String> forced = new ArrayList<>(List.of(args));
        forced.add("--force");
        assertThat(semlink(forced.toArray(String[]::new)).code()).isZero();
    }

    /** A calibration from a day on which the same readings meant 1 dB less. */
    @Test
    void checkTellsALinkThatHasChanged() {
        Calibration now = CalibrationFile.read(file);
        Path then = folder.resolve("then.json");
        CalibrationFile.write(then, new Calibration(now.created(), now.software(), now.conditions(), now.radios(), now.spent(), now.points().stream()
                .map(p -> new LinkPoint(p.levelDb(), p.errorDb() + 1, p.symbols(), p.known(), p.flat())).toList(), now.sweeps()));
        assertThat(calibrate("--radio", RADIO, "--check", file.toString()).code()).isZero();
        Run changed = calibrate("--radio", RADIO, "--check", then.toString());
        assertThat(changed.code()).isEqualTo(1);
        assertThat(changed.out()).contains("no longer holds");
    }

    /** A mixer out of balance mirrors the signal: known symbols see it, the nulls do not. */
    @Test
    void trafficTellsALinkThatHasChangedAndRenewsTheCalibration() throws IOException {
        Path traffic = folder.resolve("traffic");
        List<String> link = new ArrayList<>(List.of("link", "--model", "linear", "--radio", RADIO + ",snr=24,iq=1,iq-phase=4", "--calibration",
                file.toString(), "--force", "--out", traffic.toString(), "--image"));
        for (int i = 0; i < TrafficRefresh.FEWEST_BURSTS; i++) {
            Path picture = folder.resolve("traffic" + i + ".png");
            ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());
            link.add(picture.toString());
        }
        Run changed = semlink(link.toArray(String[]::new));
        assertThat(changed.code()).as(changed.err()).isZero();
        assertThat(changed.err()).contains("the calibration sim.json no longer fits this link");
        Path renewed = folder.resolve("renewed.json");
        Run run = calibrate("--refresh", file.toString(), "--traffic", traffic.toString(), "--out", renewed.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("no longer fits");
        assertThat(CalibrationFile.read(renewed).sweeps()).usingRecursiveComparison().isEqualTo(CalibrationFile.read(file).sweeps());
        assertThat(folder.resolve("renewed.png")).isNotEmptyFile();
        assertThat(calibrate("--refresh", renewed.toString(), "--traffic", traffic.toString(), "--out", folder.resolve("x.json").toString()).err())
                .contains("no burst under --traffic was received with this calibration (30 results with another one or none)");
    }

    /** Killed in its timestep sweeps, of which the first, at -6 dB, was lost and heard half a step up: neither bursts nor pictures are sent again. */
    @Test
    void goesOnWhereItWasInterrupted() {
        Calibration whole = CalibrationFile.read(file);
        Map<Criterion, List<LevelSweep>> some = new EnumMap<>(Criterion.class);
        whole.sweeps().forEach((criterion, list) -> some.put(criterion, list.subList(0, 5)));
        CalibrationFile.keep(folder.resolve("resumed.json.partial"), new Calibration(whole.created(), whole.software(), whole.conditions(),
                whole.radios(), new Spent(whole.spent().bursts(), 5, 0), whole.points(), some));
        Path out = folder.resolve("resumed.json");
        Run run = calibrate("--radio", RADIO, "--out", out.toString());
        assertThat(run.code()).as(run.err()).isZero();
        Calibration resumed = CalibrationFile.read(out);
        assertThat(resumed.points().subList(0, whole.points().size())).isEqualTo(whole.points());
        assertThat(resumed.spent().pictures()).isEqualTo(10);
        List<LevelSweep> sweeps = resumed.sweeps().get(Criterion.PSNR);
        assertThat(sweeps).hasSameSizeAs(whole.sweeps().get(Criterion.PSNR));
        assertThat(sweeps.subList(0, 5)).usingRecursiveComparison().isEqualTo(some.get(Criterion.PSNR));
        assertThat(folder.resolve("resumed.json.partial")).doesNotExist();
    }

    /** A calibration of a day on which known symbols showed 2 dB more than the noise estimate. */
    @Test
    void aSweepNotesThatTheCalibrationNoLongerFits() throws IOException {
        Calibration now = CalibrationFile.read(file);
        Path then = folder.resolve("excess.json");
        CalibrationFile.write(then, new Calibration(now.created(), now.software(), now.conditions(), now.radios(), now.spent(),
                now.points().stream().map(p -> new LinkPoint(p.levelDb(), p.errorDb(), p.symbols(), new KnownSymbolNoise(p.snrDb(),
                        p.known().excessDb() + 2, p.known().deviationDb(), p.known().floored()), p.flat())).toList(), now.sweeps()));
        Path experiment = Files.writeString(folder.resolve("drift.yaml"), """
                schemes: {plain: {model: linear}}
                radios: ["%s"]
                snrs: [10, 20]
                calibrations: [%s, %s]
                crop: 64
                repetitions: 3
                samples: 0
                """.formatted(RADIO, file, then));
        Path results = folder.resolve("swept");
        Run run = semlink("sweep", experiment.toString(), "--out", results.toString(), "--jobs", "1");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("warning: the calibration excess.json no longer fits this link").doesNotContain("sim.json no longer");
        try (TrialStore store = TrialStore.openForReading(results)) {
            assertThat(store.incidents()).hasSize(1).first().asString().contains("excess.json no longer fits").contains("trial ");
        }
    }

    @Test
    void theFileSaysWithWhatItWasMeasured() throws IOException {
        JsonNode root = new ObjectMapper().readTree(file.toFile());
        assertThat(root.at("/conditions/link/tx").asText()).isEqualTo("sim{channel=awgn}");
        assertThat(root.at("/conditions/link/rx").asText()).isEqualTo("sim{channel=awgn}");
        assertThat(root.at("/conditions/link/waveform").asText()).isEqualTo("ofdm");
        assertThat(root.at("/conditions/receiver/model").asText()).matches("linear [0-9a-f]{64}");
        assertThat(root.at("/conditions/receiver/schedule").asText()).isNotEmpty();
        assertThat(root.at("/radios")).isNotEmpty();
        assertThat(root.at("/spent/bursts").intValue()).isBetween(26, 40);
        assertThat(root.at("/software").asText()).isNotEmpty();
        assertThat(root.at("/created").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(root.at("/link/real_snr_db")).hasSizeGreaterThan(30);
        assertThat(root.at("/link/flat_share")).hasSameSizeAs(root.at("/link/real_snr_db"));
        assertThat(root.at("/raw/points")).hasSize(CalibrationFile.read(file).points().size());
    }

    @Test
    void aCheckOfAnotherLinkIsRefused() {
        Run run = calibrate("--radio", RADIO + ",adc=6", "--check", file.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("is of another link (rx: calibrated with sim{channel=awgn}, now sim{adc=6, channel=awgn}");
    }

    @Test
    void oneSmallPictureIsTooLittle() throws IOException {
        Path picture = folder.resolve("one.png");
        ImageIO.write(new BufferedImage(70, 70, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());
        Run run = calibrate("--image", picture.toString(), "--out", folder.resolve("few.json").toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("5 sweeps, too few for a curve; have at least 8");
    }

    @Test
    void slipsAreAnsweredBeforeAnythingRuns() {
        assertThat(calibrate("--radio", "file:a.cf32", "--out", folder.resolve("x.json").toString()).err()).contains("give a sim: or soapy: radio");
        assertThat(calibrate("--radio", "soapy:driver=null", "--out", folder.resolve("x.json").toString()).err()).contains("add --levels FROM..TO");
        assertThat(calibrate("--tx", "sim:", "--out", folder.resolve("x.json").toString()).err()).contains("--tx and --rx go together");
        assertThat(calibrate("--tx", "sim:", "--rx", "soapy:", "--out", folder.resolve("x.json").toString()).err())
                .contains("heard by itself alone");
        assertThat(calibrate("--levels", "5-9", "--out", folder.resolve("x.json").toString()).err()).contains("--levels must be FROM..TO");
        assertThat(calibrate("--out", file.toString()).err()).contains("exists");
    }

    @Test
    void aLadderThatIsNeverHeardFailsAndKeepsNothingWrong() {
        Run run = calibrate("--levels", "-40..-30", "--out", folder.resolve("deaf.json").toString());
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("no burst arrived at any level");
        assertThat(folder.resolve("deaf.json")).doesNotExist();
    }
}
