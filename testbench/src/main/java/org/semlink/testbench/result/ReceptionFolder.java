// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.result;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.semlink.common.SafeFiles;
import org.semlink.common.SemlinkException;
import org.semlink.testbench.line.TrialResult;

/**
 * The results of a reception of any length: {@code picture-00001/...} and so on as they come, each whole or not at all, and
 * {@code summary.json}, of the schema of {@link SummaryJson} with {@code reception} beside {@code results}, at the beginning and at the end.
 */
public final class ReceptionFolder {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path target;
    private final long keep;
    private long pictures;

    private ReceptionFolder(Path target, long keep) {
        this.target = target;
        this.keep = keep;
    }

    /**
     * Makes the folder, or empties one of earlier results if {@code overwrite}; one that holds anything else is refused.
     *
     * @param keep pictures that stay at most: the oldest go
     */
    public static ReceptionFolder prepare(Path target, boolean overwrite, long keep) {
        Path absolute = target.toAbsolutePath().normalize();
        OutputFolder.refuseIfTaken(target, absolute, overwrite);
        try {
            OutputFolder.delete(absolute);
            Files.createDirectories(absolute);
        } catch (IOException e) {
            throw SemlinkException.environment("cannot write results to %s (%s); choose a folder that can be written with --out", target,
                    OutputFolder.reason(e)).causedBy(e);
        }
        return new ReceptionFolder(absolute, keep);
    }

    public Path target() {
        return target;
    }

    /** Number of pictures written. */
    public long pictures() {
        return pictures;
    }

    /** Writes the next picture; the name of its folder. */
    public String add(TrialResult trial, ObjectNode result) {
        String name = name(pictures + 1);
        Path work = target.resolve("." + name + ".part");
        try {
            Files.createDirectory(work);
            ResultWriter.write(work, trial, result);
            Files.move(work, target.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            if (pictures >= keep) {
                forget(name(pictures + 1 - keep));
            }
        } catch (IOException e) {
            throw SemlinkException.environment("cannot write %s (%s); is the disk full?", target.resolve(name), OutputFolder.reason(e))
                    .causedBy(e);
        }
        pictures++;
        return name;
    }

    /** Whole or not at all in this direction as well. */
    private void forget(String name) throws IOException {
        Path gone = target.resolve("." + name + ".part");
        Files.move(target.resolve(name), gone, StandardCopyOption.ATOMIC_MOVE);
        OutputFolder.delete(gone);
    }

    private static String name(long number) {
        return String.format(Locale.ROOT, "picture-%05d", number);
    }

    /** Writes {@code summary.json}: {@code reception} and every result that is kept, read back one by one. */
    public void summarise(ObjectNode reception) {
        SafeFiles.write(target.resolve(OutputFolder.SUMMARY), out -> {
            try (JsonGenerator json = MAPPER.getFactory().createGenerator(out).setPrettyPrinter(new DefaultPrettyPrinter())) {
                json.writeStartObject();
                json.writeNumberField("schema", ResultJson.SCHEMA);
                json.writeObjectField("reception", reception);
                json.writeArrayFieldStart("results");
                for (long i = Math.max(0, pictures - keep) + 1; i <= pictures; i++) {
                    JsonNode result = MAPPER.readTree(target.resolve(name(i)).resolve(OutputFolder.RESULT).toFile());
                    json.writeObject(MAPPER.createObjectNode().put("folder", name(i)).set("result", result));
                }
                json.writeEndArray();
                json.writeEndObject();
                json.writeRaw('\n');
            }
        });
    }
}
