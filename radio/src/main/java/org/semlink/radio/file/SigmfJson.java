// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.semlink.common.SafeFiles;
import org.semlink.common.SemlinkException;
import org.semlink.radio.SampleFormat;

/** SigMF metadata as JSON; what is missing, of the wrong type, out of range or not supported is an input error. */
final class SigmfJson {

    /** Written as {@code core:version}; any 1.x is read. */
    static final String VERSION = "1.2.0";
    static final String NAMESPACE = "semlink";
    private static final String NAMESPACE_VERSION = "1.0.0";
    /** Half a million annotations; a limit because the whole of it is held in memory. */
    private static final long MOST_BYTES = 64L << 20;
    // Detection of duplicates: two values for one field contradict each other.
    private static final JsonMapper MAPPER = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private SigmfJson() {
    }

    static SigmfMetadata read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw SemlinkException.input("metadata %s must be at most %s bytes, got %s; name the .sigmf-meta file if this is the "
                        + ".sigmf-data file, and record in pieces (--record-seconds) what has so many losses and frames", file, MOST_BYTES, Files.size(file));
            }
            return parse(new SigmfNode(file, "the file", MAPPER.readTree(Files.readAllBytes(file))));
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
            throw SemlinkException.input("%s is not JSON%s: %s; name a SigMF metadata file", file, where,
                    e.getOriginalMessage().lines().findFirst().orElse("")).causedBy(e);
        } catch (java.io.CharConversionException e) {
            throw SemlinkException.input("%s is not text in UTF-8; name a SigMF metadata file", file).causedBy(e);
        } catch (IOException e) {
            throw RecordingFiles.unreadable(file, e);
        }
    }

    private static SigmfMetadata parse(SigmfNode root) {
        SigmfNode global = root.object("global");
        String version = global.requiredText("core:version");
        global.require(version.startsWith("1."), "core:version", "1.x", version);
        String datatype = global.requiredText("core:datatype");
        Optional<SampleFormat> format = SampleFormat.ofDatatype(datatype);
        global.require(format.isPresent(), "core:datatype", "one of cf32_le, ci16_le, ci8, cu8", datatype);
        for (String extension : global.requiredExtensions()) {
            global.require(extension.equals(NAMESPACE), "core:extensions", "optional or known", extension);
        }
        global.requireNumber("core:num_channels", 1);
        global.requireNumber("core:offset", 0);
        global.requireNumber("core:trailing_bytes", 0);
        global.require(!global.has("core:dataset"), "core:dataset", "absent, the samples being in the .sigmf-data file", "another file");
        global.require(!global.flag("core:metadata_only"), "core:metadata_only", "false", "true");
        var rate = global.number("core:sample_rate");
        global.require(rate.orElse(1) > 0, "core:sample_rate", "positive", rate.orElse(1));
        Optional<String> sha = global.text("core:sha512").map(s -> s.toLowerCase(Locale.ROOT));
        global.require(sha.isEmpty() || sha.get().matches("[0-9a-f]{128}"), "core:sha512", "128 hexadecimal digits", sha.orElse(""));

        List<SigmfCapture> captures = new ArrayList<>();
        long last = 0;
        for (SigmfNode capture : root.array("captures")) {
            long start = capture.requiredCount("core:sample_start");
            capture.require(start >= last, "core:sample_start", "in order", start + " after " + last);
            capture.requireNumber("core:header_bytes", 0);
            captures.add(new SigmfCapture(start, capture.number("core:frequency"), capture.count("core:global_index")));
            last = start;
        }
        List<SigmfAnnotation> annotations = new ArrayList<>();
        last = 0;
        for (SigmfNode annotation : root.array("annotations")) {
            long start = annotation.requiredCount("core:sample_start");
            annotation.require(start >= last, "core:sample_start", "in order", start + " after " + last);
            annotations.add(new SigmfAnnotation(start, annotation.count("core:sample_count").orElse(0),
                    annotation.text("core:label").orElse(""), annotation.namespace(NAMESPACE)));
            last = start;
        }
        return new SigmfMetadata(format.get(), rate, global.text("core:hw"), sha, global.namespace(NAMESPACE), captures, annotations);
    }

    static void write(Path file, SigmfMetadata metadata) {
        ObjectNode root = MAPPER.createObjectNode();
        ObjectNode global = root.putObject("global");
        global.put("core:datatype", metadata.format().datatype());
        global.put("core:version", VERSION);
        metadata.sampleRateHz().ifPresent(rate -> global.put("core:sample_rate", rate));
        metadata.hardware().ifPresent(hardware -> global.put("core:hw", hardware));
        metadata.sha512().ifPresent(sha -> global.put("core:sha512", sha));
        global.put("core:num_channels", 1);
        global.put("core:recorder", "semlink");
        global.putArray("core:extensions").addObject().put("name", NAMESPACE).put("version", NAMESPACE_VERSION).put("optional", true);
        putAll(global, metadata.values());
        ArrayNode captures = root.putArray("captures");
        for (SigmfCapture capture : metadata.captures()) {
            ObjectNode node = captures.addObject().put("core:sample_start", capture.sampleStart());
            capture.frequencyHz().ifPresent(frequency -> node.put("core:frequency", frequency));
            capture.globalIndex().ifPresent(index -> node.put("core:global_index", index));
        }
        ArrayNode annotations = root.putArray("annotations");
        for (SigmfAnnotation annotation : metadata.annotations()) {
            ObjectNode node = annotations.addObject().put("core:sample_start", annotation.sampleStart());
            if (annotation.sampleCount() > 0) {
                node.put("core:sample_count", annotation.sampleCount());
            }
            if (!annotation.label().isEmpty()) {
                node.put("core:label", annotation.label());
            }
            putAll(node, annotation.values());
        }
        byte[] bytes = (root.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
        SafeFiles.write(file, out -> out.write(bytes));
    }

    private static void putAll(ObjectNode node, Map<String, Object> values) {
        values.forEach((key, value) -> node.set(NAMESPACE + ":" + key, MAPPER.<JsonNode>valueToTree(value)));
    }
}
