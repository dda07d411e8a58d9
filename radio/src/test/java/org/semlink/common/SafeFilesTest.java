// SPDX-License-Identifier: Apache-2.0
package org.semlink.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeFilesTest {

    @TempDir
    private Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().collect(Collectors.toList());
        }
    }

    @Test
    void writesAndReplacesAndMakesFolders() throws IOException {
        Path file = folder.resolve("a/b/result.json");
        SafeFiles.writeText(file, "first, longer");
        SafeFiles.writeText(file, "zweit\u00e9");
        assertThat(Files.readString(file)).isEqualTo("zweit\u00e9");
        assertThat(Files.list(file.getParent()).count()).isEqualTo(1);
    }

    @Test
    void failureHalfwayLeavesNothing() throws IOException {
        assertThatThrownBy(() -> SafeFiles.write(folder.resolve("new"), out -> {
            out.write(new byte[100_000]);
            throw new IOException("disk full");
        })).isInstanceOfSatisfying(SemlinkException.class, e -> assertThat(e.kind()).isEqualTo(SemlinkException.Kind.ENVIRONMENT))
                .hasMessageContaining("cannot write").hasMessageNotContaining("\n");
        assertThat(names()).isEmpty();
    }

    @Test
    void failureHalfwayKeepsTheOldFile() throws IOException {
        Path file = folder.resolve("kept");
        SafeFiles.writeText(file, "old");
        assertThatThrownBy(() -> SafeFiles.write(file, out -> {
            out.write(1);
            throw new IllegalStateException("a bug in the content");
        })).isInstanceOf(IllegalStateException.class);
        assertThat(Files.readString(file)).isEqualTo("old");
        assertThat(names()).containsExactly("kept");
    }

    @Test
    void readerSeesTheOldFileUntilTheNewOneIsWhole() {
        Path file = folder.resolve("seen");
        SafeFiles.writeText(file, "old");
        SafeFiles.write(file, out -> {
            out.write(new byte[100_000]);
            assertThat(Files.readString(file)).isEqualTo("old");
        });
        assertThat(file).hasSize(100_000);
    }

    @Test
    void fileInPlaceOfAFolderIsOneClearLine() throws IOException {
        Files.writeString(folder.resolve("plain"), "x");
        assertThatThrownBy(() -> SafeFiles.writeText(folder.resolve("plain/result.json"), "y")).isInstanceOf(SemlinkException.class)
                .hasMessageContaining("plain").hasMessageContaining("choose a folder");
        assertThat(names()).containsExactly("plain");
    }
}
