// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.safety;

import java.util.ArrayDeque;
import java.util.Map;

/**
 * What was sent so far under transmit limits. A radio that is opened again and again in one run, at other gains for example, goes on with
 * the history that it had, so that the limits hold for the run. For one thread.
 */
public final class TransmitHistory {

    /** One burst on the air. */
    record Burst(long startNs, long endNs) {
    }

    final ArrayDeque<Burst> recent = new ArrayDeque<>();
    long continuousNs;
    private long bursts;
    private long totalNs;
    private long waitedNs;

    void add(Burst burst) {
        recent.add(burst);
        totalNs += burst.endNs() - burst.startNs();
        bursts++;
    }

    void waited(long ns) {
        waitedNs += ns;
    }

    long totalNs() {
        return totalNs;
    }

    void describe(Map<String, Object> description) {
        description.put("bursts", bursts);
        description.put("on_air_s", totalNs / 1e9);
        description.put("waited_s", waitedNs / 1e9);
    }
}
