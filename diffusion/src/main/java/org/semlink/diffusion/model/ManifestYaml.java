// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.semlink.codec.LatentStatistics;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.common.SemlinkException;
import org.semlink.common.YamlMap;
import org.semlink.diffusion.model.ModelManifest.BandwidthPart;
import org.semlink.diffusion.model.ModelManifest.LatentPart;
import org.semlink.diffusion.model.ModelManifest.Part;
import org.semlink.diffusion.model.ModelManifest.Prediction;
import org.semlink.diffusion.model.ModelManifest.SchedulePart;
import org.semlink.diffusion.model.ModelManifest.WeightsFile;

/** Reads and writes {@link ModelManifest} as YAML, format 2; every error names file, line and key. */
final class ManifestYaml {

    private static final String FORMAT = "2";
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final int MOST_CHANNELS = 4096;

    private ManifestYaml() {
    }

    /** Parses a manifest; {@code source} is what error messages call it. */
    static ModelManifest parse(byte[] yaml, String source) {
        YamlMap map = YamlMap.parse(new String(yaml, StandardCharsets.UTF_8), source);
        String format = map.text("format").orElse("none");
        if (!format.equals(FORMAT)) {
            throw SemlinkException.input("%s must be %s, got %s; this version reads no other", map.where("format"), FORMAT, format);
        }
        map.requireKnown(List.of("format", "name", "licence", "training", "latent", "schedule", "prediction", "codec", "denoiser", "bandwidth", "consistency"));
        return new ModelManifest(required(map, "name"), required(map, "licence"), required(map, "training"), latent(section(map, "latent")),
                schedule(section(map, "schedule")), prediction(map), part(section(map, "codec")), part(section(map, "denoiser")),
                map.map("bandwidth").map(ManifestYaml::bandwidth), map.map("consistency").map(ManifestYaml::part));
    }

    private static LatentPart latent(YamlMap map) {
        map.requireKnown(List.of("channels", "stride", "mean", "deviation", "power"));
        int channels = count(map, "channels");
        if (!map.has("mean")) {
            return new LatentPart(channels, count(map, "stride"), Optional.empty());
        }
        return new LatentPart(channels, count(map, "stride"), Optional.of(new LatentStatistics(numbers(map, "mean", channels, false),
                numbers(map, "deviation", channels, true), numbers(map, "power", channels, true))));
    }

    private static float[] numbers(YamlMap map, String key, int count, boolean positive) {
        List<String> texts = map.texts(key);
        if (texts.size() != count) {
            throw SemlinkException.input("%s must list one number for each of the %d channels, got %d", map.where(key), count, texts.size());
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) number(map, key, texts.get(i));
            if (positive && !(values[i] > 0)) {
                throw SemlinkException.input("%s must be positive, got %s", map.where(key), texts.get(i));
            }
        }
        return values;
    }

    private static SchedulePart schedule(YamlMap map) {
        map.requireKnown(List.of("name", "cleanest-db", "noisiest-db"));
        return new SchedulePart(required(map, "name"), number(map, "cleanest-db", required(map, "cleanest-db")),
                number(map, "noisiest-db", required(map, "noisiest-db")));
    }

    private static Prediction prediction(YamlMap map) {
        String text = required(map, "prediction");
        for (Prediction prediction : Prediction.values()) {
            if (prediction.name().toLowerCase(Locale.ROOT).equals(text)) {
                return prediction;
            }
        }
        throw SemlinkException.input("%s must be x0, eps or v, got '%s'", map.where("prediction"), text);
    }

    private static BandwidthPart bandwidth(YamlMap map) {
        map.requireKnown(List.of("ratios", "architecture", "sizes", "files"));
        if (map.texts("ratios").isEmpty()) {
            throw SemlinkException.input("%s must list at least one ratio", map.where("ratios"));
        }
        return new BandwidthPart(map.texts("ratios").stream().map(BandwidthRatio::parse).toList(), readPart(map));
    }

    private static Part part(YamlMap map) {
        map.requireKnown(List.of("architecture", "sizes", "files"));
        return readPart(map);
    }

    private static Part readPart(YamlMap map) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        map.map("sizes").ifPresent(given -> given.keys().forEach(key -> sizes.put(key, count(given, key))));
        List<WeightsFile> files = new ArrayList<>();
        map.maps("files").forEach(file -> files.add(file(file)));
        return new Part(required(map, "architecture"), sizes, files);
    }

    private static WeightsFile file(YamlMap map) {
        map.requireKnown(List.of("role", "file", "sha256", "url"));
        String file = required(map, "file");
        if (!PLAIN_NAME.matcher(file).matches()) {
            throw SemlinkException.input("%s must be a plain file name, got '%s'; only files beside %s are read", map.where("file"), file,
                    ModelManifest.FILE);
        }
        String sha256 = required(map, "sha256").toLowerCase(Locale.ROOT);
        if (!SHA256.matcher(sha256).matches()) {
            throw SemlinkException.input("%s must be 64 hexadecimal digits, got '%s'", map.where("sha256"), sha256);
        }
        return new WeightsFile(required(map, "role"), file, sha256, map.text("url"));
    }

    private static String required(YamlMap map, String key) {
        return map.text(key).orElseThrow(() -> SemlinkException.input("%s is missing", map.where(key)));
    }

    private static YamlMap section(YamlMap map, String key) {
        return map.map(key).orElseThrow(() -> SemlinkException.input("%s is missing", map.where(key)));
    }

    private static int count(YamlMap map, String key) {
        double value = number(map, key, required(map, key));
        if (value != Math.rint(value) || value < 1 || value > MOST_CHANNELS) {
            throw SemlinkException.input("%s must be a whole number from 1 to %d, got %s", map.where(key), MOST_CHANNELS, required(map, key));
        }
        return (int) value;
    }

    private static double number(YamlMap map, String key, String text) {
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw SemlinkException.input("%s must be a number, got '%s'", map.where(key), text).causedBy(e);
        }
        throw SemlinkException.input("%s must be finite, got %s", map.where(key), text);
    }

    static String write(ModelManifest m) {
        StringBuilder out = new StringBuilder();
        line(out, 0, "format: " + FORMAT);
        line(out, 0, "name: " + quoted(m.name()));
        line(out, 0, "licence: " + quoted(m.licence()));
        line(out, 0, "training: " + quoted(m.training()));
        line(out, 0, "latent:");
        line(out, 1, "channels: " + m.latent().channels());
        line(out, 1, "stride: " + m.latent().stride());
        m.latent().statistics().ifPresent(s -> {
            line(out, 1, "mean: " + list(s.mean()));
            line(out, 1, "deviation: " + list(s.deviation()));
            line(out, 1, "power: " + list(s.power()));
        });
        line(out, 0, "schedule:");
        line(out, 1, "name: " + m.schedule().name());
        line(out, 1, String.format(Locale.ROOT, "cleanest-db: %.3f", m.schedule().cleanestDb()));
        line(out, 1, String.format(Locale.ROOT, "noisiest-db: %.3f", m.schedule().noisiestDb()));
        line(out, 0, "prediction: " + m.prediction().name().toLowerCase(Locale.ROOT));
        part(out, "codec", m.codec());
        part(out, "denoiser", m.denoiser());
        m.bandwidth().ifPresent(module -> {
            part(out, "bandwidth", module.network());
            line(out, 1, "ratios: " + module.ratios());
        });
        m.consistency().ifPresent(student -> part(out, "consistency", student));
        return out.toString();
    }

    private static void part(StringBuilder out, String key, Part part) {
        line(out, 0, key + ":");
        line(out, 1, "architecture: " + part.architecture());
        if (!part.sizes().isEmpty()) {
            line(out, 1, "sizes:");
            part.sizes().forEach((name, size) -> line(out, 2, name + ": " + size));
        }
        if (!part.files().isEmpty()) {
            line(out, 1, "files:");
        }
        for (WeightsFile file : part.files()) {
            line(out, 2, "- role: " + file.role());
            line(out, 2, "  file: " + file.file());
            line(out, 2, "  sha256: " + file.sha256());
            file.url().ifPresent(url -> line(out, 2, "  url: " + quoted(url)));
        }
    }

    private static void line(StringBuilder out, int depth, String text) {
        out.append("  ".repeat(depth)).append(text).append('\n');
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\s+", " ") + '"';
    }

    private static String list(float[] values) {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < values.length; i++) {
            text.append(i == 0 ? "" : ", ").append(values[i]);
        }
        return text.append(']').toString();
    }
}
