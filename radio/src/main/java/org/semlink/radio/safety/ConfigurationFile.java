// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.safety;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.semlink.common.SafeFiles;
import org.semlink.common.SemlinkException;
import org.semlink.common.YamlMap;

/**
 * The user's configuration file: where it lies, what it allows, and a commented first one.
 *
 * <p>It is the file that the environment variable {@value #VARIABLE} names, else {@code semlink/config.yaml} in the folder that the system
 * keeps for such files: {@code $XDG_CONFIG_HOME} or {@code ~/.config}, on macOS {@code ~/Library/Application Support}, on Windows
 * {@code %APPDATA%}.
 */
public final class ConfigurationFile {

    /** Environment variable that names another file. */
    public static final String VARIABLE = "SEMLINK_CONFIG";

    private static final long LARGEST = 1 << 20;

    private final Path path;

    private ConfigurationFile(Path path) {
        this.path = path;
    }

    /** That of the user who runs this program. */
    public static ConfigurationFile ofUser() {
        return new ConfigurationFile(locate(System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home"))));
    }

    static ConfigurationFile at(Path path) {
        return new ConfigurationFile(path);
    }

    static Path locate(Map<String, String> environment, String system, Path home) {
        String named = environment.getOrDefault(VARIABLE, "");
        if (!named.isBlank()) {
            return Path.of(named);
        }
        String os = system.toLowerCase(Locale.ROOT);
        Path folder = os.startsWith("mac") ? home.resolve("Library").resolve("Application Support")
                : os.startsWith("windows") ? folder(environment, "APPDATA", home.resolve("AppData").resolve("Roaming"))
                : folder(environment, "XDG_CONFIG_HOME", home.resolve(".config"));
        return folder.resolve("semlink").resolve("config.yaml");
    }

    /** The XDG specification: a path that is not absolute is ignored. */
    private static Path folder(Map<String, String> environment, String variable, Path usual) {
        String value = environment.getOrDefault(variable, "");
        return !value.isBlank() && Path.of(value).isAbsolute() ? Path.of(value) : usual;
    }

    public Path path() {
        return path;
    }

    public boolean exists() {
        return Files.exists(path);
    }

    /** What it allows; a file that is not there allows nothing. */
    public TransmitLimits limits() {
        return exists() ? TransmitLimits.read(read(), path.toString()) : TransmitLimits.nothing(path + " (not there)");
    }

    /** Names of the models whose code the user trusts, listed under {@code trust}; none where the file is not there. */
    public List<String> trustedModels() {
        return exists() ? read().texts("trust") : List.of();
    }

    private YamlMap read() {
        try {
            if (Files.size(path) > LARGEST) {
                throw SemlinkException.input("%s must be at most %d bytes, it has %d; it is not a configuration file", path, LARGEST,
                        Files.size(path));
            }
            return YamlMap.parse(Files.readString(path), path.toString());
        } catch (CharacterCodingException e) {
            throw SemlinkException.input("%s is not text in UTF-8; save it as such", path).causedBy(e);
        } catch (IOException e) {
            throw SemlinkException.environment("cannot read %s (%s); make it readable for you, or name another file with %s", path,
                    e.getClass().getSimpleName(), VARIABLE).causedBy(e);
        }
    }

    /** Writes a commented file that allows nothing yet; never over one that is there. */
    public void writeTemplate() {
        if (exists()) {
            throw SemlinkException.input("%s is there already and was left as it is; edit it, or move it away first", path);
        }
        SafeFiles.writeText(path, ConfigurationTemplate.TEXT);
    }
}
