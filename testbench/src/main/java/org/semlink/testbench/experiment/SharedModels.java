// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.semlink.testbench.cli.BatchOption;
import org.semlink.testbench.line.LoadedModel;

/**
 * Models that join what all workers ask of them, as on a GPU, are loaded once for all; others are each worker's own.
 *
 * <p>One worker alone must have asked for every model before the others do.
 */
final class SharedModels implements AutoCloseable {

    private final BatchOption batch;
    private final int workers;
    private final Consumer<String> onSmaller;
    private final Map<String, LoadedModel> shared = new ConcurrentHashMap<>();

    /** @param onSmaller hears that the device's memory asks for smaller calls */
    SharedModels(BatchOption batch, int workers, Consumer<String> onSmaller) {
        this.batch = batch;
        this.workers = workers;
        this.onSmaller = onSmaller;
    }

    /** The model of that key; who asks closes it unless it {@link #owns is shared}. */
    LoadedModel get(String key, Supplier<LoadedModel> open) {
        LoadedModel known = shared.get(key);
        if (known != null) {
            return known;
        }
        LoadedModel opened = batch.over(open.get(), workers, onSmaller);
        if (opened.execution().batch() > 1) {
            shared.put(key, opened);
        }
        return opened;
    }

    boolean owns(LoadedModel model) {
        return shared.containsValue(model);
    }

    @Override
    public void close() {
        shared.values().forEach(LoadedModel::close);
    }
}
