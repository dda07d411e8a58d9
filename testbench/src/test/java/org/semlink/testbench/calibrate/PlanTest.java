// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.semlink.codec.Picture;

class PlanTest {

    private static Calibrator.Plan plan(int pictures) {
        List<Picture> list = IntStream.range(0, pictures).mapToObj(i -> new Picture(8, 8, new float[3 * 64])).toList();
        return new Calibrator.Plan(Ladder.of("sim:"), 0.1, 300, 13, list);
    }

    /** Pictures sent at each level. */
    private static Map<Double, Set<Picture>> byLevel(Calibrator.Plan plan) {
        Map<Double, Set<Picture>> levels = new HashMap<>();
        for (int i = 0; i < plan.sweeps(); i++) {
            assertThat(levels.computeIfAbsent(plan.level(i), key -> Collections.newSetFromMap(new java.util.IdentityHashMap<>()))
                    .add(plan.picture(i))).as("no picture twice at a level").isTrue();
        }
        return levels;
    }

    @Test
    void fewPicturesGoThroughAllLevels() {
        Map<Double, Set<Picture>> levels = byLevel(plan(3));
        assertThat(levels).hasSize(13);
        assertThat(levels.values()).allMatch(pictures -> pictures.size() == 3);
    }

    /** 24 pictures cost what 8 do: every one is sent at four or five levels. */
    @Test
    void manyPicturesTakeTurns() {
        Calibrator.Plan plan = plan(24);
        assertThat(plan.sweeps()).isEqualTo(13 * 8);
        Map<Double, Set<Picture>> levels = byLevel(plan);
        for (Picture picture : plan.pictures()) {
            assertThat(levels.values().stream().filter(pictures -> pictures.contains(picture)).count()).isBetween(4L, 5L);
        }
        assertThat(new HashSet<>(levels.keySet())).contains(-6.0, 30.0);
    }
}
