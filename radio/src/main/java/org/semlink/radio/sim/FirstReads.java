// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A device slow to start: the first {@code first-timeouts} reads after opening bring nothing. */
final class FirstReads implements Impairment {

    static final ImpairmentKind KIND = new ImpairmentKind(List.of("first-timeouts"), FirstReads::from);

    private final int reads;
    private boolean started;

    FirstReads(int reads) {
        this.reads = reads;
    }

    private static Optional<Impairment> from(SimSettings settings) {
        int reads = (int) settings.spec().integer("first-timeouts", 0, 0, 1000);
        return reads == 0 ? Optional.empty() : Optional.of(new FirstReads(reads));
    }

    @Override
    public void reset(long seed) {
        started = false;
    }

    @Override
    public void process(Block block) {
        block.timeouts += started ? 0 : reads;
        started = true;
    }

    @Override
    public void describe(Map<String, Object> into) {
        into.put("first_timeouts", reads);
    }
}
