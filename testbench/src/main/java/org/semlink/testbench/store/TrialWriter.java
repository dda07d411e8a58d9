// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.zip.DeflaterOutputStream;
import org.semlink.common.SemlinkException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The one writer of an experiment folder: every trial is committed when {@link #put} returns, so that kill -9 at any time loses none of them.
 *
 * <p>Once in {@value #ON_DISK_EVERY_S} s a commit waits until it, and with it all before, is on the disk: a power cut loses the trials of one
 * second at most. Waiting for the disk each time would cost as much processor time as all else that a commit does.
 *
 * <p>Holds the folder's lock. Safe for use by several threads.
 */
public final class TrialWriter implements AutoCloseable {

    /** Axes that are numbers; the database then compares them as such. */
    private static final Set<String> NUMBERS = Set.of("snr_db", "txgain_db", "repetition");

    private static final long ON_DISK_EVERY_S = 1;

    private final Path folder;
    private final FolderLock lock;
    private final Connection connection;
    private final Set<String> columns = new LinkedHashSet<>();
    private final long run;
    private long onDiskNs = System.nanoTime() - TimeUnit.SECONDS.toNanos(ON_DISK_EVERY_S);
    private List<String> inserted = List.of();
    private PreparedStatement insertion;

    private TrialWriter(Path folder, FolderLock lock, Connection connection) throws SQLException {
        this.folder = folder;
        this.lock = lock;
        this.connection = connection;
        readColumns();
        this.run = Long.parseLong(Database.texts(connection, "SELECT 'run', coalesce(max(run), 0) + 1 FROM runs").get("run"));
    }

    /** Opens, or makes, the store of {@code folder}, which is made too. */
    public static TrialWriter open(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw SemlinkException.environment("cannot make %s (%s); choose another folder with --out", folder, e.getMessage()).causedBy(e);
        }
        FolderLock lock = FolderLock.of(folder);
        Connection connection = null;
        try {
            connection = Database.create(folder);
            return new TrialWriter(folder, lock, connection);
        } catch (SQLException | RuntimeException e) {
            close(connection, e);
            lock.close();
            throw e instanceof SQLException sql ? Database.failure(folder, sql) : (RuntimeException) e;
        }
    }

    private static void close(Connection connection, Exception cause) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** Makes the columns of axes, so that they stand in this order whichever trial ends first. */
    public synchronized void defineAxes(Collection<String> axes) {
        transaction(() -> {
            for (String axis : axes) {
                column(Database.AXIS + axis);
            }
        });
    }

    /** What is known of the experiment, replacing earlier values of the same keys. */
    public synchronized void describeExperiment(Map<String, String> provenance) {
        transaction(() -> texts("INSERT OR REPLACE INTO experiment VALUES (?, ?)", provenance));
    }

    /** What is known of this run: command, host, version, time. */
    public synchronized void describeRun(Map<String, String> provenance) {
        transaction(() -> texts("INSERT OR REPLACE INTO runs VALUES (" + run + ", ?, ?)", provenance));
    }

    /** Something that went wrong besides a trial. */
    public synchronized void incident(String what) {
        transaction(() -> texts("INSERT INTO incidents VALUES (" + run + ", ?, ?)", Map.of(now(), what)));
    }

    /** Stores a trial for good, in the place of an earlier attempt; an error, such as a full disk, leaves the trials stored before as they were. */
    public void put(StoredTrial trial) {
        // Made before the lock is taken: other threads need not wait for it.
        Map<String, Object> row = row(trial);
        synchronized (this) {
            if (columns.containsAll(row.keySet())) {
                // A single statement is a transaction by itself.
                committed(() -> insert(row));
            } else {
                transaction(() -> insertWithColumns(row));
            }
        }
    }

    /** As {@link #put}, many at once: all of them or none. */
    public synchronized void putAll(List<StoredTrial> trials) {
        transaction(() -> {
            for (StoredTrial trial : trials) {
                insertWithColumns(row(trial));
            }
        });
    }

    private Map<String, Object> row(StoredTrial trial) {
        Map<String, Object> row = new LinkedHashMap<>();
        List<Object> fixed = List.of(trial.number(), trial.seed(), trial.status().name(), trial.reason(), trial.attempts(), run, now(),
                deflated(trial.resultJson()));
        for (int i = 0; i < fixed.size(); i++) {
            row.put(TrialStore.FIXED.get(i), fixed.get(i));
        }
        trial.axes().forEach((axis, value) -> row.put(Database.AXIS + axis, value));
        row.putAll(trial.metrics());
        return row;
    }

    private void insertWithColumns(Map<String, Object> row) throws SQLException {
        for (String name : row.keySet()) {
            column(name);
        }
        insert(row);
    }

    private void insert(Map<String, Object> row) throws SQLException {
        PreparedStatement statement = insertion(row.keySet());
        int i = 0;
        for (Object value : row.values()) {
            statement.setObject(++i, value);
        }
        statement.executeUpdate();
    }

    /** Trials of one scheme have the same columns: most often the last statement serves again. */
    private PreparedStatement insertion(Collection<String> columnsOfRow) throws SQLException {
        List<String> names = List.copyOf(columnsOfRow);
        if (insertion == null || !names.equals(inserted)) {
            closeInsertion();
            insertion = connection.prepareStatement("INSERT OR REPLACE INTO trials (" + String.join(", ", names.stream().map(Database::quoted).toList())
                    + ") VALUES (" + String.join(", ", Collections.nCopies(names.size(), "?")) + ")");
            inserted = names;
        }
        return insertion;
    }

    private void closeInsertion() throws SQLException {
        if (insertion != null) {
            insertion.close();
            insertion = null;
        }
    }

    private void column(String name) throws SQLException {
        if (columns.add(name)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("ALTER TABLE trials ADD COLUMN " + Database.quoted(name) + " " + type(name));
            }
        }
    }

    /** Of an axis or a metric. */
    private static String type(String column) {
        return !column.startsWith(Database.AXIS) ? "REAL" : NUMBERS.contains(column.substring(Database.AXIS.length())) ? "NUMERIC" : "TEXT";
    }

    private void texts(String sql, Map<String, String> pairs) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Map.Entry<String, String> pair : pairs.entrySet()) {
                statement.setString(1, pair.getKey());
                statement.setString(2, pair.getValue());
                statement.executeUpdate();
            }
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws SQLException;
    }

    private void transaction(Work work) {
        committed(() -> {
            sql("BEGIN IMMEDIATE");
            work.run();
            sql("COMMIT");
        });
    }

    /** Does {@code work}, which commits; once in a while the commit waits for the disk. */
    private void committed(Work work) {
        try {
            long now = System.nanoTime();
            boolean onDisk = now - onDiskNs >= TimeUnit.SECONDS.toNanos(ON_DISK_EVERY_S);
            if (onDisk) {
                sql("PRAGMA synchronous = FULL");
            }
            work.run();
            if (onDisk) {
                sql("PRAGMA synchronous = NORMAL");
                onDiskNs = now;
            }
        } catch (SQLException e) {
            rollBack(e);
            throw Database.failure(folder, e);
        }
    }

    private void sql(String command) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    /** A full disk has made SQLite roll back by itself already; what counts is the error before. */
    private void rollBack(SQLException cause) {
        try {
            sql("ROLLBACK");
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
        try {
            readColumns();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private void readColumns() throws SQLException {
        columns.clear();
        columns.addAll(Database.texts(connection, "SELECT name, type FROM pragma_table_info('trials')").keySet());
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static byte[] deflated(String text) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Closes the file, which then stands alone: no log lies beside it, and a folder that cannot be written to can be read. While another program
     * has it open the log stays, and whoever closes the file last takes it in.
     */
    @Override
    public synchronized void close() {
        try (lock; connection; Statement statement = connection.createStatement()) {
            closeInsertion();
            standAlone(statement);
        } catch (SQLException e) {
            throw Database.failure(folder, e);
        }
    }

    private static void standAlone(Statement statement) throws SQLException {
        try {
            statement.execute("PRAGMA journal_mode = DELETE");
        } catch (SQLiteException e) {
            if (e.getResultCode().code != SQLiteErrorCode.SQLITE_BUSY.code) {
                throw e;
            }
        }
    }
}
