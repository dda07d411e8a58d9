// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.semlink.common.Registry;
import org.semlink.common.SemlinkException;

/** Where a model's files are: a folder of the user's, or a built-in model on the class path. */
final class ModelFiles {

    /** Built-in models, the default first. */
    static final List<String> BUILT_IN = List.of(Model.DEFAULT);
    /** Far above any model of ours; keeps a wrong path from filling the memory. */
    private static final long MAX_BYTES = 1L << 30;

    private final String source;
    private final Path folder;

    private ModelFiles(String source, Path folder) {
        this.source = source;
        this.folder = folder;
    }

    /** Resolves a built-in name or a folder that holds a manifest. */
    static ModelFiles find(String nameOrFolder) {
        if (BUILT_IN.contains(nameOrFolder)) {
            return new ModelFiles(nameOrFolder, null);
        }
        Path folder = Path.of(nameOrFolder);
        if (Files.isRegularFile(folder.resolve(ModelManifest.FILE))) {
            return new ModelFiles(nameOrFolder, folder);
        }
        throw SemlinkException.input("unknown model '%s'%s; give a folder with %s or one of: %s", nameOrFolder,
                Registry.nearest(nameOrFolder, BUILT_IN).map(n -> ", did you mean '" + n + "'?").orElse(""), ModelManifest.FILE,
                String.join(", ", BUILT_IN));
    }

    /** Error messages' name of a file of this model. */
    String name(String file) {
        return source + "/" + file;
    }

    /** The bytes of a file of this model; a path that leads out of the folder is refused. */
    byte[] read(String file) {
        if (file.contains("..") || file.contains("/") || file.contains("\\")) {
            throw SemlinkException.input("model %s names the file '%s'; only files beside %s are read", source, file, ModelManifest.FILE);
        }
        try {
            if (folder != null) {
                Path path = folder.resolve(file);
                if (Files.size(path) > MAX_BYTES) {
                    throw SemlinkException.input("model file %s has %d bytes, more than %d", path, Files.size(path), MAX_BYTES);
                }
                return Files.readAllBytes(path);
            }
            try (InputStream in = ModelFiles.class.getResourceAsStream("/org/semlink/models/" + source + "/" + file)) {
                if (in == null) {
                    throw new IOException("not on the class path");
                }
                return in.readAllBytes();
            }
        } catch (IOException e) {
            throw SemlinkException.input("model file %s cannot be read (%s); fetch the model again", name(file), e.getClass().getSimpleName())
                    .causedBy(e);
        }
    }

    /** As {@link #read}, refusing bytes whose checksum differs. */
    byte[] readVerified(String file, String sha256) {
        byte[] bytes = read(file);
        String found = sha256(bytes);
        if (!found.equalsIgnoreCase(sha256)) {
            throw SemlinkException.input("model file %s has sha256 %s, its manifest says %s; fetch the model again", name(file), found, sha256);
        }
        return bytes;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
