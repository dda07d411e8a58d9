// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.semlink.common.SemlinkException;
import org.semlink.radio.Radio;
import org.semlink.radio.file.PieceLimit;
import org.semlink.testbench.line.RadioStrings;
import picocli.CommandLine.Option;

/** Whether, and in what pieces, what is received is also recorded. */
final class RecordOptions {

    @Option(names = "--record", paramLabel = "FILE", description = "Also record what is received:%n.sigmf-meta, .cf32, .cs16, .cs8 or .cu8")
    private Path record;

    @Option(names = "--record-seconds", paramLabel = "S",
            description = "Record in pieces of so many seconds: FILE-00001 and so on, each whole in itself. 'file:FILE' replays them as one.")
    private Double seconds;

    @Option(names = "--record-bytes", paramLabel = "N", description = "Record in pieces of so many bytes of samples, such as 2G.")
    private Long bytes;

    @Option(names = "--record-keep", paramLabel = "N", description = "Keep the newest N pieces alone. Default: all")
    private Integer keep;

    /** Refuses what cannot be, before anything is opened. */
    void check() {
        limit();
    }

    /** {@code opened}, recorded if that is asked for. */
    Radio recorded(Radio opened) {
        return RadioStrings.recorded(opened, record, limit());
    }

    private Optional<PieceLimit> limit() {
        if (record == null && (seconds != null || bytes != null || keep != null)) {
            throw SemlinkException.input("--record-seconds, --record-bytes and --record-keep need --record FILE, got none; add it");
        }
        if (seconds == null && bytes == null) {
            if (keep != null) {
                throw SemlinkException.input("--record-keep %d needs pieces; add --record-seconds or --record-bytes", keep);
            }
            return Optional.empty();
        }
        return Optional.of(new PieceLimit(seconds == null ? Double.POSITIVE_INFINITY : seconds, bytes == null ? Long.MAX_VALUE : bytes,
                keep == null ? Integer.MAX_VALUE : keep));
    }
}
