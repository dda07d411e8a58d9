// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * How the axes of an experiment become figures: one is the abscissa, those that vary name the curves, and where these would be more than
 * {@value #MOST} in a figure, all but the first varying axis choose among panels.
 */
public final class Layout {

    /** Curves that a figure can show at most before it is split. */
    public static final int MOST = 7;

    /** Axes that can be the abscissa, most wanted first. */
    private static final List<String> ABSCISSAE = List.of("snr_db", "txgain_db");

    /**
     * One curve's points.
     *
     * @param id     of the curve, the same in all panels
     * @param label  what distinguishes it in its panel
     * @param number of its colour, the same in all panels
     * @param cells  in rising order of the abscissa
     */
    public record Series(String id, String label, int number, List<Cell> cells) {
    }

    /**
     * Curves that are drawn together.
     *
     * @param title what distinguishes it from other panels; empty for the only one
     */
    public record Panel(String title, List<Series> series) {
    }

    private final String abscissa;
    private final ToDoubleFunction<Cell> x;
    private final Map<String, String> fixed;
    private final List<Panel> panels;
    private final long unplaced;

    private Layout(String abscissa, ToDoubleFunction<Cell> x, Map<String, String> fixed, List<Panel> panels, long unplaced) {
        this.abscissa = abscissa;
        this.x = x;
        this.fixed = fixed;
        this.panels = panels;
        this.unplaced = unplaced;
    }

    /** Over SNR, or whatever level was swept; over the SNR measured where no level was. */
    public static Layout of(Results results) {
        Map<String, List<String>> axes = results.axes();
        String level = ABSCISSAE.stream().filter(axes::containsKey).findFirst().orElse("");
        ToDoubleFunction<Cell> x = level.isEmpty() ? cell -> cell.averageLevel(Metric.SNR) : cell -> Double.parseDouble(cell.axes().get(level));
        String name = switch (level) {
            case "snr_db" -> "SNR (Es/N0), dB";
            case "txgain_db" -> "transmit gain, dB";
            default -> "measured SNR, dB";
        };
        return lay(results.cells(), axes, name, x, List.of(level));
    }

    /**
     * Over k/n at some levels, lowest, middle and highest; no panels where every curve would be one ratio at one level.
     */
    public static Layout overRates(Results results) {
        Map<String, List<String>> axes = new LinkedHashMap<>(results.axes());
        ToDoubleFunction<Cell> x = cell -> cell.average(Metric.PAYLOAD_RATIO);
        List<Cell> cells = results.cells().stream().filter(cell -> Double.isFinite(x.applyAsDouble(cell))).toList();
        List<String> names = new ArrayList<>(axes.keySet());
        names.removeAll(List.of("scheme", "radio", "waveform", "calibration", Results.PICTURE, Results.REPETITION));
        names.removeAll(ABSCISSAE);
        List<String> rates = names.stream().filter(axis -> axes.get(axis).size() > 1 && decides(axis, cells, x)).toList();
        if (cells.stream().map(cell -> rounded(x.applyAsDouble(cell))).distinct().count() < 2) {
            return new Layout("", x, Map.of(), List.of(), 0);
        }
        String level = ABSCISSAE.stream().filter(axes::containsKey).findFirst().orElse("");
        List<Cell> drawn = cells;
        if (!level.isEmpty()) {
            List<String> levels = axes.get(level);
            List<String> shown = List.of(levels.get(0), levels.get(levels.size() / 2), levels.get(levels.size() - 1)).stream().distinct().toList();
            drawn = cells.stream().filter(cell -> shown.contains(cell.axes().get(level))).toList();
            axes.put(level, shown);
        }
        return lay(drawn, axes, "payload symbols per source value, k/n", x, rates);
    }

    /** Whether cells that differ in this axis alone differ in their ratio. */
    private static boolean decides(String axis, List<Cell> cells, ToDoubleFunction<Cell> x) {
        Map<Map<String, String>, List<Cell>> others = cells.stream().collect(Collectors.groupingBy(cell -> without(cell, List.of(axis))));
        return others.values().stream().anyMatch(group -> group.stream().map(cell -> rounded(x.applyAsDouble(cell))).distinct().count() > 1);
    }

    /** Ratios that differ by less than half a percent are one: pictures of odd sizes fill their last block up. */
    private static long rounded(double ratio) {
        return Math.round(200 * Math.log(ratio));
    }

    private static Map<String, String> without(Cell cell, List<String> names) {
        Map<String, String> rest = new LinkedHashMap<>(cell.axes());
        rest.keySet().removeAll(names);
        return rest;
    }

    private static Layout lay(List<Cell> cells, Map<String, List<String>> axes, String name, ToDoubleFunction<Cell> x, List<String> taken) {
        List<String> free = axes.keySet().stream().filter(axis -> !taken.contains(axis) && !axis.equals(Results.PICTURE)
                && !axis.equals(Results.REPETITION)).toList();
        List<String> varying = free.stream().filter(axis -> cells.stream().map(cell -> cell.axes().get(axis)).distinct().count() > 1).toList();
        Map<String, String> fixed = new LinkedHashMap<>();
        free.stream().filter(axis -> !varying.contains(axis)).forEach(axis -> fixed.put(axis, axes.get(axis).get(0)));
        long curves = cells.stream().map(cell -> text(cell, varying)).distinct().count();
        List<String> inside = curves <= MOST || varying.isEmpty() ? varying : varying.subList(0, 1);
        List<String> outside = varying.stream().filter(axis -> !inside.contains(axis)).toList();
        Map<String, Integer> numbers = new LinkedHashMap<>();
        cells.forEach(cell -> numbers.putIfAbsent(text(cell, inside), numbers.size()));
        // An SNR cannot be measured where nothing arrived.
        List<Cell> placed = cells.stream().filter(cell -> Double.isFinite(x.applyAsDouble(cell))).toList();
        Map<String, Map<String, List<Cell>>> groups = new LinkedHashMap<>();
        for (Cell cell : placed) {
            groups.computeIfAbsent(text(cell, outside), t -> new LinkedHashMap<>()).computeIfAbsent(text(cell, inside), t -> new ArrayList<>()).add(cell);
        }
        List<Panel> panels = new ArrayList<>();
        groups.forEach((title, series) -> panels.add(new Panel(title, series.entrySet().stream().sorted(Comparator.comparing(e -> numbers.get(e.getKey())))
                .map(e -> new Series(name.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + numbers.get(e.getKey()), e.getKey().isEmpty() ? axes.getOrDefault("scheme", List.of("all trials")).get(0)
                        : e.getKey(), numbers.get(e.getKey()), e.getValue().stream().sorted(Comparator.comparingDouble(x)).toList())).toList())));
        return new Layout(name, x, fixed, List.copyOf(panels), cells.size() - placed.size());
    }

    /** Values of these axes; a scheme speaks for itself, the rest is named. */
    private static String text(Cell cell, List<String> names) {
        return names.stream().filter(axis -> cell.axes().get(axis) != null).map(axis -> axis.equals("scheme") ? cell.axes().get(axis)
                : axis.equals("snr_db") ? "SNR " + cell.axes().get(axis) + " dB" : axis.replace('_', ' ') + " " + cell.axes().get(axis))
                .collect(Collectors.joining(", "));
    }

    /** Quantity and unit of the abscissa. */
    public String abscissa() {
        return abscissa;
    }

    /** Points of the grid that are in no panel, as nothing of them says where on the abscissa they lie. */
    public long unplaced() {
        return unplaced;
    }

    /** Abscissa of a point; NaN where it is {@link #unplaced}. */
    public double x(Cell cell) {
        return x.applyAsDouble(cell);
    }

    /** Axes that have one value only. */
    public Map<String, String> fixed() {
        return fixed;
    }

    public List<Panel> panels() {
        return panels;
    }
}
