// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.data;

import java.util.ArrayList;
import java.util.List;

/** Names of the numbers of a result that reports ask for. */
public final class Metric {

    public static final String DENOISED = "denoised";
    public static final String LINEAR = "mmse_shrinkage";
    public static final String CEILING = "codec_ceiling";
    public static final String SNR = "link.snr_db";
    public static final String TRUE_SNR = "link.true_snr_db";
    public static final String CFO = "link.cfo_hz";
    public static final String EVM = "link.evm_percent";
    public static final String SENT = "link.frames.sent";
    public static final String LOST = "link.frames.lost";
    public static final String PAYLOAD_RATIO = "bandwidth_ratio.payload";
    public static final String WHOLE_RATIO = "bandwidth_ratio.with_overhead";

    /** Counters of the radio, all of which should be 0. */
    public static final List<String> COUNTERS = List.of("link.overflows", "link.underflows", "link.late_bursts", "link.clipped_samples");

    /** Picture metrics by their keys. */
    public enum Quality {
        PSNR("psnr_db", "PSNR", "mean of per-image PSNR, dB", true, "%.2f"),
        SSIM("ssim", "SSIM", "mean over pictures", true, "%.4f"),
        MS_SSIM("ms_ssim", "MS-SSIM", "mean over pictures", true, "%.4f"),
        LPIPS("lpips", "LPIPS", "mean over pictures", false, "%.4f");

        private final String key;
        private final String title;
        private final String axis;
        private final boolean moreIsBetter;
        private final String format;

        Quality(String key, String title, String axis, boolean moreIsBetter, String format) {
            this.key = key;
            this.title = title;
            this.axis = axis;
            this.moreIsBetter = moreIsBetter;
            this.format = format;
        }

        /** Name of the metric of what stands at a stage, such as {@link #DENOISED}. */
        public String of(String stage) {
            return "quality." + stage + "." + key;
        }

        public String title() {
            return title;
        }

        /** Beside an axis, with the direction that is better. */
        public String axis() {
            return axis + (moreIsBetter ? ", higher is better" : ", lower is better");
        }

        /** Of {@link String#format}. */
        public String format() {
            return format;
        }
    }

    /** All that are kept of a trial. */
    static final List<String> KEPT = kept();

    private Metric() {
    }

    /** Normalised error of the latent at a stage. */
    public static String latentError(String stage) {
        return "latent_nmse_db." + stage;
    }

    private static List<String> kept() {
        List<String> all = new ArrayList<>(List.of(SNR, TRUE_SNR, CFO, EVM, SENT, LOST, PAYLOAD_RATIO, WHOLE_RATIO, latentError(DENOISED),
                latentError(LINEAR)));
        all.addAll(COUNTERS);
        for (Quality quality : Quality.values()) {
            all.addAll(List.of(quality.of(DENOISED), quality.of(LINEAR), quality.of(CEILING)));
        }
        return List.copyOf(all);
    }
}
