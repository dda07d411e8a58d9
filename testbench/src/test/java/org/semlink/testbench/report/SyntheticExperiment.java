// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.semlink.common.Seeds;
import org.semlink.common.Snr;
import org.semlink.testbench.result.ResultJson;
import org.semlink.testbench.store.Status;
import org.semlink.testbench.store.StoredTrial;
import org.semlink.testbench.store.TrialWriter;

/**
 * An experiment folder without an experiment: trials whose numbers follow simple laws, so that a test knows what a report must show.
 *
 * <p>PSNR of the p-th of P pictures at s dB: semlink {@code 20 + s / 2 + spread (2 p / (P - 1) - 1)}, linear baseline 2 dB less, ceiling 33;
 * a digital scheme has 29 above 6 dB, and 12 below.
 */
final class SyntheticExperiment {

    static final double SPREAD = 1;

    private final List<String> schemes;
    private final List<Integer> snrs;
    private final int pictures;
    private final List<String> waveforms;
    private boolean lpips = true;

    SyntheticExperiment(List<String> schemes, List<Integer> snrs, int pictures, List<String> waveforms) {
        this.schemes = schemes;
        this.snrs = snrs;
        this.pictures = pictures;
        this.waveforms = waveforms;
    }

    SyntheticExperiment withoutLpips() {
        lpips = false;
        return this;
    }

    static double psnr(String scheme, double snrDb, int picture, int pictures) {
        double spread = pictures == 1 ? 0 : SPREAD * (2.0 * picture / (pictures - 1) - 1);
        return spread + switch (scheme) {
            case "jpeg-qpsk" -> snrDb < 6 ? 12 : 29;
            case "softcast" -> 18 + snrDb / 2;
            default -> 20 + snrDb / 2;
        };
    }

    /** Writes all trials and some provenance. */
    SyntheticExperiment write(Path folder, String name) {
        try (TrialWriter writer = TrialWriter.open(folder)) {
            writer.describeExperiment(Map.of("name", name, "description", "Numbers that follow simple laws", "configuration_sha256", "c0ffee"));
            writer.describeRun(Map.of("command", "semlink sweep experiment.yaml", "host", "nowhere", "software", "semlink test"));
            long number = 0;
            for (int picture = 0; picture < pictures; picture++) {
                for (String scheme : schemes) {
                    for (String waveform : waveforms) {
                        for (int snr : snrs) {
                            writer.put(trial(number++, scheme, waveform, snr, picture));
                        }
                    }
                }
            }
        }
        return this;
    }

    private StoredTrial trial(long number, String scheme, String waveform, int snrDb, int picture) {
        Map<String, String> axes = new LinkedHashMap<>();
        axes.put("scheme", scheme);
        axes.put("radio", "sim:channel=awgn");
        axes.put("waveform", waveform);
        axes.put("snr_db", String.valueOf(snrDb));
        axes.put("picture", "picture-" + picture + ".png");
        axes.put("repetition", "0");
        SplittableRandom random = Seeds.random(number, "synthetic");
        double psnr = psnr(scheme, snrDb, picture, pictures);
        Map<String, Double> metrics = new LinkedHashMap<>();
        boolean digital = scheme.startsWith("jpeg");
        metrics.put("bandwidth_ratio.payload", 1.0 / 12);
        metrics.put("bandwidth_ratio.with_overhead", 0.0912);
        metrics.put("link.frames.sent", 2.0);
        metrics.put("link.frames.lost", snrDb <= 0 && picture % 4 == 0 ? 1.0 : 0.0);
        metrics.put("link.snr_db", snrDb + 0.1 * random.nextGaussian());
        metrics.put("link.true_snr_db", (double) snrDb);
        metrics.put("link.cfo_hz", 350 + 4 * random.nextGaussian());
        metrics.put("link.evm_percent", 100 * Math.pow(10, -snrDb / 20.0));
        for (String counter : List.of("overflows", "underflows", "late_bursts", "clipped_samples")) {
            metrics.put("link." + counter, 0.0);
        }
        if (!digital) {
            metrics.put("latent_nmse_db.denoised", Snr.toDb(1 / (1 + Snr.fromDb(snrDb))) - 3 * Math.exp(-snrDb / 12.0));
            metrics.put("latent_nmse_db.mmse_shrinkage", Snr.toDb(1 / (1 + Snr.fromDb(snrDb))) - 0.5);
        }
        for (String stage : List.of("denoised", "mmse_shrinkage", "codec_ceiling")) {
            double level = stage.equals("denoised") ? psnr : stage.equals("codec_ceiling") ? 33 : psnr - 2;
            metrics.put("quality." + stage + ".psnr_db", level);
            metrics.put("quality." + stage + ".ssim", 1 - Math.exp(-level / 12));
            metrics.put("quality." + stage + ".ms_ssim", 1 - Math.exp(-level / 9));
            if (lpips) {
                metrics.put("quality." + stage + ".lpips", Math.exp(-level / 10));
            }
        }
        metrics.put("quality.received.psnr_db", psnr - 3);
        String model = scheme.equals("softcast") ? "softcast over base" : scheme;
        String json = "{\"model\":{\"name\":\"" + model + "\"},\"bandwidth_ratio\":{\"effective_snr_db_reason\":\"" + ResultJson.OWN_RATIO
                + "\"},\"quality\":{\"denoised\":{\"lpips_reason\":\"no weights of LPIPS were given\"}},"
                + "\"latent_nmse_db\":{\"denoised_reason\":\"no error\"}}";
        return new StoredTrial(number, axes, number, Status.DONE, "", 1, metrics, json);
    }

    /** Samples of the first {@code count} trials: flat pictures, a ring of symbols, a rectangular spectrum. */
    void writeSamples(Path folder, int count) throws IOException {
        for (int number = 0; number < count; number++) {
            Path own = Files.createDirectories(folder.resolve("samples").resolve(String.valueOf(number)));
            for (String stage : List.of("sent", "received", "denoised")) {
                BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
                Graphics2D graphics = image.createGraphics();
                graphics.setColor(Color.getHSBColor(number / 7f, 0.5f, stage.equals("received") ? 0.6f : 0.9f));
                graphics.fillRect(0, 0, 64, 48);
                graphics.dispose();
                ImageIO.write(image, "png", own.resolve(stage + ".png").toFile());
            }
            StringBuilder symbols = new StringBuilder();
            StringBuilder frequency = new StringBuilder();
            StringBuilder level = new StringBuilder();
            for (int i = 0; i < 256; i++) {
                String comma = i == 0 ? "" : ",";
                symbols.append(comma).append(String.format(Locale.ROOT, "[%.3f,%.3f]", Math.cos(i), Math.sin(i)));
                frequency.append(comma).append((i - 128) * 1e6 / 256);
                level.append(comma).append(Math.abs(i - 128) < 90 ? -20 : -60);
            }
            Files.writeString(own.resolve("link.json"), "{\"number\":" + number + ",\"constellation\":[" + symbols + "],\"spectrum\":{\"frequency_hz\":["
                    + frequency + "],\"level_dbfs\":[" + level + "]}}");
        }
    }
}
