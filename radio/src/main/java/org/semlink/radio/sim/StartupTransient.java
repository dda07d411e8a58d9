// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.semlink.common.Seeds;

/**
 * A receiver whose first {@code startup} samples after opening are garbage: uniform on -1 ... 1 in I and Q, as a stale buffer.
 */
final class StartupTransient implements Impairment {

    static final ImpairmentKind KIND = new ImpairmentKind(List.of("startup"), StartupTransient::from);

    private final long samples;
    private SplittableRandom random = new SplittableRandom(0);
    private long left;

    StartupTransient(long samples) {
        this.samples = samples;
    }

    private static Optional<Impairment> from(SimSettings settings) {
        long samples = settings.spec().integer("startup", 0, 0, 1 << 24);
        return samples == 0 ? Optional.empty() : Optional.of(new StartupTransient(samples));
    }

    @Override
    public void reset(long seed) {
        random = Seeds.random(seed, "garbage");
        left = samples;
    }

    @Override
    public void process(Block block) {
        int wrong = (int) Math.min(left, block.length);
        for (int i = 0; i < 2 * wrong; i++) {
            block.iq[i] = (float) (2 * random.nextDouble() - 1);
        }
        left -= wrong;
    }

    @Override
    public void describe(Map<String, Object> into) {
        into.put("startup_samples", samples);
    }
}
