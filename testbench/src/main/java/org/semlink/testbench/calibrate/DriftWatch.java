// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.semlink.calibration.DriftMonitor;
import org.semlink.calibration.KnownSymbolNoise;
import org.semlink.calibration.LinkCalibration;
import org.semlink.radio.waveform.LinkState;

/** Holds every burst of ordinary traffic against the calibration that the receiver follows. One thread. */
public final class DriftWatch {

    private final Path file;
    private final Optional<DriftMonitor> monitor;

    /** @param link the link's part of the calibration; empty where none is followed, and nothing can drift */
    DriftWatch(Path file, Optional<LinkCalibration> link) {
        this.file = file;
        this.monitor = link.map(l -> new DriftMonitor(l.excess()));
    }

    /** Takes the bursts of a picture; what to say when it is with them that the calibration stops to fit. */
    public Optional<String> heard(List<LinkState> bursts) {
        if (monitor.isEmpty() || monitor.get().drifted()) {
            return Optional.empty();
        }
        for (LinkState burst : bursts) {
            if (monitor.get().add(KnownSymbolNoise.of(burst))) {
                return Optional.of(String.format(Locale.ROOT, "the calibration %s no longer fits this link: over %d bursts known symbols show "
                        + "%+.2f dB more noise beyond the estimate than when it was made; see 'semlink calibrate --check' and '--refresh'",
                        file.getFileName(), monitor.get().bursts(), monitor.get().shiftDb()));
            }
        }
        return Optional.empty();
    }

    /** Puts {@code drift} into a summary, where a calibration is followed. */
    public void write(ObjectNode summary) {
        monitor.ifPresent(m -> summary.putObject("drift").put("bursts", m.bursts()).put("shift_db", m.shiftDb()).put("drifted", m.drifted()));
    }
}
