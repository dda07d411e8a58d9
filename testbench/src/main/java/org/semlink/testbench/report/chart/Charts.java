// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.chart;

import java.util.List;
import org.semlink.testbench.report.data.Metric.Quality;

/** All charts of a report by their sections. */
public final class Charts {

    /** Distortion beside perception. */
    public static final List<Chart> QUALITY = List.of(new QualityChart(Quality.PSNR), new QualityChart(Quality.LPIPS),
            new QualityChart(Quality.SSIM), new QualityChart(Quality.MS_SSIM), new GainChart(), new PlaneChart());

    /** Where codes break and analog symbols do not. */
    public static final List<Chart> CLIFF = List.of(new CliffChart());

    public static final List<Chart> LATENT = List.of(new LatentChart());

    /** Over the bandwidth ratio instead of SNR. */
    public static final List<Chart> RATE = List.of(new RateChart(Quality.PSNR), new RateChart(Quality.LPIPS));

    public static final List<Chart> HEALTH = List.of(HealthChart.LOSS, HealthChart.ESTIMATE, HealthChart.CFO, HealthChart.EVM);

    private Charts() {
    }
}
