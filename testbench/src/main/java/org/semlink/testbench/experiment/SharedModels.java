// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.semlink.testbench.cli.BatchOption;
import org.semlink.testbench.line.LoadedModel;

/** The models of a sweep, each loaded once for all its workers: they hold weights alone, and a denoiser can join what several threads ask. */
final class SharedModels implements AutoCloseable {

    private final BatchOption batch;
    private final int workers;
    private final Consumer<String> onSmaller;
    private final Map<String, LoadedModel> models = new ConcurrentHashMap<>();

    /** @param onSmaller hears that the device's memory asks for smaller calls */
    SharedModels(BatchOption batch, int workers, Consumer<String> onSmaller) {
        this.batch = batch;
        this.workers = workers;
        this.onSmaller = onSmaller;
    }

    /** The model of that key, opened when it is first asked for and closed with all others. */
    LoadedModel get(String key, Supplier<LoadedModel> open) {
        return models.computeIfAbsent(key, first -> batch.over(open.get(), workers, onSmaller));
    }

    @Override
    public void close() {
        models.values().forEach(LoadedModel::close);
    }
}
