// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.export;

import blue.strategic.parquet.ParquetWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.semlink.common.SemlinkException;
import org.semlink.testbench.store.StoredTrial;
import org.semlink.testbench.store.TrialStore;

/** {@code trials.parquet}: the columns of the CSV file with their types; a value that a trial does not have is null. */
final class ParquetExport implements Exporter {

    @Override
    public List<Path> export(TrialStore store, Path folder) {
        Path file = folder.resolve("trials.parquet");
        Path beside = folder.resolve(file.getFileName() + ".part-" + ProcessHandle.current().pid());
        List<Table.Column> columns = Table.columns(store);
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(beside);
            write(store, columns, beside);
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | UncheckedIOException e) {
            throw SemlinkException.environment("cannot write %s (%s); choose a folder that can be written", file, e.getMessage()).causedBy(e);
        } finally {
            beside.toFile().delete();
        }
        return List.of(file);
    }

    private static void write(TrialStore store, List<Table.Column> columns, Path file) throws IOException {
        try (ParquetWriter<StoredTrial> writer = ParquetWriter.writeFile(schema(columns), file.toFile(), (trial, row) -> {
            for (Table.Column column : columns) {
                Object value = column.value().of(trial);
                if (value != null) {
                    row.write(column.name(), value);
                }
            }
        })) {
            store.forEach(trial -> {
                try {
                    writer.write(trial);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static MessageType schema(List<Table.Column> columns) {
        return new MessageType("trial", columns.stream().map(ParquetExport::type).toList());
    }

    private static Type type(Table.Column column) {
        return switch (column.type()) {
            case INTEGER -> Types.optional(PrimitiveTypeName.INT64).named(column.name());
            case REAL -> Types.optional(PrimitiveTypeName.DOUBLE).named(column.name());
            case TEXT -> Types.optional(PrimitiveTypeName.BINARY).as(LogicalTypeAnnotation.stringType()).named(column.name());
        };
    }
}
