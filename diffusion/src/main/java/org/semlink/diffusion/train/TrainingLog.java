// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.semlink.common.SafeFiles;
import org.semlink.common.SemlinkException;

/** Losses over steps as CSV; a resumed run drops the lines beyond its checkpoint, so that none stands twice. */
final class TrainingLog {

    /** The set of a training step. */
    static final String TRAIN = "train";

    private final Path file;
    private final List<String> lines;

    private TrainingLog(Path file, List<String> lines) {
        this.file = file;
        this.lines = lines;
    }

    /** @param parts names of the losses, as columns between the step and the gradient's norm */
    static TrainingLog continuing(Path file, List<String> parts, long step) {
        List<String> lines = new ArrayList<>(List.of("set,step," + String.join(",", parts) + ",gradient_norm,learning_rate"));
        if (step > 0 && Files.exists(file)) {
            try {
                Files.readAllLines(file).stream().skip(1).filter(line -> Long.parseLong(line.split(",")[1]) <= step).forEach(lines::add);
            } catch (IOException | RuntimeException e) {
                throw SemlinkException.input("cannot go on with the log %s; move it away to start another", file).causedBy(e);
            }
        }
        return new TrainingLog(file, lines);
    }

    void add(String set, StepReport r) {
        String losses = r.losses().values().stream().map(loss -> String.format(Locale.ROOT, "%.6f", loss)).collect(Collectors.joining(","));
        lines.add(String.format(Locale.ROOT, "%s,%d,%s,%.4f,%.3e", set, r.step(), losses, r.gradientNorm(), r.learningRate()));
    }

    /** The minimised loss of every validation so far, mean of its sets, in order. */
    List<Double> validations() {
        Map<String, Double> sums = new LinkedHashMap<>();
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",");
            if (!cells[0].equals(TRAIN)) {
                sums.merge(cells[1], Double.parseDouble(cells[2]), Double::sum);
                counts.merge(cells[1], 1, Integer::sum);
            }
        }
        return sums.entrySet().stream().map(sum -> sum.getValue() / counts.get(sum.getKey())).toList();
    }

    void write() {
        SafeFiles.writeText(file, String.join("\n", lines) + "\n");
    }
}
