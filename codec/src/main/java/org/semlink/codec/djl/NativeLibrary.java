// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.semlink.common.SemlinkException;

/**
 * Refuses an installed libtorch that the bridge was not made for.
 *
 * <p>DJL's bridge loads any libtorch that {@code PYTORCH_LIBRARY_PATH} names, and one of another version kills the JVM at the first
 * matrix product; so the versions are compared before anything is loaded.
 */
final class NativeLibrary {

    private NativeLibrary() {
    }

    static void check() {
        check(System.getenv(), bridgeVersion());
    }

    /** As above with the environment and the bridge's version given, for tests. */
    static void check(Map<String, String> environment, String bridge) {
        String folder = environment.get("PYTORCH_LIBRARY_PATH");
        if (folder == null || folder.isBlank()) {
            return;
        }
        String told = environment.get("PYTORCH_VERSION");
        if (told == null || environment.get("PYTORCH_FLAVOR") == null) {
            throw SemlinkException.environment("PYTORCH_LIBRARY_PATH=%s needs PYTORCH_VERSION and PYTORCH_FLAVOR beside it, e.g. %s and cu128",
                    folder, bridge);
        }
        String found = buildVersion(Path.of(folder), told);
        for (String version : new String[] {told, found}) {
            if (!release(version).equals(bridge)) {
                throw SemlinkException.environment("the libtorch in %s is version %s, the bridge is made for %s and would crash; install that version",
                        folder, version, bridge);
            }
        }
    }

    /** libtorch's own {@code build-version} file stands beside its lib folder; a pip installation has none. */
    private static String buildVersion(Path folder, String otherwise) {
        Path file = folder.resolveSibling("build-version");
        if (!Files.isRegularFile(file)) {
            return otherwise;
        }
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw SemlinkException.environment("cannot read %s, which tells libtorch's version", file).causedBy(e);
        }
    }

    private static String release(String version) {
        return version.split("\\+")[0].toLowerCase(Locale.ROOT);
    }

    /** PyTorch version that the bridge on the class path was compiled against. */
    private static String bridgeVersion() {
        try (var in = NativeLibrary.class.getResourceAsStream("/jnilib/pytorch.properties")) {
            if (in != null) {
                var properties = new java.util.Properties();
                properties.load(in);
                String version = properties.getProperty("jni_version", "");
                return version.split("-")[0];
            }
        } catch (IOException e) {
            throw SemlinkException.environment("cannot read the version of the PyTorch bridge on the class path").causedBy(e);
        }
        throw SemlinkException.environment("no PyTorch bridge (pytorch-jni) on the class path; build with the documented profiles");
    }
}
