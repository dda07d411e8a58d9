// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.semlink.common.Registry;
import org.semlink.common.SemlinkException;

/**
 * The SoapySDR library of this machine: loaded, its ABI checked, its modules and devices listed.
 *
 * <p>Every method raises an environment error when the library is absent or refuses. Thread-safe.
 */
public final class SoapySdr {

    /** The binary interface that {@link SoapyLibrary} is written for; 0.7 set streams up by another signature. */
    static final String ABI = "0.8";
    /** With the version first, because that is the only name where no development package is installed. */
    static final List<String> NAMES = List.of("libSoapySDR.so.0.8", "SoapySDR");

    /** The library's own variable; what it says is left as it is. */
    private static final String LOG_LEVEL = "SOAPY_SDR_LOG_LEVEL";
    private static final int WARNING = 4;

    private static SoapySdr loaded;

    private final Path file;

    private SoapySdr(Path file) {
        this.file = file;
    }

    /** The library, loaded on the first call; where it lies can be said with {@code -Djna.library.path=FOLDER}. */
    public static synchronized SoapySdr load() {
        if (loaded == null) {
            loaded = load(NAMES);
        }
        return loaded;
    }

    /** Binds the first of {@code names} that the system's loader finds. */
    static SoapySdr load(List<String> names) {
        // First, for without it no name could be found.
        JnaLibrary.version();
        LinkageError missing = null;
        for (String name : names) {
            try {
                // Texts as they are taken from it: JNA's default is the locale's.
                return bind(NativeLibrary.getInstance(name, Map.of(Library.OPTION_STRING_ENCODING, SoapyMemory.ENCODING)));
            } catch (LinkageError e) {
                missing = e;
            }
        }
        // The loader's own words, where it found a file and could not use it.
        String reason = missing.getMessage().lines().skip(1).filter(line -> !line.contains("No such file") && !line.contains("not found"))
                .findFirst().orElse("");
        throw SemlinkException.environment("%s (tried %s); %s", reason.isEmpty() ? "no SoapySDR library" : "the SoapySDR library does not load: "
                + reason, String.join(", ", names), SoapyPackages.LIBRARY).causedBy(missing);
    }

    private static SoapySdr bind(NativeLibrary library) {
        requireAbi(library.getFunction("SoapySDR_getABIVersion").invokeString(new Object[0], false), library.getFile().getPath());
        Native.register(SoapyLibrary.class, library);
        if (System.getenv(LOG_LEVEL) == null) {
            // Drivers tell of every socket and buffer, between the lines of this program and its JSON.
            SoapyLibrary.SoapySDR_setLogLevel(WARNING);
        }
        return new SoapySdr(library.getFile().toPath());
    }

    static void requireAbi(String abi, String file) {
        if (!abi.equals(ABI) && !abi.startsWith(ABI + "-") && !abi.startsWith(ABI + ".")) {
            throw SemlinkException.environment("%s has SoapySDR ABI %s, this program needs %s; %s", file, abi, ABI, SoapyPackages.LIBRARY);
        }
    }

    /** The file that was loaded. */
    public Path file() {
        return file;
    }

    public String libraryVersion() {
        return SoapyLibrary.SoapySDR_getLibVersion();
    }

    public String apiVersion() {
        return SoapyLibrary.SoapySDR_getAPIVersion();
    }

    public String abiVersion() {
        return SoapyLibrary.SoapySDR_getABIVersion();
    }

    public String rootPath() {
        return SoapyLibrary.SoapySDR_getRootPath();
    }

    /** Folders searched for modules, existing or not, with those of {@code SOAPY_SDR_PLUGIN_PATH}. */
    public List<String> searchPaths() {
        return SoapyMemory.takeTexts(SoapyLibrary::SoapySDR_listSearchPaths);
    }

    /** Files of all modules in {@link #searchPaths}, loaded or not. */
    public List<String> modules() {
        return SoapyMemory.takeTexts(SoapyLibrary::SoapySDR_listModules);
    }

    public void loadModules() {
        SoapyLibrary.SoapySDR_loadModules();
    }

    /** What the loader says of a module: driver to error, empty when it loaded. */
    public Map<String, String> loaderResult(String module) {
        return SoapyMemory.takeKwargs(SoapyLibrary.SoapySDR_getLoaderResult(module));
    }

    public String moduleVersion(String module) {
        return SoapyMemory.takeText(SoapyLibrary.SoapySDR_getModuleVersion(module));
    }

    /**
     * Devices that one driver finds; each map is what {@link #open} takes.
     *
     * @param filter must name the driver: without one every vendor's search runs, and some hang
     */
    public List<Map<String, String>> devices(Map<String, String> filter, Duration timeout) {
        String driver = driver(filter);
        List<Map<String, String>> found = SoapyCalls.within(timeout, "search for " + driver, () -> SoapyMemory.withKwargs(filter, kwargs ->
                SoapyCalls.checked("enumerate of driver " + driver, () -> SoapyMemory.takeKwargsList(
                        length -> SoapyLibrary.SoapySDRDevice_enumerate(kwargs, length)))), devices -> { });
        if (found.isEmpty()) {
            requireInstalled(driver);
        }
        return found;
    }

    /**
     * Makes the device described by {@code args}; close it once.
     *
     * @param args device arguments such as {@code driver=uhd}, {@code serial=31F}; must name the driver
     */
    public SoapyDevice open(Map<String, String> args, Duration timeout) {
        String driver = driver(args);
        try {
            Pointer device = SoapyCalls.within(timeout, "device " + driver, () -> SoapyMemory.withKwargs(args, kwargs ->
                    SoapyCalls.checked("make of " + text(args), () -> SoapyLibrary.SoapySDRDevice_make(kwargs))),
                    SoapyLibrary::SoapySDRDevice_unmake);
            return new SoapyDevice(device, new LinkedHashMap<>(args));
        } catch (SemlinkException e) {
            requireInstalled(driver);
            throw e;
        }
    }

    /** Drivers of all modules that load, with those that are built into the library. */
    public Set<String> drivers() {
        loadModules();
        Set<String> drivers = new TreeSet<>(Set.of("null"));
        modules().forEach(module -> loaderResult(module).forEach((driver, error) -> {
            if (error.isEmpty()) {
                drivers.add(driver);
            }
        }));
        return drivers;
    }

    private void requireInstalled(String driver) {
        Set<String> drivers = drivers();
        if (!drivers.contains(driver)) {
            throw SemlinkException.environment("driver '%s' is not installed%s (there are %s); %s, and see 'semlink radios doctor'", driver,
                    Registry.nearest(driver, drivers).map(near -> ", did you mean '" + near + "'?").orElse(""), String.join(", ", drivers),
                    SoapyPackages.install(driver));
        }
    }

    /** Arguments as users write them: {@code key=value,key=value}. */
    static String text(Map<String, String> args) {
        StringBuilder text = new StringBuilder();
        args.forEach((key, value) -> text.append(text.length() == 0 ? "" : ",").append(key).append('=').append(value));
        return text.toString();
    }

    private static String driver(Map<String, String> args) {
        String driver = args.getOrDefault("driver", "");
        if (driver.isBlank()) {
            throw SemlinkException.input("a SoapySDR device must name its driver, got '%s'; add for example driver=hackrf, or see "
                    + "'semlink radios list'", text(args));
        }
        return driver;
    }
}
