// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A transmitter that keeps sending the last sample of a burst that was not ended with zeros, as an unmodulated carrier until the next
 * burst; the switch {@code hold}.
 */
final class HeldSample implements Impairment {

    static final ImpairmentKind KIND = new ImpairmentKind(List.of("hold"),
            settings -> settings.spec().flag("hold") ? Optional.of(new HeldSample()) : Optional.empty());

    private float re;
    private float im;

    @Override
    public void reset(long seed) {
        re = 0;
        im = 0;
    }

    @Override
    public void process(Block block) {
        if (block.length == 0) {
            return;
        }
        if (block.burst) {
            re = block.iq[2 * block.length - 2];
            im = block.iq[2 * block.length - 1];
            return;
        }
        for (int i = 0; i < 2 * block.length; i += 2) {
            block.iq[i] = re;
            block.iq[i + 1] = im;
        }
    }

    @Override
    public void describe(Map<String, Object> into) {
        into.put("hold", true);
    }
}
