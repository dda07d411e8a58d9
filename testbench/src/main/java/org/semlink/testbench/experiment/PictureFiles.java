// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.semlink.codec.image.BuiltInPictures;
import org.semlink.common.SemlinkException;
import org.semlink.common.Sha256;

/** The pictures that an experiment's patterns name, each once, in the order of the patterns and by name within one. */
final class PictureFiles {

    private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp");

    private PictureFiles() {
    }

    /** @param where what error messages call the patterns */
    static List<PictureFile> of(List<String> patterns, String where) {
        Map<String, PictureFile> all = new LinkedHashMap<>();
        for (String pattern : patterns) {
            if (pattern.equals(PictureFile.BUILT_IN)) {
                BuiltInPictures.all().keySet().forEach(name -> all.put(name, new PictureFile(name, PictureFile.BUILT_IN)));
                continue;
            }
            List<Path> files = files(pattern, where);
            if (files.isEmpty()) {
                throw SemlinkException.input("%s: no picture matches '%s'; give files, folders or patterns such as photos/*.jpg, relative to where "
                        + "semlink is started", where, pattern);
            }
            for (Path file : files) {
                String name = file.toString().replace('\\', '/');
                all.put(name, new PictureFile(name, Sha256.of(file)));
            }
        }
        return List.copyOf(all.values());
    }

    private static List<Path> files(String pattern, String where) {
        try {
            Path path = pattern.contains("*") || pattern.contains("?") || pattern.contains("{") ? null : Path.of(pattern);
            if (path != null && Files.isRegularFile(path)) {
                return List.of(path);
            }
            if (path != null) {
                return Files.isDirectory(path) ? matching(path, 1, PictureFiles::isPicture) : List.of();
            }
            int wild = pattern.replace('?', '*').replace('{', '*').indexOf('*');
            int slash = pattern.lastIndexOf('/', wild);
            Path start = Path.of(slash < 0 ? "" : slash == 0 ? "/" : pattern.substring(0, slash));
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
            int depth = pattern.contains("**") ? Integer.MAX_VALUE : (int) pattern.substring(slash + 1).chars().filter(c -> c == '/').count() + 1;
            return Files.isDirectory(start) || slash < 0 ? matching(start, depth, file -> matcher.matches(file) && isPicture(file)) : List.of();
        } catch (IOException e) {
            throw SemlinkException.environment("%s: '%s' cannot be searched (%s)", where, pattern, e.getMessage()).causedBy(e);
        } catch (java.util.regex.PatternSyntaxException | java.nio.file.InvalidPathException e) {
            throw SemlinkException.input("%s: '%s' is no pattern of files: %s", where, pattern, e.getMessage().lines().findFirst().orElse("")).causedBy(e);
        }
    }

    private static List<Path> matching(Path start, int depth, java.util.function.Predicate<Path> wanted) throws IOException {
        try (Stream<Path> all = Files.walk(start, depth)) {
            return new ArrayList<>(all.filter(Files::isRegularFile).filter(wanted).sorted().toList());
        }
    }

    private static boolean isPicture(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(name::endsWith);
    }
}
