// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.quality;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.semlink.testbench.quality.QualityBench.Sample;

/**
 * What {@code bench quality} prints of one SNR: one line a scheme, every mean with its 95 % interval over the pictures, see {@link Mean}.
 *
 * <p>{@code PSNR} is the mean of the pictures' PSNR; {@code aggregate} the PSNR of the mean squared error over all pictures, which the worst
 * pictures decide; {@code gain} the mean of the pictures' differences to the linear line. A metric that any picture is too small for is "-".
 */
final class QualityTable {

    private static final List<String> PERCEPTUAL = List.of("ssim", "ms_ssim", "lpips");

    private QualityTable() {
    }

    static void print(PrintWriter out, double snrDb, List<Sample> samples) {
        out.printf(Locale.ROOT, "%nSNR %.1f dB%n%-16s %-22s %-22s %-22s %-22s %-22s %s%n", snrDb, "", "PSNR, dB", "gain, dB", "aggregate PSNR, dB",
                "SSIM", "MS-SSIM", "LPIPS");
        for (String scheme : samples.get(0).scores().keySet()) {
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-16s", scheme));
            line.append(cell(Mean.of(samples, s -> s.psnr(scheme)), "%.2f"));
            line.append(cell(Mean.of(samples, s -> s.psnr(scheme) - s.psnr(QualityBench.LINEAR)), "%+.2f"));
            line.append(cell(aggregate(samples, scheme), "%.2f"));
            for (String metric : PERCEPTUAL) {
                line.append(cell(Mean.of(samples, s -> s.scores().get(scheme).getOrDefault(metric, Double.NaN)), "%.4f"));
            }
            out.println(line.toString().stripTrailing());
        }
        out.printf(Locale.ROOT, "latent NMSE, dB:%s predicted,%s received,%s shrunk,%s denoised%n", nmse(samples, Sample::predicted),
                nmse(samples, Sample::receivedNmse), nmse(samples, Sample::shrunkNmse), nmse(samples, Sample::denoisedNmse));
        out.flush();
    }

    /** The same as maps and numbers: per scheme mean and ends of the 95 % interval of every metric, and the latent errors. */
    static Map<String, Object> figures(double snrDb, List<Sample> samples) {
        Map<String, Object> schemes = new LinkedHashMap<>();
        samples.get(0).scores().forEach((scheme, metrics) -> {
            Map<String, Object> figures = new LinkedHashMap<>();
            metrics.keySet().forEach(metric -> figures.put(metric, Mean.of(samples, s -> s.scores().get(scheme).get(metric)).figures()));
            figures.put("gain_db", Mean.of(samples, s -> s.psnr(scheme) - s.psnr(QualityBench.LINEAR)).figures());
            figures.put("aggregate_psnr_db", aggregate(samples, scheme).figures());
            schemes.put(scheme, figures);
        });
        Map<String, Object> nmse = new LinkedHashMap<>();
        nmse.put("predicted", Mean.levelDb(samples, Sample::predicted).figures());
        nmse.put("received", Mean.levelDb(samples, Sample::receivedNmse).figures());
        nmse.put("mmse_shrinkage", Mean.levelDb(samples, Sample::shrunkNmse).figures());
        nmse.put("denoised", Mean.levelDb(samples, Sample::denoisedNmse).figures());
        return Map.of("snr_db", snrDb, "schemes", schemes, "latent_nmse_db", nmse);
    }

    private static String nmse(List<Sample> samples, ToDoubleFunction<Sample> value) {
        return cell(Mean.levelDb(samples, value), "%.2f").stripTrailing();
    }

    /** Peak power 1 over the mean squared error of all pictures. */
    private static Mean aggregate(List<Sample> samples, String scheme) {
        return Mean.ratioDb(samples, s -> 1, s -> s.errors().get(scheme));
    }

    private static String cell(Mean mean, String format) {
        return String.format(Locale.ROOT, " %-22s", Double.isNaN(mean.value()) ? "-" : mean.text(format));
    }
}
