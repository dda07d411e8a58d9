// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.semlink.common.SemlinkException;

/**
 * The loopback device of src/test/cpp, built once into the folder that the build names in SOAPY_SDR_PLUGIN_PATH.
 *
 * <p>The library reads that folder once in a process, so every test that touches SoapySDR asks for the module first.
 */
final class LoopbackModule {

    static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static String missing;
    private static boolean tried;

    private LoopbackModule() {
    }

    /** Skips the calling test, saying why, where the library or the compiler is absent; fails instead where CI=true. */
    static synchronized void require() {
        if (!tried) {
            tried = true;
            missing = build();
        }
        if (missing != null) {
            skip("tests against the real SoapySDR library: " + missing);
        }
    }

    static void skip(String what) {
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError("in CI nothing may be skipped, but cannot run " + what);
        }
        abort("skipped " + what);
    }

    private static String build() {
        if (System.getenv("SOAPY_SDR_PLUGIN_PATH") == null) {
            return "SOAPY_SDR_PLUGIN_PATH is not set; run them through Maven, which sets it";
        }
        Path folder = Path.of(System.getenv("SOAPY_SDR_PLUGIN_PATH"));
        try {
            Files.createDirectories(folder);
            Path module = folder.resolve("libloopbackSupport.so");
            Process compiler = new ProcessBuilder("g++", "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-std=c++11", "-o",
                    module.toString(), Path.of("src/test/cpp/loopback.cpp").toAbsolutePath().toString(), "-lSoapySDR")
                    .redirectErrorStream(true).start();
            String said = new String(compiler.getInputStream().readAllBytes());
            if (!compiler.waitFor(2, TimeUnit.MINUTES) || compiler.exitValue() != 0) {
                if (said.contains("SoapySDR/Device.hpp: No such file")) {
                    return "no SoapySDR headers; apt-get install libsoapysdr-dev";
                }
                throw new AssertionError("the loopback module does not compile:\n" + said);
            }
            SoapySdr.load();
            return null;
        } catch (IOException e) {
            return "no C++ compiler (" + e.getMessage() + "); apt-get install g++";
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } catch (SemlinkException e) {
            return e.getMessage();
        }
    }

    /** Device arguments: {@code driver=loopback}, an air of this name, and what else is given as key, value. */
    static Map<String, String> args(String air, String... more) {
        Map<String, String> args = new LinkedHashMap<>();
        args.put("driver", "loopback");
        args.put("air", air);
        for (int i = 0; i < more.length; i += 2) {
            args.put(more[i], more[i + 1]);
        }
        return args;
    }

    /** A Java process of its own that runs {@code main} with this one's class path and environment; both outputs come as one. */
    static ProcessBuilder command(Class<?> main, List<String> arguments, String... options) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path")));
        if (Runtime.version().feature() >= 22) {
            // Else newer Java warns of native access, right into the output that the test reads.
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of(options));
        command.add(main.getName());
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    static SoapyDevice open(String air, String... more) {
        return SoapySdr.load().open(args(air, more), TIMEOUT);
    }
}
