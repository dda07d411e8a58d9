// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.export;

import java.nio.file.Path;
import java.util.List;
import org.semlink.common.Registry;
import org.semlink.testbench.store.TrialStore;

/**
 * Writes the trials of an experiment for other programs; a new format is one class and one line here.
 *
 * <p>An export holds what a repetition would reproduce, no times or dates: the same experiment gives the same bytes.
 */
@FunctionalInterface
public interface Exporter {

    /** Formats by name. */
    Registry<Exporter> REGISTRY = Registry.<Exporter>of("export format")
            .with("csv", new CsvExport())
            .with("parquet", new ParquetExport())
            .with("compressai", new CompressAiExport());

    /** Writes into {@code folder}, in the place of earlier exports; the files written. */
    List<Path> export(TrialStore store, Path folder);
}
