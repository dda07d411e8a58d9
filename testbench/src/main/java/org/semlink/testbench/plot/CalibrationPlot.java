// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import org.knowm.xchart.XYChart;
import org.semlink.calibration.Calibration;
import org.semlink.calibration.Criterion;
import org.semlink.calibration.LevelSweep;
import org.semlink.calibration.LinkPoint;
import org.semlink.calibration.MonotoneCurve;
import org.semlink.common.Snr;
import org.semlink.diffusion.schedule.NoiseSchedule;

/**
 * A calibration in four pictures: estimated against real SNR with the ideal line and the band; how far they lie apart, which the first
 * one is too coarse for; the best timestep against the schedule's own; and the losses around it, one curve per level.
 */
public final class CalibrationPlot {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final Color GREEN = new Color(0x2a, 0x8f, 0x4e);

    private final Calibration calibration;
    private final NoiseSchedule schedule;

    public CalibrationPlot(Calibration calibration, NoiseSchedule schedule) {
        this.calibration = calibration;
        this.schedule = schedule;
    }

    /** All four, {@code 1280 x 960} pixels. */
    public BufferedImage draw() {
        BufferedImage all = new BufferedImage(2 * WIDTH, 2 * HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = all.createGraphics();
        graphics.drawImage(link("Link", "real SNR, dB", at -> at), 0, 0, null);
        graphics.drawImage(link("Correction", "real minus estimated SNR, dB", at -> 0), WIDTH, 0, null);
        graphics.drawImage(timesteps(), 0, HEIGHT, null);
        graphics.drawImage(losses(), WIDTH, HEIGHT, null);
        graphics.dispose();
        return all;
    }

    /** @param ideal where an honest estimate lies, given the estimate: all else is drawn as far from there as it is from the estimate */
    private BufferedImage link(String title, String y, DoubleUnaryOperator ideal) {
        XYChart chart = Charts.chart(title, "estimated SNR, dB", y, WIDTH, HEIGHT);
        List<LinkPoint> points = calibration.points();
        Charts.dots(chart, "bursts", points.stream().mapToDouble(LinkPoint::snrDb).toArray(),
                points.stream().mapToDouble(p -> ideal.applyAsDouble(p.snrDb()) - p.errorDb()).toArray(), Charts.GREY);
        calibration.link().ifPresent(link -> {
            MonotoneCurve curve = link.correction();
            double[] x = curve.grid();
            double[] ends = {curve.from(), curve.to()};
            Charts.line(chart, "ideal", ends, map(ends, ideal), Charts.GREY);
            Charts.line(chart, "fit", x, map(x, at -> curve.value(at) - at + ideal.applyAsDouble(at)), Charts.BLUE);
            Charts.line(chart, "95 % from", x, map(x, at -> curve.lower(at) - at + ideal.applyAsDouble(at)), Charts.ORANGE);
            Charts.line(chart, "to", x, map(x, at -> curve.upper(at) - at + ideal.applyAsDouble(at)), Charts.ORANGE);
        });
        return Charts.render(chart);
    }

    private BufferedImage timesteps() {
        XYChart chart = Charts.chart("Timestep", "real SNR, dB", "timestep", WIDTH, HEIGHT);
        for (Criterion criterion : calibration.sweeps().keySet()) {
            calibration.receiver(criterion).ifPresent(fit -> {
                double[] x = fit.told().grid();
                if (criterion == Criterion.PSNR) {
                    Charts.line(chart, "the schedule's", x, map(x, at -> schedule.timestep(Snr.fromDb(at))), Charts.GREY);
                    List<LevelSweep> sweeps = calibration.sweeps().get(criterion);
                    Charts.dots(chart, "best of each picture (psnr)", sweeps.stream().mapToDouble(LevelSweep::snrDb).toArray(),
                            sweeps.stream().mapToDouble(s -> schedule.timestep(Snr.fromDb(s.snrDb() + s.bottom().offsetDb()))).toArray(),
                            Charts.GREY);
                }
                Charts.line(chart, "for " + criterion.key(), x, map(x, at -> schedule.timestep(Snr.fromDb(fit.told().value(at)))),
                        color(criterion));
            });
        }
        return Charts.render(chart);
    }

    private static Color color(Criterion criterion) {
        return criterion == Criterion.PSNR ? Charts.BLUE : criterion == Criterion.LPIPS ? Charts.ORANGE : GREEN;
    }

    /** Mean loss over the pictures of a level, above the least, for PSNR. */
    private BufferedImage losses() {
        XYChart chart = Charts.chart("Loss of another timestep", "told minus real SNR, dB", "PSNR lost, dB", WIDTH, HEIGHT);
        TreeMap<Long, List<LevelSweep>> levels = new TreeMap<>(calibration.sweeps().getOrDefault(Criterion.PSNR, List.of()).stream()
                .collect(Collectors.groupingBy(s -> Math.round(s.snrDb() / 5) * 5)));
        levels.forEach((level, sweeps) -> {
            double[] offsets = sweeps.get(0).offsetsDb();
            double[] mean = new double[offsets.length];
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < mean.length; i++) {
                for (LevelSweep sweep : sweeps) {
                    mean[i] += sweep.losses()[i] / sweeps.size();
                }
                least = Math.min(least, mean[i]);
            }
            double bottom = least;
            float hue = 0.66f * (1 - (float) (level - levels.firstKey()) / Math.max(1, levels.lastKey() - levels.firstKey()));
            Charts.line(chart, String.format(Locale.ROOT, "%d dB", level), offsets, map(mean, loss -> loss - bottom),
                    Color.getHSBColor(hue, 0.8f, 0.8f));
        });
        return Charts.render(chart);
    }

    private static double[] map(double[] x, DoubleUnaryOperator function) {
        return Arrays.stream(x).map(function).toArray();
    }
}
