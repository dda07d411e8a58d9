// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.semlink.common.Registry;
import org.semlink.common.SemlinkException;
import org.semlink.testbench.train.ConfigDefaults;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.PicocliException;
import picocli.CommandLine.UnmatchedArgumentException;
import picocli.CommandLine;

/**
 * Errors as the user sees them: one line on stderr and the documented exit code; {@code --verbose} adds the trace.
 *
 * <p>Anything that is neither a usage error nor a {@link SemlinkException} is a bug and says so.
 */
public final class ErrorLines {

    /** Exit code of a bug in semlink itself (EX_SOFTWARE of sysexits.h). */
    public static final int BUG = 70;

    private final CommandLine line;

    private ErrorLines(CommandLine line) {
        this.line = line;
    }

    /** Takes over all error handling of a command line. */
    public static ErrorLines installOn(CommandLine line) {
        ErrorLines errors = new ErrorLines(line);
        line.setParameterExceptionHandler(errors::usage);
        IExecutionStrategy strategy = line.getExecutionStrategy();
        line.setExecutionStrategy(parsed -> wrapped(line, () -> strategy.execute(whole(parsed))));
        line.setExecutionExceptionHandler((e, command, parsed) -> errors.failure(e, command, parsed));
        return errors;
    }

    /** The parsed line with quiet stdout where that is asked for; an unknown verb is an error beside --help too, where picocli prints help. */
    private static ParseResult whole(ParseResult parsed) {
        ParseResult leaf = parsed;
        while (leaf.hasSubcommand()) {
            leaf = leaf.subcommand();
        }
        if (!leaf.unmatched().isEmpty()) {
            throw new UnmatchedArgumentException(leaf.commandSpec().commandLine(), leaf.unmatched());
        }
        if (leaf.hasMatchedOption(CommonOptions.QUIET) && !leaf.hasMatchedOption("--json")) {
            parsed.asCommandLineList().forEach(level -> level.setOut(new PrintWriter(Writer.nullWriter())));
        }
        return parsed;
    }

    /** Runs it; what even the execution handler does not see, such as exhausted memory, ends in a line as well. */
    public int run(String... args) {
        try {
            line.setDefaultValueProvider(ConfigDefaults.of(args));
            return line.execute(args);
        } catch (SemlinkException e) {
            return print(e.kind().exitCode(), "%s", firstLine(e));
        } catch (OutOfMemoryError e) {
            return print(SemlinkException.Kind.ENVIRONMENT.exitCode(),
                    "out of memory (%s); send smaller pictures, or give Java more with SEMLINK_JAVA_OPTIONS=-Xmx8g", e.getMessage());
        } catch (LinkageError e) {
            return print(SemlinkException.Kind.ENVIRONMENT.exitCode(), "a native library does not load (%s); see GPU and platforms in README.md",
                    firstLine(e));
        }
    }

    /** What is thrown around a verb comes as what a verb throws, so that errors are handled in one place. */
    private static int wrapped(CommandLine line, IntSupplier execution) {
        try {
            return execution.getAsInt();
        } catch (PicocliException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new ExecutionException(line, String.valueOf(e.getMessage()), e);
        }
    }

    private int usage(ParameterException e, String[] args) {
        Optional<SemlinkException> known = Stream.iterate((Throwable) e, Objects::nonNull, Throwable::getCause).filter(SemlinkException.class::isInstance)
                .map(SemlinkException.class::cast).findFirst();
        if (known.isPresent()) {
            // Such as a bad value in the file of --config, around which Picocli puts words of its own.
            return print(known.get().kind().exitCode(), "%s", firstLine(known.get()));
        }
        CommandLine command = e.getCommandLine();
        String hint = "";
        if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getSuggestions().isEmpty()) {
            hint = ", did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?";
        }
        String text = unknownVerb(e).orElse(firstLine(e) + hint);
        return print(command.getCommandSpec().exitCodeOnInvalidInput(), "%s; see '%s --help'", text, command.getCommandSpec().qualifiedName());
    }

    private static Optional<String> unknownVerb(ParameterException e) {
        Set<String> verbs = e.getCommandLine().getSubcommands().keySet();
        if (verbs.isEmpty() || !(e instanceof UnmatchedArgumentException unmatched) || unmatched.isUnknownOption()) {
            return Optional.empty();
        }
        String verb = unmatched.getUnmatched().get(0);
        return Optional.of("unknown verb '" + verb + "'" + Registry.nearest(verb, verbs).map(n -> ", did you mean '" + n + "'?").orElse("")
                + "; known: " + String.join(", ", verbs));
    }

    private int failure(Exception e, CommandLine command, ParseResult parsed) {
        int code = e instanceof SemlinkException known ? known.kind().exitCode() : BUG;
        if (code == BUG) {
            print(code, "internal error, a bug in semlink: %s; please report it with the output of --verbose", e);
        } else {
            print(code, "%s", firstLine(e));
        }
        if (isVerbose(parsed)) {
            e.printStackTrace(line.getErr());
        }
        return code;
    }

    private static boolean isVerbose(ParseResult parsed) {
        for (ParseResult level = parsed; level != null; level = level.hasSubcommand() ? level.subcommand() : null) {
            if (level.hasMatchedOption("--verbose")) {
                return true;
            }
        }
        return false;
    }

    private int print(int code, String format, Object... args) {
        line.getErr().println("semlink: " + String.format(java.util.Locale.ROOT, format, args));
        line.getErr().flush();
        return code;
    }

    private static String firstLine(Throwable e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        return message.lines().findFirst().orElse(message);
    }
}
