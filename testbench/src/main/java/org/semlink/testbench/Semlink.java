// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.util.Locale;
import org.semlink.testbench.calibrate.CalibrateCommand;
import org.semlink.testbench.cli.ErrorLines;
import org.semlink.testbench.cli.LinkCommand;
import org.semlink.testbench.cli.ReceiveCommand;
import org.semlink.testbench.cli.SiConverter;
import org.semlink.testbench.cli.StandardOutput;
import org.semlink.testbench.cli.TransmitCommand;
import org.semlink.testbench.cli.Version;
import org.semlink.testbench.doctor.DoctorCommand;
import org.semlink.testbench.experiment.SweepCommand;
import org.semlink.testbench.models.ModelsCommand;
import org.semlink.testbench.radios.RadiosCommand;
import org.semlink.testbench.report.ReportCommand;
import org.semlink.testbench.shell.CompletionCommand;
import org.semlink.testbench.shell.ManCommand;
import org.semlink.testbench.train.TrainCommand;
import org.semlink.testbench.watch.WatchCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code semlink} command: its verbs, each in a file of its own, and the exit codes. */
@Command(name = "semlink", mixinStandardHelpOptions = true, version = "semlink " + Version.TEXT, usageHelpAutoWidth = true,
        description = "Sends pictures over radio links and restores them by diffusion.",
        commandListHeading = "%nVerbs:%n", optionListHeading = "%nOptions:%n", exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done", "1:the experiment failed its own criteria, such as a training that diverged", "2:wrong usage or bad input",
            "3:hardware or environment", "70:a bug in semlink", "130:interrupted"},
        subcommands = {LinkCommand.class, TransmitCommand.class, ReceiveCommand.class, CalibrateCommand.class, WatchCommand.class,
            RadiosCommand.class, ModelsCommand.class, TrainCommand.class, SweepCommand.class, ReportCommand.class, BenchCommand.class,
            DoctorCommand.class, CompletionCommand.class, ManCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {"  semlink link", "  semlink link --help", "  semlink completion bash"})
public final class Semlink implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no verb given; start with 'semlink link'");
    }

    /** The command with all its verbs. */
    public static CommandLine commandLine() {
        return SiConverter.installOn(new CommandLine(new Semlink())).setCaseInsensitiveEnumValuesAllowed(true).setExecutionStrategy(WatchCommand::execute);
    }

    /** Runs one command line and returns its exit code. */
    public static int execute(PrintWriter out, PrintWriter err, String... args) {
        return ErrorLines.installOn(commandLine().setOut(out).setErr(err)).run(args);
    }

    public static void main(String[] args) {
        // Numbers and names of files are the same everywhere.
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        PrintWriter out = new PrintWriter(System.out, true);
        PrintWriter err = new PrintWriter(System.err, true);
        System.exit(StandardOutput.ended(execute(out, err, args), out, new FileOutputStream(FileDescriptor.out), err));
    }
}
