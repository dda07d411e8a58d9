// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.semlink.calibration.KnownSymbolNoise;
import org.semlink.common.SemlinkException;
import org.semlink.testbench.result.OutputFolder;

/** The bursts of ordinary traffic as results on disk tell of them: those that were received under one calibration. */
final class TrafficResults {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private TrafficResults() {
    }

    /** Bursts of all results under {@code folders} whose timestep map names the calibration by {@code mark}, in order of date and path. */
    static List<KnownSymbolNoise> read(List<Path> folders, String mark) {
        List<KnownSymbolNoise> bursts = new ArrayList<>();
        int others = 0;
        for (JsonNode result : results(folders)) {
            if (!result.at("/diffusion/map").asText().contains(mark)) {
                others++;
                continue;
            }
            for (JsonNode burst : result.at("/link/known_symbols")) {
                bursts.add(new KnownSymbolNoise(burst.get("snr_db").doubleValue(), burst.get("excess_db").doubleValue(),
                        burst.get("deviation_db").doubleValue(), burst.get("floored").booleanValue()));
            }
        }
        if (bursts.isEmpty()) {
            throw SemlinkException.input("no burst under --traffic was received with this calibration (%d results with another one or none); "
                    + "receive with --calibration first", others);
        }
        return bursts;
    }

    private static List<JsonNode> results(List<Path> folders) {
        List<JsonNode> results = new ArrayList<>();
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(f -> f.endsWith(OutputFolder.RESULT)).sorted().toList()) {
                    results.add(MAPPER.readTree(file.toFile()));
                }
            } catch (JsonProcessingException e) {
                throw SemlinkException.input("a result under --traffic %s is not JSON (%s); delete it or leave it out", folder,
                        e.getOriginalMessage()).causedBy(e);
            } catch (IOException e) {
                throw SemlinkException.input("cannot read --traffic %s; give a folder that 'semlink link' or 'receive' wrote", folder).causedBy(e);
            }
        }
        return results;
    }
}
