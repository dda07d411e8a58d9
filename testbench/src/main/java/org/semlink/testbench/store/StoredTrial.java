// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One trial of an experiment as it was stored.
 *
 * @param number     in the experiment's plan, from 0
 * @param axes       where it lies in the grid, in the order of the experiment: scheme, radio, waveform, snr_db, ..., picture, repetition
 * @param seed       of everything random in it
 * @param status     how it ended
 * @param reason     why it failed, one line; empty where it is done
 * @param attempts   how often it was tried, from 1
 * @param metrics    the numbers of its result by their dotted names ({@code quality.denoised.psnr_db}), true as 1 and false as 0; none where
 *                   it failed
 * @param resultJson the whole result as {@code result.schema.json} describes it; empty where it failed
 */
public record StoredTrial(long number, Map<String, String> axes, long seed, Status status, String reason, int attempts,
        Map<String, Double> metrics, String resultJson) {

    public StoredTrial {
        axes = Collections.unmodifiableMap(new LinkedHashMap<>(axes));
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }
}
