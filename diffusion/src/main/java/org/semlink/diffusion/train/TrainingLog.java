// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.semlink.common.SafeFiles;
import org.semlink.common.SemlinkException;

/** Losses over steps as CSV; a resumed run drops the lines beyond its checkpoint, so that none stands twice. */
final class TrainingLog {

    private static final String HEADER = "set,step,total,log_error,latent,kl,gradient_norm,learning_rate";

    private final Path file;
    private final List<String> lines;

    private TrainingLog(Path file, List<String> lines) {
        this.file = file;
        this.lines = lines;
    }

    static TrainingLog continuing(Path file, long step) {
        List<String> lines = new ArrayList<>(List.of(HEADER));
        if (step > 0 && Files.exists(file)) {
            try {
                Files.readAllLines(file).stream().skip(1).filter(line -> Long.parseLong(line.split(",")[1]) <= step).forEach(lines::add);
            } catch (IOException | RuntimeException e) {
                throw SemlinkException.input("cannot go on with the log %s; move it away to start another", file).causedBy(e);
            }
        }
        return new TrainingLog(file, lines);
    }

    void add(String set, Trainer.StepReport r) {
        lines.add(String.format(Locale.ROOT, "%s,%d,%.6f,%.6f,%.6f,%.6f,%.4f,%.3e", set, r.step(), r.total(), r.logError(), r.latent(), r.kl(),
                r.gradientNorm(), r.learningRate()));
    }

    void write() {
        SafeFiles.writeText(file, String.join("\n", lines) + "\n");
    }
}
