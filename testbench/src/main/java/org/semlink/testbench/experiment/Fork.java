// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.semlink.testbench.store.Status;
import org.semlink.testbench.store.StoredTrial;
import org.semlink.testbench.store.TrialStore;
import org.semlink.testbench.store.TrialWriter;

/** An edited experiment takes over the trials that the edit leaves as they were, into a folder of its own. */
final class Fork {

    private static final int CHUNK = 500;

    private final Plan plan;
    private final Experiment experiment;
    private final Map<String, String> now;
    private final Map<Map<String, String>, Integer> points = new HashMap<>();
    private final Map<String, Integer> pictures = new HashMap<>();

    /** @param now the provenance of the edited experiment */
    Fork(Experiment experiment, Plan plan, Map<String, String> now) {
        this.experiment = experiment;
        this.plan = plan;
        this.now = now;
        for (int point = 0; point < plan.points(); point++) {
            points.put(withoutIndex(plan.trial(point).axes()), point);
        }
        for (int i = 0; i < experiment.pictures().size(); i++) {
            pictures.put(experiment.pictures().get(i).name(), i);
        }
    }

    /** The next folder name beside {@code folder} that is free: DIR-2, DIR-3, ... */
    static Path beside(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        for (int i = 2; ; i++) {
            Path candidate = absolute.resolveSibling(absolute.getFileName() + "-" + i);
            if (!Files.exists(candidate)) {
                return folder.resolveSibling(candidate.getFileName());
            }
        }
    }

    /** Copies what is unchanged; how many trials that are. */
    long copy(TrialStore from, TrialWriter to) {
        Map<String, String> before = from.provenance();
        List<StoredTrial> chunk = new ArrayList<>();
        long[] copied = {0};
        from.forEach(stored -> {
            OptionalLong number = number(stored);
            if (number.isPresent() && stored.status() == Status.DONE) {
                Plan.Trial trial = plan.trial(number.getAsLong());
                if (trial.seed() == stored.seed() && trial.axes().equals(stored.axes()) && Provenance.sameInputs(before, now, trial)) {
                    chunk.add(new StoredTrial(trial.number(), stored.axes(), stored.seed(), stored.status(), stored.reason(), stored.attempts(),
                            stored.metrics(), stored.resultJson()));
                    copied[0]++;
                }
            }
            if (chunk.size() >= CHUNK) {
                to.putAll(chunk);
                chunk.clear();
            }
        });
        to.putAll(chunk);
        return copied[0];
    }

    /** The number in the edited plan of what was stored under another. */
    private OptionalLong number(StoredTrial stored) {
        Integer point = points.get(withoutIndex(stored.axes()));
        Integer picture = pictures.get(stored.axes().get("picture"));
        if (point == null || picture == null) {
            return OptionalLong.empty();
        }
        long index = Long.parseLong(stored.axes().get("repetition")) * experiment.pictures().size() + picture;
        return index < experiment.mostPerPoint() ? OptionalLong.of(index * plan.points() + point) : OptionalLong.empty();
    }

    private static Map<String, String> withoutIndex(Map<String, String> axes) {
        Map<String, String> rest = new LinkedHashMap<>(axes);
        rest.remove("picture");
        rest.remove("repetition");
        return rest;
    }
}
