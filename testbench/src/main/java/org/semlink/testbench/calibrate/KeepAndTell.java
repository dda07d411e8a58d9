// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import java.nio.file.Path;
import java.util.Locale;
import org.semlink.calibration.Calibration;
import org.semlink.calibration.CalibrationFile;
import org.semlink.testbench.cli.Interruption;
import org.semlink.testbench.cli.Progress;

/** Keeps every point on disk as soon as it is measured, and tells how far the calibration is. */
final class KeepAndTell implements Calibrator.Listener {

    private final Path file;
    private final Progress progress;
    private final Interruption interruption;

    KeepAndTell(Path file, Progress progress, Interruption interruption) {
        this.file = file;
        this.progress = progress;
        this.interruption = interruption;
    }

    @Override
    public boolean goOn() {
        return !interruption.requested();
    }

    @Override
    public void visited(Calibration soFar, int visits, double levelDb, double uncertaintyDb) {
        CalibrationFile.keep(file, soFar);
        progress.say(String.format(Locale.ROOT, "link: visit %d at %.1f dB, %d bursts heard, correction known to %.2f dB", visits, levelDb,
                soFar.points().size(), uncertaintyDb));
    }

    @Override
    public void swept(Calibration soFar, int done, int of) {
        progress.say(String.format("receiver: picture %d of %d swept", done, of));
    }
}
