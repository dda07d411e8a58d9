// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.watch;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.semlink.common.SemlinkException;
import org.semlink.testbench.calibrate.CalibrateCommand;
import org.semlink.testbench.cli.CommonOptions;
import org.semlink.testbench.cli.Interruption;
import org.semlink.testbench.cli.LinkCommand;
import org.semlink.testbench.cli.ReceiveCommand;
import org.semlink.testbench.experiment.SweepCommand;
import org.semlink.testbench.live.Watchable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;

/** {@code semlink watch VERB ...}: runs a verb as it is, with a page in the browser that shows it live. */
@Command(name = "watch", mixinStandardHelpOptions = true, usageHelpAutoWidth = true,
        description = "Runs a verb with all its options and shows it live in the browser: constellation, spectrum, SNR, timestep and the picture "
                + "as it comes in and is denoised. The page is for this machine alone; with --bind others see it who have the token.",
        commandListHeading = "%nVerbs:%n", optionListHeading = "%nOptions:%n", footerHeading = "%nExamples:%n",
        footer = {
            "  semlink watch link --image photo.jpg --radio sim:snr=5",
            "  semlink watch --port 9000 receive --rx soapy:driver=rtlsdr,freq=2.45G,gain=30",
            "  semlink watch sweep experiment.yaml",
            "  semlink watch --bind 0.0.0.0 calibrate --radio sim:profile=hackrf"},
        subcommands = {LinkCommand.class, ReceiveCommand.class, CalibrateCommand.class, SweepCommand.class})
public final class WatchCommand implements Runnable {

    private static final int PORTS = 1 << 16;

    @Option(names = "--port", paramLabel = "N", description = "Port of the page, 0 for any free one. Default: ${DEFAULT-VALUE}")
    private int port = 8471;

    @Option(names = "--bind", paramLabel = "ADDRESS",
            description = "Address to serve at; 0.0.0.0 for all of this machine. Any but loopback needs the token that is printed. "
                    + "Default: ${DEFAULT-VALUE}")
    private String bind = "127.0.0.1";

    @Option(names = "--token", paramLabel = "TEXT", defaultValue = "${env:SEMLINK_WATCH_TOKEN}",
            description = "Token to ask for, also on loopback. Default: the environment's SEMLINK_WATCH_TOKEN, else drawn at random where one is needed")
    private String token;

    @Option(names = "--wait", description = "Begin when a page is open.")
    private boolean await;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "watch needs a verb: " + String.join(", ", spec.subcommands().keySet()));
    }

    /** Runs a command line: the last verb in it, under a live page if {@code watch} stands before it. */
    public static int execute(ParseResult parsed) {
        List<CommandLine> levels = parsed.asCommandLineList();
        boolean help = levels.stream().anyMatch(level -> level.isUsageHelpRequested() || level.isVersionHelpRequested());
        for (int i = 0; i + 1 < levels.size() && !help; i++) {
            if (levels.get(i).getCommand() instanceof WatchCommand watch) {
                return watch.around(parsed, levels.get(i + 1));
            }
        }
        return new RunLast().execute(parsed);
    }

    /** The verb with its options, without those of the page; of {@code args} that stood in a file too. */
    private static String title(List<String> args, CommandLine verb) {
        return String.join(" ", args.subList(args.indexOf(verb.getCommandName()), args.size()));
    }

    private int around(ParseResult parsed, CommandLine verb) {
        if (port < 0 || port >= PORTS) {
            throw SemlinkException.input("--port must be from 0 to 65535, got %d", port);
        }
        InetAddress address = address();
        Access access = Access.of(address, token);
        LiveState state = new LiveState(title(parsed.expandedArgs(), verb));
        try (WatchServer server = WatchServer.start(state, access, address, port)) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("Live page: " + server.address());
            err.flush();
            verb.<Watchable>getCommand().watchedBy(state);
            String end = "failed";
            try {
                if (await) {
                    state.awaitViewer();
                }
                int code = new RunLast().execute(parsed);
                end = code == 0 ? "done" : code == Interruption.EXIT_CODE ? "interrupted" : "ended with exit code " + code;
                return code;
            } catch (ExecutionException e) {
                end = "failed: " + (e.getCause() == null ? e : e.getCause()).getMessage();
                throw e;
            } finally {
                server.lastWord(end);
            }
        }
    }

    private InetAddress address() {
        try {
            return InetAddress.getByName(bind);
        } catch (UnknownHostException e) {
            throw SemlinkException.input("--bind must be an address of this machine such as 127.0.0.1 or 0.0.0.0, got '%s'", bind).causedBy(e);
        }
    }
}
