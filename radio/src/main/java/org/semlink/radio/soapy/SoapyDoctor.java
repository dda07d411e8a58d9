// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.semlink.common.SemlinkException;

/**
 * Says why radios are or are not found: library, versions, search paths, modules, loader errors, and what to install.
 *
 * @param lines    one finding each; a line that asks for action starts with "!"
 * @param exitCode 0 when a library and at least one module are there and none failed to load, else 3
 */
public record SoapyDoctor(List<String> lines, int exitCode) {

    /** Examines this machine; never raises. */
    public static SoapyDoctor examine() {
        return examine(SoapySdr::load);
    }

    static SoapyDoctor examine(Supplier<SoapySdr> loader) {
        List<String> lines = new ArrayList<>();
        boolean well;
        try {
            SoapySdr soapy = loader.get();
            library(soapy, lines);
            well = modules(soapy, lines);
        } catch (SemlinkException e) {
            lines.add("! " + e.getMessage());
            well = false;
        }
        return new SoapyDoctor(List.copyOf(lines), well ? 0 : SemlinkException.Kind.ENVIRONMENT.exitCode());
    }

    private static void library(SoapySdr soapy, List<String> lines) {
        lines.add("library       " + soapy.file() + ", version " + soapy.libraryVersion());
        lines.add("API           " + soapy.apiVersion());
        lines.add("ABI           " + soapy.abiVersion() + " (this program needs " + SoapySdr.ABI + ")");
        lines.add("root          " + soapy.rootPath());
        for (String variable : List.of("SOAPY_SDR_ROOT", "SOAPY_SDR_PLUGIN_PATH")) {
            String value = System.getenv(variable);
            lines.add("environment   " + variable + (value == null ? " is not set" : "=" + value));
        }
        for (String path : soapy.searchPaths()) {
            lines.add("search path   " + path + (Files.isDirectory(Path.of(path)) ? "" : " (missing)"));
        }
    }

    private static boolean modules(SoapySdr soapy, List<String> lines) {
        ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
        SoapyLog messages = SoapyLog.to(log::add);
        try {
            soapy.loadModules();
        } finally {
            messages.close();
        }
        log.forEach(message -> lines.add("! loader      " + message.strip().replace('\n', ' ')));
        List<String> modules = soapy.modules();
        boolean well = log.isEmpty() && !modules.isEmpty();
        Set<String> drivers = new TreeSet<>();
        for (String module : modules) {
            Map<String, String> result = soapy.loaderResult(module);
            String version = soapy.moduleVersion(module);
            lines.add("module        " + module + (version.isEmpty() ? "" : ", version " + version));
            for (Map.Entry<String, String> driver : result.entrySet()) {
                if (driver.getValue().isEmpty()) {
                    drivers.add(driver.getKey());
                    lines.add("driver        " + driver.getKey());
                } else {
                    lines.add("! driver      " + driver.getKey() + ": " + driver.getValue());
                    well = false;
                }
            }
            if (result.isEmpty()) {
                lines.add("! module      " + module + " did not load or has no driver; reinstall it for ABI " + SoapySdr.ABI);
                well = false;
            }
        }
        if (modules.isEmpty()) {
            lines.add("! no modules found: only driver=null is there; install the module of your radio, or name its folder with "
                    + "SOAPY_SDR_PLUGIN_PATH");
        }
        SoapyPackages.modules().keySet().stream().filter(driver -> !drivers.contains(driver))
                .forEach(driver -> lines.add("not installed " + driver + " (" + SoapyPackages.install(driver) + ")"));
        return well;
    }
}
