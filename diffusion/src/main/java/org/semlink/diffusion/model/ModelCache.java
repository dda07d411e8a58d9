// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.model;

import java.nio.file.Path;
import java.util.Map;
import org.semlink.common.Sha256;

/**
 * The folder where fetched models are kept: {@code $SEMLINK_MODELS}, else {@code semlink/models} under {@code $XDG_CACHE_HOME} or
 * {@code ~/.cache} (the XDG base directory specification; a path there that is not absolute is ignored).
 */
public final class ModelCache {

    /** Environment variable that names another folder. */
    public static final String VARIABLE = "SEMLINK_MODELS";

    private final Path root;

    private ModelCache(Path root) {
        this.root = root;
    }

    /** That of the user who runs this program. */
    public static ModelCache ofUser() {
        return new ModelCache(locate(System.getenv(), Path.of(System.getProperty("user.home"))));
    }

    /** A cache in a folder of one's own. */
    public static ModelCache at(Path root) {
        return new ModelCache(root);
    }

    static Path locate(Map<String, String> environment, Path home) {
        String named = environment.getOrDefault(VARIABLE, "");
        if (!named.isBlank()) {
            return Path.of(named);
        }
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path caches = !xdg.isBlank() && Path.of(xdg).isAbsolute() ? Path.of(xdg) : home.resolve(".cache");
        return caches.resolve("semlink").resolve("models");
    }

    /** Where the files of a built-in name or of a URL are put. */
    Path folder(String model) {
        return root.resolve(ModelSource.isUrl(model) ? Sha256.of(model).substring(0, 16) : model);
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
