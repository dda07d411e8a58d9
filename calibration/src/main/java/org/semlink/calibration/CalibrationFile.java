// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.semlink.common.SafeFiles;
import org.semlink.common.SemlinkException;
import org.semlink.common.Sha256;
import org.semlink.common.Snr;

/**
 * Calibrations as JSON, version {@value #SCHEMA}: conditions, raw points, and for readers the fits that follow from the points.
 *
 * <p>The fits in the file are for other programs; here they are computed again. A SHA-256 over the rest of the file tells a file that was
 * edited by hand.
 */
public final class CalibrationFile {

    /** Version of the layout. */
    public static final int SCHEMA = 3;

    private static final double TABLE_STEP_DB = 1;
    private static final TypeReference<Map<String, Object>> RADIOS = new TypeReference<>() { };
    private static final ObjectMapper MAPPER = JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT).build();

    private CalibrationFile() {
    }

    /** Writes {@code file} whole or not at all. */
    public static void write(Path file, Calibration calibration) {
        ObjectNode root = head(calibration);
        calibration.link().ifPresent(link -> root.set("link", link(link)));
        ObjectNode receivers = root.putObject("receiver");
        for (Criterion criterion : calibration.sweeps().keySet()) {
            calibration.receiver(criterion).ifPresent(fit -> {
                ObjectNode node = receivers.putObject(criterion.key());
                node.put("gain", fit.gain());
                node.set("told_snr_db", table(fit.told()));
            });
        }
        finish(file, root, calibration);
    }

    /** As {@link #write}, without the fits: quick enough to keep every point of a calibration that is not finished. */
    public static void keep(Path file, Calibration unfinished) {
        finish(file, head(unfinished), unfinished);
    }

    private static ObjectNode head(Calibration calibration) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("schema", SCHEMA);
        root.put("created", calibration.created());
        root.put("software", calibration.software());
        root.set("conditions", MAPPER.valueToTree(calibration.conditions()));
        root.set("radios", MAPPER.valueToTree(calibration.radios()));
        root.set("spent", MAPPER.valueToTree(calibration.spent()));
        return root;
    }

    private static void finish(Path file, ObjectNode root, Calibration calibration) {
        ObjectNode raw = root.putObject("raw");
        raw.set("points", MAPPER.valueToTree(calibration.points()));
        ObjectNode sweeps = raw.putObject("sweeps");
        calibration.sweeps().forEach((criterion, list) -> sweeps.set(criterion.key(), MAPPER.valueToTree(list)));
        root.put("sha256", checksum(root));
        SafeFiles.write(file, out -> out.write(MAPPER.writeValueAsBytes(root)));
    }

    private static ObjectNode link(LinkCalibration link) {
        ObjectNode node = MAPPER.createObjectNode();
        node.set("noise_law", MAPPER.valueToTree(link.law()));
        node.put("excess_scatter_db", link.excess().scatterDb());
        node.set("real_snr_db", table(link.correction()));
        var shares = node.putArray("flat_share");
        grid(link.correction()).forEach(x -> shares.addObject().put("snr_db", x).put("value", link.flat().share(Snr.fromDb(x))));
        return node;
    }

    /** A curve as rows of x, value, lower, upper. */
    private static JsonNode table(MonotoneCurve curve) {
        var rows = MAPPER.createArrayNode();
        grid(curve).forEach(x ->
                rows.addObject().put("snr_db", x).put("value", curve.value(x)).put("lower", curve.lower(x)).put("upper", curve.upper(x)));
        return rows;
    }

    private static DoubleStream grid(MonotoneCurve curve) {
        int steps = Math.max(1, (int) Math.ceil((curve.to() - curve.from()) / TABLE_STEP_DB));
        return IntStream.rangeClosed(0, steps).mapToDouble(i -> curve.from() + (curve.to() - curve.from()) * i / steps);
    }

    /** Reads and checks {@code file}. */
    public static Calibration read(Path file) {
        JsonNode root = parse(file);
        if (!root.path("schema").isInt()) {
            throw SemlinkException.input("%s is not a calibration: it has no schema; give a file that semlink calibrate wrote", file);
        }
        int schema = root.path("schema").intValue();
        if (schema != SCHEMA) {
            throw SemlinkException.input("calibration %s has schema %s, this version reads %d; %s", file, schema, SCHEMA,
                    schema > SCHEMA ? "update semlink" : "calibrate again");
        }
        ObjectNode content = ((ObjectNode) root).deepCopy();
        JsonNode checksum = content.remove("sha256");
        if (checksum == null || !checksum.asText().equals(checksum(content))) {
            throw SemlinkException.input("calibration %s is not as it was written: its sha256 does not fit its content; calibrate again", file);
        }
        try {
            Map<Criterion, List<LevelSweep>> sweeps = new EnumMap<>(Criterion.class);
            for (Criterion criterion : Criterion.values()) {
                JsonNode list = root.path("raw").path("sweeps").path(criterion.key());
                if (list.isArray()) {
                    sweeps.put(criterion, List.of(MAPPER.treeToValue(list, LevelSweep[].class)));
                }
            }
            return new Calibration(root.path("created").asText(), root.path("software").asText(),
                    MAPPER.treeToValue(root.path("conditions"), CalibrationConditions.class),
                    MAPPER.treeToValue(root.path("radios"), RADIOS), MAPPER.treeToValue(root.path("spent"), Spent.class),
                    List.of(MAPPER.treeToValue(root.path("raw").path("points"), LinkPoint[].class)), sweeps);
        } catch (JsonProcessingException | NullPointerException e) {
            throw SemlinkException.input("calibration %s lacks a part or has one too many; calibrate again", file).causedBy(e);
        }
    }

    /** The SHA-256 that {@code file} carries: it tells calibrations apart. */
    public static String sha256(Path file) {
        return parse(file).path("sha256").asText();
    }

    private static JsonNode parse(Path file) {
        try {
            JsonNode root = MAPPER.readTree(Files.readAllBytes(file));
            if (root instanceof ObjectNode) {
                return root;
            }
            throw SemlinkException.input("calibration %s holds no JSON object; give a file that semlink calibrate wrote", file);
        } catch (JsonProcessingException e) {
            throw SemlinkException.input("calibration %s is not JSON (line %d); give a file that semlink calibrate wrote", file,
                    e.getLocation() == null ? 0 : e.getLocation().getLineNr()).causedBy(e);
        } catch (IOException e) {
            throw SemlinkException.input("cannot read the calibration %s; give a file that semlink calibrate wrote", file).causedBy(e);
        }
    }

    private static String checksum(ObjectNode content) {
        try {
            // Through text and back, so that numbers have the form that a reader finds.
            return Sha256.of(MAPPER.readTree(MAPPER.writeValueAsBytes(content)).toString());
        } catch (IOException e) {
            throw new IllegalStateException("this tree was JSON before", e);
        }
    }
}
