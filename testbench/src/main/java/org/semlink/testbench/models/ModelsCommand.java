// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.models;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.codec.djl.Compute;
import org.semlink.diffusion.model.Model;
import org.semlink.diffusion.model.ModelCache;
import org.semlink.diffusion.model.ModelFetch;
import org.semlink.diffusion.model.ModelManifest;
import org.semlink.diffusion.model.ModelSource;
import org.semlink.testbench.cli.CommonOptions;
import org.semlink.testbench.cli.JsonOption;
import org.semlink.testbench.cli.Names;
import org.semlink.testbench.cli.TrustOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code semlink models}: what there is, what it is, whether its files are whole, and bringing those that are not here. */
@Command(name = "models", mixinStandardHelpOptions = true, description = "Lists, fetches, verifies and shows models.",
        footerHeading = "%nExamples:%n",
        footer = {"  semlink models fetch taef2", "  semlink models fetch taef2 --from weights/",
            "  semlink models verify https://example.org/my-model/"})
public final class ModelsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no verb given; use list, show, verify or fetch");
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Built-in models, and whether all their files are here.",
            footerHeading = "%nExamples:%n", footer = "  semlink models list")
    int list(@Mixin CommonOptions quiet, @Mixin JsonOption json) {
        if (json.wanted()) {
            Map<String, Object> models = new LinkedHashMap<>();
            ModelSource.BUILT_IN.forEach(name -> models.put(name, Map.of("lacks", ModelSource.find(name, ModelCache.ofUser()).lacking())));
            models.put("linear", Map.of("lacks", List.of()));
            JsonOption.print(out(), models);
            return 0;
        }
        for (String name : ModelSource.BUILT_IN) {
            ModelSource source = ModelSource.find(name, ModelCache.ofUser());
            String lacking = String.join(", ", source.lacking());
            String ratios = source.manifest().bandwidth().map(module -> ", narrower ratios " + module.ratios().stream()
                    .map(BandwidthRatio::toString).collect(Collectors.joining(", "))).orElse("");
            line(name, lacking.isEmpty() ? "ready" + ratios : "lacks " + lacking + "; run: semlink models fetch " + name);
        }
        line("linear", "ready (block transform and Gaussian prior, no files)");
        out().flush();
        return 0;
    }

    private void line(String name, String state) {
        out().printf("%-12s %s%n", name, state);
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "What a model's manifest says.",
            footerHeading = "%nExamples:%n", footer = {"  semlink models show base", "  semlink models show my-training/model"})
    int show(@Parameters(completionCandidates = Names.OfModels.class, paramLabel = "NAME|DIR|URL", description = "The model.") String model,
            @Mixin CommonOptions quiet, @Mixin JsonOption json) {
        ModelSource source = ModelSource.find(model, ModelCache.ofUser());
        ModelManifest m = source.manifest();
        if (json.wanted()) {
            JsonOption.print(out(), figures(m, source));
            return 0;
        }
        out().printf(Locale.ROOT, "name        %s%nsha256      %s%nlicence     %s%ntraining    %s%n", m.name(), source.sha256(), m.licence(), words(m.training()));
        out().printf(Locale.ROOT, "latent      %d channels, one position for %dx%d pixels, %s%n", m.latent().channels(), m.latent().stride(),
                m.latent().stride(), m.latent().statistics().isPresent() ? "statistics in the manifest" : "standardised by the codec");
        out().printf(Locale.ROOT, "schedule    %s, %.3f to %.3f dB%nprediction  %s%n", m.schedule().name(), m.schedule().cleanestDb(),
                m.schedule().noisiestDb(), m.prediction().name().toLowerCase(Locale.ROOT));
        m.parts().forEach((what, part) -> show(what, part, source));
        m.bandwidth().ifPresent(module -> out().printf("ratios      %s%n", module.ratios().stream().map(BandwidthRatio::toString)
                .collect(Collectors.joining(", "))));
        out().flush();
        return 0;
    }

    private static Map<String, Object> figures(ModelManifest m, ModelSource source) {
        Map<String, Object> parts = new LinkedHashMap<>();
        m.parts().forEach((what, part) -> parts.put(what, Map.of("architecture", part.architecture(), "sizes", part.sizes(), "files",
                part.files().stream().map(file -> Map.of("role", file.role(), "file", file.file(), "sha256", file.sha256(),
                        "here", source.has(file))).toList())));
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("name", m.name());
        figures.put("sha256", source.sha256());
        figures.put("licence", m.licence());
        figures.put("training", m.training());
        figures.put("latent", Map.of("channels", m.latent().channels(), "stride", m.latent().stride()));
        figures.put("schedule", Map.of("name", m.schedule().name(), "cleanest_db", m.schedule().cleanestDb(), "noisiest_db", m.schedule().noisiestDb()));
        figures.put("prediction", m.prediction().name().toLowerCase(Locale.ROOT));
        figures.put("parts", parts);
        figures.put("narrower_ratios", m.bandwidth().map(module -> module.ratios().stream().map(BandwidthRatio::toString).toList()).orElse(List.of()));
        return figures;
    }

    /** Java's {@code Config[learningRate=0.001]}, which manifests quote, as words. */
    private static String words(String training) {
        return Pattern.compile("\\w*Config\\[(.*)]").matcher(training).replaceAll(config -> Pattern.compile("([a-z])([A-Z])|=").matcher(config.group(1))
                .replaceAll(m -> m.group(1) == null ? " " : m.group(1) + " " + m.group(2).toLowerCase(Locale.ROOT)));
    }

    private void show(String what, ModelManifest.Part part, ModelSource source) {
        out().printf("%-11s %s %s%n", what, part.architecture(), part.sizes().entrySet().stream().map(size -> size.getKey() + " " + size.getValue())
                .collect(Collectors.joining(", ")));
        for (ModelManifest.WeightsFile file : part.files()) {
            out().printf("  %-9s %s  sha256 %s  %s%n", file.role(), file.file(), file.sha256(),
                    source.has(file) ? "here" : file.url().map(url -> "at " + url).orElse("not here"));
        }
    }

    @Command(name = "verify", mixinStandardHelpOptions = true,
            description = "Checks every checksum, loads the model and so checks every tensor's name, shape and values.",
            footerHeading = "%nExamples:%n", footer = {"  semlink models verify base", "  semlink models verify https://example.org/my-model/"})
    int verify(@Parameters(completionCandidates = Names.OfModels.class, paramLabel = "NAME|DIR|URL", description = "The model.") String model,
            @Mixin TrustOption trust, @Mixin CommonOptions quiet, @Mixin JsonOption json) {
        ModelSource source = ModelSource.find(model, ModelCache.ofUser());
        try (Compute compute = Compute.open("cpu"); Model loaded = Model.open(source, trust.trust(), compute)) {
            if (json.wanted()) {
                JsonOption.print(out(), Map.of("name", loaded.name(), "sha256", source.sha256(), "whole", true));
                return 0;
            }
            out().printf("%s is whole: checksums, tensors and schedule are what its manifest says%n", loaded.name());
            out().flush();
        }
        return 0;
    }

    @Command(name = "fetch", mixinStandardHelpOptions = true,
            description = "Brings the files of a model that are not here; nothing is kept unless its checksum is right.",
            footerHeading = "%nExamples:%n", footer = {"  semlink models fetch taef2", "  semlink models fetch taef2 --from weights/"})
    int fetch(@Parameters(completionCandidates = Names.OfModels.class, paramLabel = "NAME|URL", description = "The model.") String model,
            @Option(names = "--from", paramLabel = "FOLDER", description = "Take the files from this folder instead of the network.") Path from,
            @Mixin CommonOptions quiet, @Mixin JsonOption json) {
        ModelCache cache = ModelCache.ofUser();
        List<String> lines = new ArrayList<>();
        PrintWriter text = json.text(out());
        new ModelFetch(cache, line -> {
            lines.add(line);
            text.println(line);
            text.flush();
        }).fetch(model, Optional.ofNullable(from));
        text.println("fetched files are kept in " + cache);
        text.flush();
        if (json.wanted()) {
            JsonOption.print(out(), Map.of("model", model, "cache", cache.toString(), "done", lines));
        }
        return 0;
    }
}
