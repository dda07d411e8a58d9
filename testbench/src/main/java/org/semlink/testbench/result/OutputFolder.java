// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.semlink.common.SemlinkException;

/**
 * A folder of results that appears whole or not at all.
 *
 * <p>Everything is written into a hidden folder beside the target, which {@link #publish} renames. It is made before the work begins, so
 * that a place that cannot be written to is refused at once. Closing without publishing removes it.
 */
public final class OutputFolder implements AutoCloseable {

    /** Name of the result of one picture. */
    public static final String RESULT = "result.json";
    /** Name of the list of results of several. */
    public static final String SUMMARY = "summary.json";

    /** By a run that was killed. */
    private static final Pattern LEFT_BEHIND = Pattern.compile("\\..+\\.part(-.*)?");

    private final Path work;
    private final boolean overwrite;
    private volatile Path target;
    private volatile boolean published;

    private OutputFolder(Path target, Path work, boolean overwrite) {
        this.target = target;
        this.work = work;
        this.overwrite = overwrite;
    }

    /**
     * Prepares a result folder at {@code target}.
     *
     * @param overwrite whether a folder of earlier results there may be replaced; one that holds anything else is refused
     */
    public static OutputFolder prepare(Path target, boolean overwrite) {
        Path absolute = target.toAbsolutePath().normalize();
        refuseIfTaken(target, absolute, overwrite);
        if (absolute.getFileName() == null) {
            throw SemlinkException.input("--out must name a folder, got '%s'", target);
        }
        Path work = absolute.resolveSibling("." + absolute.getFileName() + ".part-" + ProcessHandle.current().pid());
        try {
            Files.createDirectories(absolute.getParent());
            delete(work);
            Files.createDirectory(work);
            if (Files.isDirectory(absolute) && !Files.isWritable(absolute)) {
                throw new java.nio.file.AccessDeniedException(absolute.toString());
            }
        } catch (IOException e) {
            throw SemlinkException.environment("cannot write results to %s (%s); choose a folder that can be written with --out", target,
                    reason(e)).causedBy(e);
        }
        return new OutputFolder(absolute, work, overwrite);
    }

    /** Where to write until {@link #publish}. */
    public Path work() {
        return work;
    }

    /** Where the results are after {@link #publish}. */
    public Path target() {
        return target;
    }

    /** Puts the finished folder in its place. */
    public void publish() {
        Path old = work.resolveSibling(work.getFileName() + "-old");
        try {
            if (overwrite && Files.exists(target)) {
                Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
            }
            target = moved(work, target);
            published = true;
            delete(old);
        } catch (IOException e) {
            restore(old);
            throw SemlinkException.environment("cannot put the results into %s (%s)", target, reason(e)).causedBy(e);
        }
    }

    /** Where {@code work} is then: a rename never replaces a folder that holds something. */
    private static Path moved(Path work, Path wanted) throws IOException {
        for (int n = 1; ; n++) {
            Path place = n == 1 ? wanted : wanted.resolveSibling(wanted.getFileName() + "-" + n);
            try {
                return Files.move(work, place, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException e) {
                if (!Files.exists(place)) {
                    throw e;
                }
            }
        }
    }

    /** Earlier results go back to their place if the new ones could not take it. */
    private void restore(Path old) {
        try {
            if (Files.exists(old) && !Files.exists(target)) {
                Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("earlier results are left in " + old, e);
        }
    }

    @Override
    public void close() {
        try {
            if (!published) {
                delete(work);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process ends before the work does: removes what there is, and says so. */
    public void abandon() {
        close();
        if (!published) {
            System.err.println("semlink: nothing was written to " + target);
        }
    }

    static void refuseIfTaken(Path given, Path target, boolean overwrite) {
        if (!Files.exists(target)) {
            return;
        }
        if (!Files.isDirectory(target)) {
            throw SemlinkException.input("--out must be a folder, '%s' is a file; choose another name", given);
        }
        try (Stream<Path> entries = Files.list(target)) {
            if (entries.findAny().isEmpty()) {
                return;
            }
        } catch (IOException e) {
            throw SemlinkException.environment("cannot read %s (%s); choose another folder with --out", given, reason(e)).causedBy(e);
        }
        Optional<Path> foreign = foreign(target);
        if (foreign.isPresent()) {
            throw SemlinkException.input("--out %s holds %s, which is no result of semlink; choose a new or empty folder", given,
                    target.relativize(foreign.get()));
        }
        if (!overwrite) {
            throw SemlinkException.input("--out %s holds earlier results; choose another folder or add --overwrite", given);
        }
    }

    /** Something that no run writes into its results: they are JSON files and PNG pictures, in folders with a result or a summary. */
    private static Optional<Path> foreign(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> all = entries.filter(path -> !LEFT_BEHIND.matcher(path.getFileName().toString()).matches()).sorted().toList();
            if (all.stream().noneMatch(path -> path.endsWith(RESULT) || path.endsWith(SUMMARY))) {
                return Optional.of(all.isEmpty() ? folder : all.get(0));
            }
            return all.stream().flatMap(path -> (Files.isDirectory(path) ? foreign(path) : Optional.of(path).filter(OutputFolder::isForeign)).stream())
                    .findFirst();
        } catch (IOException e) {
            throw SemlinkException.environment("cannot read %s (%s); choose another folder with --out", folder, reason(e)).causedBy(e);
        }
    }

    private static boolean isForeign(Path file) {
        return !file.toString().endsWith(".json") && !file.toString().endsWith(".png");
    }

    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    static String reason(IOException e) {
        if (e instanceof FileAlreadyExistsException f) {
            return f.getFile() + " is not a folder";
        }
        String kind = e.getClass().getSimpleName().replace("Exception", "");
        return e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : kind;
    }
}
