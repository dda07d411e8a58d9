// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.metric.Lpips;
import org.semlink.codec.metric.PictureMetrics;
import org.semlink.common.SemlinkException;
import org.semlink.diffusion.model.ModelCache;
import org.semlink.diffusion.model.ModelSource;
import org.semlink.radio.safety.ConfigurationFile;
import org.semlink.radio.soapy.JnaLibrary;
import org.semlink.radio.soapy.SoapyDoctor;
import org.semlink.testbench.plot.Charts;

/** Looks at everything that this program needs of a machine, one {@link Finding} each; never raises. */
final class Examination {

    private static final int OLDEST_JAVA = 17;
    private static final double GIB = 1L << 30;
    private static final double LEAST_DISK_GIB = 1;
    private static final double LEAST_HEAP_GIB = 0.5;

    private final Map<String, String> environment;
    private final Path workingFolder;

    /** @param environment variables, as {@link System#getenv()} gives them */
    Examination(Map<String, String> environment, Path workingFolder) {
        this.environment = environment;
        this.workingFolder = workingFolder;
    }

    List<Finding> findings() {
        Stream<Finding> models = ModelSource.BUILT_IN.stream().map(name -> look("model " + name, "fetch it again, or build anew", () -> model(name)));
        Stream<Finding> machine = Stream.of(java(), look("PyTorch", "see GPU and other platforms in README.md", () ->
                        Finding.ok("PyTorch", Compute.engineVersion())),
                look("GPU", "see GPU and other platforms in README.md", Examination::gpu),
                look("JNA", "", () -> Finding.ok("JNA", JnaLibrary.version())), look("fonts", "", Examination::fonts), soapy());
        Stream<Finding> files = Stream.of(look("configuration", "mend it, or move it away", Examination::configuration),
                look("LPIPS weights", "see LPIPS in README.md", this::lpips), look("disk", "name another folder with --out", this::disk), memory());
        return Stream.of(machine, models, files).flatMap(found -> found).toList();
    }

    /** What {@code examine} finds; what it throws is a thing that is missing. */
    static Finding look(String subject, String remedy, Callable<Finding> examine) {
        try {
            return examine.call();
        } catch (SemlinkException e) {
            return Finding.missing(subject, e.getMessage(), remedy);
        } catch (Exception | LinkageError e) {
            return Finding.missing(subject, e.toString().lines().findFirst().orElse(""), remedy);
        }
    }

    private static Finding java() {
        String text = Runtime.version() + ", " + System.getProperty("java.vm.name") + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch");
        return Runtime.version().feature() >= OLDEST_JAVA ? Finding.ok("Java", text)
                : Finding.missing("Java", text, "install a JDK " + OLDEST_JAVA + " or newer");
    }

    private static Finding gpu() {
        int gpus = Compute.gpus();
        return gpus > 0 ? Finding.ok("GPU", gpus + " seen by PyTorch")
                : Finding.optional("GPU", "none seen by PyTorch, networks run on the CPU", "see GPU and other platforms in README.md");
    }

    private static Finding fonts() {
        Charts.requireFonts();
        return Finding.ok("fonts", "plots can be drawn");
    }

    private static Finding soapy() {
        SoapyDoctor doctor = SoapyDoctor.examine();
        String first = doctor.lines().stream().filter(line -> doctor.exitCode() == 0 || line.startsWith("!")).findFirst().orElse("")
                .replaceFirst("^(! ?|library) *", "");
        return doctor.exitCode() == 0 ? Finding.ok("SoapySDR", first) : Finding.optional("SoapySDR", first, "for real radios; see 'semlink radios doctor'");
    }

    private static Finding model(String name) {
        ModelSource source = ModelSource.find(name, ModelCache.ofUser());
        source.verify();
        return source.lacking().isEmpty() ? Finding.ok("model " + name, "checksums are right")
                : Finding.optional("model " + name, "lacks " + String.join(", ", source.lacking()), "semlink models fetch " + name);
    }

    private static Finding configuration() {
        ConfigurationFile file = ConfigurationFile.ofUser();
        int bands = file.limits().bands().size();
        file.trustedModels();
        return file.exists() ? Finding.ok("configuration", file.path() + ", " + bands + " bands may be sent in")
                : Finding.optional("configuration", "no " + file.path() + ", so real radios only receive", "semlink radios limits --write");
    }

    private Finding lpips() {
        String file = environment.getOrDefault(PictureMetrics.LPIPS_VARIABLE, "");
        if (file.isBlank()) {
            return Finding.optional("LPIPS weights", PictureMetrics.LPIPS_VARIABLE + " names no file, so LPIPS is null in results", "see LPIPS in README.md");
        }
        try (Compute compute = Compute.open("cpu"); Lpips lpips = Lpips.open(Path.of(file), compute)) {
            return Finding.ok("LPIPS weights", file + " works for pictures with " + lpips.requirement());
        }
    }

    private Finding disk() throws IOException {
        double free = Files.getFileStore(workingFolder).getUsableSpace() / GIB;
        String text = String.format(Locale.ROOT, "%.1f GiB free in %s", free, workingFolder);
        return free >= LEAST_DISK_GIB ? Finding.ok("disk", text)
                : Finding.missing("disk", text, "make room for " + LEAST_DISK_GIB + " GiB, or name another folder with --out");
    }

    private static Finding memory() {
        double heap = Runtime.getRuntime().maxMemory() / GIB;
        String text = String.format(Locale.ROOT, "%.1f GiB for Java's heap, %d processors", heap, Runtime.getRuntime().availableProcessors());
        return heap >= LEAST_HEAP_GIB ? Finding.ok("memory", text)
                : Finding.missing("memory", text, "give Java more with SEMLINK_JAVA_OPTIONS=-Xmx2g");
    }
}
