// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import java.nio.file.Path;
import org.semlink.calibration.Calibration;
import org.semlink.calibration.CalibrationFile;
import org.semlink.testbench.cli.Interruption;

/** Keeps every point and every sweep on disk as soon as it is measured, tells of it, and ends when it is interrupted. */
final class KeepAndTell implements Calibrator.Listener {

    private final Path file;
    private final Told told;
    private final Interruption interruption;

    KeepAndTell(Path file, Told told, Interruption interruption) {
        this.file = file;
        this.told = told;
        this.interruption = interruption;
    }

    @Override
    public boolean goOn() {
        return !interruption.requested();
    }

    @Override
    public void visited(Calibration soFar, int visits, double levelDb, double uncertaintyDb) {
        CalibrationFile.keep(file, soFar);
        told.visited(soFar, visits, levelDb, uncertaintyDb);
    }

    @Override
    public void swept(Calibration soFar, int done, int of) {
        CalibrationFile.keep(file, soFar);
        told.swept(soFar, done, of);
    }
}
