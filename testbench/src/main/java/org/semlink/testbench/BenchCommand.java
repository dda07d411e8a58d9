// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench;

import org.semlink.testbench.calibrate.BenchCalibrationCommand;
import org.semlink.testbench.noisemap.BenchNoiseMapCommand;
import org.semlink.testbench.quality.BenchQualityCommand;
import org.semlink.testbench.receiver.BenchReceiverCommand;
import org.semlink.testbench.speed.BenchModelCommand;
import org.semlink.testbench.speed.BenchRadioCommand;
import org.semlink.testbench.watch.BenchWatchCommand;
import picocli.CommandLine.Command;

/** {@code semlink bench}: measurements of the project itself. */
@Command(name = "bench", mixinStandardHelpOptions = true,
        description = "Measure quality of a model or of the receiver, speed of the radio or of a model, truth of the noise map, or cost of the live page.",
        footerHeading = "%nExamples:%n", footer = {"  semlink bench quality --images photos/", "  semlink bench receiver", "  semlink bench radio", "  semlink bench model --device gpu"},
        subcommands = {BenchQualityCommand.class, BenchReceiverCommand.class, BenchRadioCommand.class, BenchModelCommand.class, BenchNoiseMapCommand.class, BenchCalibrationCommand.class,
            BenchWatchCommand.class})
public final class BenchCommand {
}
