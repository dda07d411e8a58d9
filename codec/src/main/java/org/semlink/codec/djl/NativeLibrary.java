// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

import ai.djl.engine.Engine;
import ai.djl.util.Platform;
import ai.djl.util.Utils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.semlink.common.SemlinkException;

/**
 * Refuses an installed libtorch that the bridge was not made for.
 *
 * <p>DJL's bridge loads any libtorch that {@code PYTORCH_LIBRARY_PATH} names, and one of another version kills the JVM at the first
 * matrix product; so the versions are compared before anything is loaded. DJL takes a bridge that stands beside libtorch, or in its cache under
 * libtorch's version, before its own: whoever put one there compiled it for that libtorch.
 */
final class NativeLibrary {

    /** A bridge's names, in the order in which DJL looks for them beside libtorch; in its cache it has the first. */
    private static final List<String> NAMES = List.of(Engine.getDjlVersion() + "-" + System.mapLibraryName("djl_torch"),
            System.mapLibraryName("djl_torch"));

    private NativeLibrary() {
    }

    static void check() {
        check(System.getenv(), bridgeVersion(), Utils.getEngineCacheDir("pytorch"));
    }

    /** As above with the environment, the version of the bridge on the class path and DJL's cache given, for tests. */
    static void check(Map<String, String> environment, String bridge, Path cache) {
        String folder = environment.get("PYTORCH_LIBRARY_PATH");
        if (folder == null || folder.isBlank()) {
            return;
        }
        String told = environment.get("PYTORCH_VERSION");
        String flavor = environment.get("PYTORCH_FLAVOR");
        if (told == null || flavor == null) {
            throw SemlinkException.environment("PYTORCH_LIBRARY_PATH=%s needs PYTORCH_VERSION and PYTORCH_FLAVOR beside it, e.g. %s and cu128",
                    folder, bridge);
        }
        String found = buildVersion(Path.of(folder), told);
        Path own = own(cache, told, flavor);
        boolean isOwn = Files.isRegularFile(own) || NAMES.stream().anyMatch(name -> Files.isRegularFile(Path.of(folder, name)));
        String madeFor = isOwn ? release(told) : bridge;
        for (String version : new String[] {told, found}) {
            if (!release(version).equals(madeFor)) {
                throw SemlinkException.environment("the libtorch in %s is version %s, the bridge is made for %s and would crash; install that version, "
                        + "or compile DJL's bridge for yours as %s", folder, version, madeFor, own);
            }
        }
    }

    /** Where DJL looks for a bridge to this libtorch. */
    private static Path own(Path cache, String version, String flavor) {
        return cache.resolve(version + "-" + flavor + "-" + Platform.detectPlatform("pytorch").getClassifier()).resolve(NAMES.get(0));
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
