// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.semlink.common.SemlinkException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/**
 * The file {@value #FILE} of an experiment folder: its tables, its version, and how it is opened.
 *
 * <p>{@code trials} has one row a trial and one column for every axis ({@code axis.NAME}) and metric, so that a query needs no join;
 * {@code result} is the whole result, deflated JSON (RFC 1950). {@code experiment} and {@code runs} are the provenance, {@code incidents}
 * what went wrong besides single trials.
 *
 * <p>SQLite, as measured over 500 trials of 70 metrics, each waited for on the disk, on two busy cores: 5.5 ms and 2.1 kB a trial, a driver of 12 MB,
 * and every language queries it. An append-only file of JSON lines took 3.1 ms and 2.2 kB but answers no query; DuckDB 8.0 ms, 2.7 kB and a
 * driver of 80 MB. Twenty kill -9 among running trials left the same exported bytes as a run that was left alone.
 */
final class Database {

    static final String FILE = "results.db";

    /** Version of the tables; an older program refuses a newer one. */
    static final int SCHEMA = 1;

    static final String AXIS = "axis.";

    /** "seml", by which {@code file} and we know our own. */
    private static final int APPLICATION = 0x73656d6c;

    private Database() {
    }

    /** Opens the file of {@code folder} for writing and makes its tables if it is new. */
    static Connection create(Path folder) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        // A reader, such as a live page, neither waits for the sweep nor holds it up.
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // A commit reaches the system, so that kill -9 loses nothing of it; TrialWriter sees to it that it reaches the disk.
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setBusyTimeout(10_000);
        // Rows have numbers of ours; else the driver asks for the last one behind every insertion.
        config.setGetGeneratedKeys(false);
        boolean isNew = !Files.exists(folder.resolve(FILE));
        Connection connection = config.createConnection("jdbc:sqlite:" + folder.resolve(FILE));
        try (Statement statement = connection.createStatement()) {
            if (isNew || integer(statement, "PRAGMA user_version") == 0) {
                connection.setAutoCommit(false);
                statement.execute("CREATE TABLE experiment (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");
                statement.execute("CREATE TABLE runs (run INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (run, key))");
                statement.execute("CREATE TABLE incidents (run INTEGER NOT NULL, time TEXT NOT NULL, what TEXT NOT NULL)");
                statement.execute("CREATE TABLE trials (number INTEGER PRIMARY KEY, seed INTEGER NOT NULL, status TEXT NOT NULL, "
                        + "reason TEXT NOT NULL, attempts INTEGER NOT NULL, run INTEGER NOT NULL, ended TEXT NOT NULL, result BLOB NOT NULL)");
                statement.execute("PRAGMA application_id = " + APPLICATION);
                statement.execute("PRAGMA user_version = " + SCHEMA);
                connection.commit();
                connection.setAutoCommit(true);
            }
            check(folder, statement);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Opens the file of {@code folder} for reading alone. */
    static Connection read(Path folder) throws SQLException {
        if (!Files.isRegularFile(folder.resolve(FILE))) {
            throw SemlinkException.input("%s is no experiment folder, it has no %s; give the --out folder of a 'semlink sweep'", folder, FILE);
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(10_000);
        Connection connection = config.createConnection("jdbc:sqlite:" + folder.resolve(FILE));
        try (Statement statement = connection.createStatement()) {
            check(folder, statement);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static void check(Path folder, Statement statement) throws SQLException {
        int version = integer(statement, "PRAGMA user_version");
        if (integer(statement, "PRAGMA application_id") != APPLICATION) {
            throw SemlinkException.input("%s is no database of semlink; choose another folder", folder.resolve(FILE));
        }
        if (version > SCHEMA) {
            throw SemlinkException.input("%s was written by a newer semlink (schema %d, this one reads up to %d); update semlink", folder.resolve(FILE),
                    version, SCHEMA);
        }
    }

    private static int integer(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            return row.getInt(1);
        }
    }

    /** Two columns of texts. */
    static Map<String, String> texts(Connection connection, String query) throws SQLException {
        Map<String, String> texts = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.put(rows.getString(1), rows.getString(2));
            }
        }
        return texts;
    }

    /** A column's name as SQL writes it. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** The user's words for what SQLite says, and what to do where that is known. */
    static SemlinkException failure(Path folder, SQLException e) {
        return SemlinkException.environment("%s: %s%s", folder.resolve(FILE), reason(e), remedy(e)).causedBy(e);
    }

    private static String remedy(SQLException e) {
        // The kind of error are the lowest eight bits; what stands above says more of it.
        return switch (SQLiteErrorCode.getErrorCode(e.getErrorCode() & 0xff)) {
            case SQLITE_CANTOPEN, SQLITE_READONLY -> "; copy the whole folder to where it can be written: after a run that was killed even a reader writes there";
            case SQLITE_CORRUPT, SQLITE_NOTADB -> "; the file is damaged: take it from a backup, or move " + FILE + "* away and run the experiment again";
            default -> "";
        };
    }

    static String reason(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("unknown error").strip();
    }
}
