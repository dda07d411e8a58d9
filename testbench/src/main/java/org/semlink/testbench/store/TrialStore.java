// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.zip.InflaterInputStream;
import org.semlink.common.SemlinkException;

/**
 * The stored trials of an experiment folder, read; a sweep may be writing at the same time.
 *
 * <p>Everything is read from the folder alone, which may have been moved from another machine. Used by one thread.
 */
public final class TrialStore implements AutoCloseable {

    /** Columns that are neither axis nor metric. */
    static final List<String> FIXED = List.of("number", "seed", "status", "reason", "attempts", "run", "ended", "result");

    private final Path folder;
    private final Connection connection;

    private TrialStore(Path folder, Connection connection) {
        this.folder = folder;
        this.connection = connection;
    }

    /** Opens the folder of an experiment; one that is none, or of a newer schema, is an input error. */
    public static TrialStore openForReading(Path folder) {
        try {
            return new TrialStore(folder, Database.read(folder));
        } catch (SQLException e) {
            throw Database.failure(folder, e);
        }
    }

    /** Number of stored trials, done and failed. */
    public long count() {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery("SELECT count(*) FROM trials")) {
            return row.getLong(1);
        } catch (SQLException e) {
            throw Database.failure(folder, e);
        }
    }

    /** Hands out every stored trial by ascending number, one at a time: memory does not grow with their count. */
    public void forEach(Consumer<StoredTrial> consumer) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM trials ORDER BY number")) {
            ResultSetMetaData columns = rows.getMetaData();
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                names.add(columns.getColumnName(i));
            }
            while (rows.next()) {
                consumer.accept(trial(rows, names));
            }
        } catch (SQLException e) {
            throw Database.failure(folder, e);
        }
    }

    private StoredTrial trial(ResultSet row, List<String> names) throws SQLException {
        Map<String, String> axes = new LinkedHashMap<>();
        Map<String, Double> metrics = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name.startsWith(Database.AXIS)) {
                String value = row.getString(i + 1);
                if (value != null) {
                    axes.put(name.substring(Database.AXIS.length()), value);
                }
            } else if (!FIXED.contains(name)) {
                double value = row.getDouble(i + 1);
                if (!row.wasNull()) {
                    metrics.put(name, value);
                }
            }
        }
        long number = row.getLong("number");
        try {
            return new StoredTrial(number, axes, row.getLong("seed"), Status.valueOf(row.getString("status")), row.getString("reason"),
                    row.getInt("attempts"), metrics, inflated(row.getBytes("result")));
        } catch (IOException | IllegalArgumentException e) {
            Path file = folder.resolve(Database.FILE);
            throw SemlinkException.environment("%s: the result of trial %d is damaged (%s); drop it, and --resume runs it again: "
                    + "sqlite3 '%s' 'DELETE FROM trials WHERE number = %d'", file, number, e.getMessage(), file, number).causedBy(e);
        }
    }

    /** What all trials share: of the experiment, and of its latest run as {@code run.NAME}; {@code runs} counts these. */
    public Map<String, String> provenance() {
        try {
            Map<String, String> all = Database.texts(connection, "SELECT key, value FROM experiment");
            Map<String, String> run = Database.texts(connection, "SELECT 'run.' || key, value FROM runs WHERE run = (SELECT max(run) FROM runs)");
            Map<String, String> runs = Database.texts(connection, "SELECT 'runs', count(DISTINCT run) FROM runs");
            all.putAll(run);
            all.putAll(runs);
            return all;
        } catch (SQLException e) {
            throw Database.failure(folder, e);
        }
    }

    /** Names of the axes, in the order of the experiment. */
    public List<String> axes() {
        return columns().stream().filter(name -> name.startsWith(Database.AXIS)).map(name -> name.substring(Database.AXIS.length())).toList();
    }

    /** Names of the metrics that trials have, in the order of results, those that this version does not know last. */
    public List<String> metrics() {
        List<String> stored = new ArrayList<>(new TreeSet<>(columns()));
        List<String> order = MetricNames.all();
        stored.removeIf(name -> name.startsWith(Database.AXIS) || FIXED.contains(name));
        stored.sort(Comparator.comparingInt(name -> order.contains(name) ? order.indexOf(name) : order.size()));
        return stored;
    }

    private List<String> columns() {
        try {
            return List.copyOf(Database.texts(connection, "SELECT name, type FROM pragma_table_info('trials')").keySet());
        } catch (SQLException e) {
            throw Database.failure(folder, e);
        }
    }

    /** Bytes of the file. */
    public long bytes() {
        try {
            return Files.size(folder.resolve(Database.FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a folder holds an experiment. */
    public static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(Database.FILE));
    }

    /** What went wrong besides single trials, such as a full disk: one line each, the time first, in order. */
    public List<String> incidents() {
        List<String> all = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT time || ' ' || what FROM incidents ORDER BY rowid")) {
            while (rows.next()) {
                all.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw Database.failure(folder, e);
        }
        return all;
    }

    private static String inflated(byte[] deflated) throws IOException {
        if (deflated.length == 0) {
            return "";
        }
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw Database.failure(folder, e);
        }
    }
}
