// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.semlink.common.Snr;
import org.semlink.testbench.result.ResultWriter;
import org.semlink.testbench.store.MetricMean;
import org.semlink.testbench.store.StoredTrial;
import org.semlink.testbench.store.TrialStore;

/**
 * {@code compressai/CURVE.json} in the form of CompressAI's evaluation results, one file a curve, so that its plots draw ours.
 *
 * <p>An analog link has no bits, so {@code bpp} is what an ideal code would carry in the same channel uses: per pixel
 * {@code 3 (k/n) log2(1 + SNR)} (Shannon 1948, eq. 19, complex channel) with the payload's k/n and the true SNR, or the measured one where the
 * true one is not known. A point is the mean over the trials of one SNR and ratio; points go by ascending bpp. Metrics that some point lacks
 * are left out.
 */
final class CompressAiExport implements Exporter {

    private static final Map<String, String> METRICS = Map.of("psnr-rgb", "quality.denoised.psnr_db", "ms-ssim-rgb", "quality.denoised.ms_ssim",
            "ssim-rgb", "quality.denoised.ssim", "lpips", "quality.denoised.lpips");
    private static final List<String> LISTS = List.of("bpp", "psnr-rgb", "ms-ssim-rgb", "ssim-rgb", "lpips", "snr-db");
    private static final List<String> WITHIN_A_CURVE = List.of("snr_db", "txgain_db", "ratio", "picture", "repetition");

    @Override
    public List<Path> export(TrialStore store, Path folder) {
        Set<String> varied = varied(store);
        Map<String, Map<String, List<StoredTrial>>> curves = new LinkedHashMap<>();
        store.forEach(trial -> {
            if (trial.metrics().containsKey("quality.denoised.psnr_db")) {
                Map<String, String> curve = new LinkedHashMap<>(trial.axes());
                curve.keySet().retainAll(varied);
                curve.keySet().removeAll(WITHIN_A_CURVE);
                Map<String, String> point = new LinkedHashMap<>(trial.axes());
                point.keySet().removeAll(List.of("picture", "repetition"));
                curves.computeIfAbsent(text(curve), k -> new LinkedHashMap<>()).computeIfAbsent(text(point), k -> new ArrayList<>()).add(slim(trial));
            }
        });
        String name = store.provenance().getOrDefault("name", "semlink");
        List<Path> files = new ArrayList<>();
        curves.forEach((curve, points) -> {
            Path file = free(folder.resolve("compressai"), curve.replaceAll("[^A-Za-z0-9._=-]+", "_"), files);
            ResultWriter.json(file, node(name, curve, points.values()));
            files.add(file);
        });
        return files;
    }

    /** Curves whose names differ only in what file names cannot have are numbered. */
    private static Path free(Path folder, String name, List<Path> taken) {
        Path file = folder.resolve(name + ".json");
        for (int i = 2; taken.contains(file); i++) {
            file = folder.resolve(name + "-" + i + ".json");
        }
        return file;
    }

    /** The scheme, and what else the experiment varies: it names a curve. */
    private static Set<String> varied(TrialStore store) {
        Map<String, Set<String>> values = new LinkedHashMap<>();
        store.forEach(trial -> trial.axes().forEach((axis, value) -> values.computeIfAbsent(axis, a -> new HashSet<>()).add(value)));
        values.entrySet().removeIf(axis -> axis.getValue().size() < 2 && !axis.getKey().equals("scheme"));
        return values.keySet();
    }

    private static ObjectNode node(String name, String curve, Iterable<List<StoredTrial>> points) {
        List<Map<String, Double>> values = new ArrayList<>();
        points.forEach(trials -> values.add(point(trials)));
        values.sort(java.util.Comparator.comparingDouble(point -> point.get("bpp")));
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("name", curve);
        root.put("description", "semlink experiment " + name + "; bpp: bits per pixel at the capacity of the channel uses that were spent");
        ObjectNode results = root.putObject("results");
        for (String list : LISTS) {
            if (values.stream().allMatch(point -> point.containsKey(list))) {
                ArrayNode array = results.putArray(list);
                values.forEach(point -> array.add(point.get(list)));
            }
        }
        return root;
    }

    private static Map<String, Double> point(List<StoredTrial> trials) {
        Map<String, Double> point = new LinkedHashMap<>();
        METRICS.forEach((list, metric) -> mean(trials, metric).ifPresent(value -> point.put(list, value)));
        double snrDb = mean(trials, "link.true_snr_db").or(() -> mean(trials, "link.snr_db")).orElse(Double.NEGATIVE_INFINITY);
        double ratio = mean(trials, "bandwidth_ratio.payload").orElseThrow();
        point.put("bpp", 3 * ratio * Math.log1p(Snr.fromDb(snrDb)) / Math.log(2));
        if (!Double.isInfinite(snrDb)) {
            point.put("snr-db", snrDb);
        }
        return point;
    }

    private static java.util.Optional<Double> mean(List<StoredTrial> trials, String metric) {
        double[] values = trials.stream().filter(t -> t.metrics().containsKey(metric)).mapToDouble(t -> t.metrics().get(metric)).toArray();
        return values.length == 0 ? java.util.Optional.empty() : java.util.Optional.of(MetricMean.of(metric, values, 0.95).value());
    }

    /** Only what a point needs: memory holds every trial of the experiment at once. */
    private static StoredTrial slim(StoredTrial trial) {
        Map<String, Double> few = new LinkedHashMap<>(trial.metrics());
        few.keySet().removeIf(name -> !METRICS.containsValue(name) && !name.endsWith("link.true_snr_db") && !name.equals("link.snr_db")
                && !name.equals("bandwidth_ratio.payload"));
        return new StoredTrial(trial.number(), Map.of(), trial.seed(), trial.status(), "", trial.attempts(), few, "");
    }

    private static String text(Map<String, String> axes) {
        return String.join(" ", axes.values());
    }
}
