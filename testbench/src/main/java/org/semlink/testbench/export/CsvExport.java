// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.semlink.common.SafeFiles;
import org.semlink.testbench.store.TrialStore;

/** {@code trials.csv} as RFC 4180 has it, UTF-8, lines that end in LF; a value that a trial does not have is empty. */
final class CsvExport implements Exporter {

    @Override
    public List<Path> export(TrialStore store, Path folder) {
        Path file = folder.resolve("trials.csv");
        List<Table.Column> columns = Table.columns(store);
        SafeFiles.write(file, out -> {
            Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            row(writer, columns.stream().map(column -> (Object) column.name()).toList());
            try {
                store.forEach(trial -> {
                    try {
                        row(writer, columns.stream().map(column -> text(column.value().of(trial))).toList());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            writer.flush();
        });
        return List.of(file);
    }

    private static void row(Writer writer, List<Object> values) throws IOException {
        for (int i = 0; i < values.size(); i++) {
            writer.write(i == 0 ? "" : ",");
            writer.write(quoted(values.get(i).toString()));
        }
        writer.write('\n');
    }

    /** Whole numbers without a point; all others as short as reads back to the same. */
    private static Object text(Object value) {
        boolean whole = value instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1e15;
        return value == null ? "" : whole ? (Object) ((Double) value).longValue() : value;
    }

    private static String quoted(String text) {
        return text.matches("[^\",\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
