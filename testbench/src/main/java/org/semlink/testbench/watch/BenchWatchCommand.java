// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.watch;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.semlink.common.SemlinkException;
import org.semlink.testbench.cli.CommonOptions;
import org.semlink.testbench.cli.Interruption;
import org.semlink.testbench.cli.JsonOption;
import org.semlink.testbench.quality.Mean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code semlink bench watch}: what a page that looks on costs the receiver. */
@Command(name = "watch", mixinStandardHelpOptions = true, usageHelpAutoWidth = true,
        description = "Measures how much slower the receiver decodes bursts while a live page is open, in rounds that alternate: once with samples "
                + "that come as fast as they are taken, once at a rate as a radio brings them. Exit code 1 if it is slower by more than 2 %%, beyond "
                + "chance. Where the system tells, the time is shown in which the receiver was ready and had no core: some systems put several "
                + "threads on one core while another is free.",
        footerHeading = "%nExamples:%n", footer = {"  semlink bench watch --rounds 100", "  semlink bench watch --rate 10M --seconds 1 --json"})
public final class BenchWatchCommand implements Callable<Integer> {

    private static final double LIMIT = 0.02;

    @Option(names = "--rounds", paramLabel = "N", description = "Pairs of rounds of each kind, at least 2. Default: ${DEFAULT-VALUE}")
    private int rounds = 60;

    @Option(names = "--seconds", paramLabel = "S", description = "Length of a round. Default: ${DEFAULT-VALUE}")
    private double seconds = 0.5;

    @Option(names = "--rate", paramLabel = "HZ", defaultValue = "20M", description = "Samples a second in real time. Default: ${DEFAULT-VALUE}")
    private double rateHz;

    @Mixin
    private CommonOptions common;

    @Mixin
    private JsonOption json;

    @Spec
    private CommandSpec spec;

    /** A round without the page and one with it. */
    private record Pair(WatchBench.Round alone, WatchBench.Round watched) {

        /** How much less of {@code rate} there is with the page, as a part of 1. */
        double lost(ToDoubleFunction<WatchBench.Round> rate) {
            return 1 - rate.applyAsDouble(watched) / rate.applyAsDouble(alone);
        }
    }

    @Override
    public Integer call() {
        if (rounds < 2 || !(seconds > 0 && seconds <= 60) || !(rateHz >= 1e5 && rateHz <= 1e9)) {
            throw SemlinkException.input("--rounds must be at least 2, --seconds from 0 to 60 and --rate from 100k to 1G, got %d, %s and %s", rounds,
                    seconds, rateHz);
        }
        List<Pair> fast = new ArrayList<>();
        List<Pair> paced = new ArrayList<>();
        try (Interruption interruption = new Interruption(); WatchBench bench = new WatchBench()) {
            // What the compiler learns in the first rounds is not measured.
            pair(bench, Double.POSITIVE_INFINITY, true);
            for (int i = 0; i < rounds && !interruption.requested(); i++) {
                fast.add(pair(bench, Double.POSITIVE_INFINITY, i % 2 == 0));
                paced.add(pair(bench, rateHz, i % 2 == 0));
            }
            if (!paced.isEmpty()) {
                report(bench, fast, paced);
            }
            return interruption.requested() ? Interruption.EXIT_CODE : tooSlow(fast) || tooSlow(paced) ? 1 : 0;
        }
    }

    /** Each comes first as often as the other. */
    private Pair pair(WatchBench bench, double rate, boolean aloneFirst) {
        WatchBench.Round first = aloneFirst ? bench.alone(seconds, rate) : bench.watched(seconds, rate);
        WatchBench.Round second = aloneFirst ? bench.watched(seconds, rate) : bench.alone(seconds, rate);
        return aloneFirst ? new Pair(first, second) : new Pair(second, first);
    }

    private static double perSecond(WatchBench.Round round) {
        return round.samples() / round.clockS();
    }

    private static double perProcessorSecond(WatchBench.Round round) {
        return round.samples() / round.processorS();
    }

    private static double waiting(WatchBench.Round round) {
        return round.waitS() / round.clockS();
    }

    private static boolean tooSlow(List<Pair> pairs) {
        return Mean.of(pairs, p -> p.lost(BenchWatchCommand::perSecond)).low() > LIMIT
                || Mean.of(pairs, p -> p.lost(BenchWatchCommand::perProcessorSecond)).low() > LIMIT;
    }

    private void report(WatchBench bench, List<Pair> fast, List<Pair> paced) {
        PrintWriter out = spec.commandLine().getOut();
        if (json.wanted()) {
            JsonOption.print(out, Map.of("rounds", paced.size(), "limit", LIMIT, "full_speed", figures(fast), "real_time", figures(paced), "rate_hz", rateHz,
                    "updates_per_second", bench.updatesPerSecond(), "page_share_of_a_core", bench.pageShare()));
            return;
        }
        out.printf("%-40s %9s %9s   slower by, %%%n", "", "alone", "watched");
        print(out, "as fast as it can, million samples/s", fast);
        line(out, "  waiting for a core, % of the time", fast, r -> 100 * waiting(r));
        print(out, String.format(Locale.ROOT, "at %.4g million samples/s, while it works", rateHz / 1e6), paced);
        line(out, "  furthest behind, ms", paced, r -> 1e3 * r.behindS());
        out.printf(Locale.ROOT, "the page took %.1f updates a second and %.1f %% of a core; at most %.0f %% slower wanted%n", bench.updatesPerSecond(),
                100 * bench.pageShare(), 100 * LIMIT);
        out.flush();
    }

    private static void print(PrintWriter out, String title, List<Pair> pairs) {
        out.println(title);
        rate(out, "  on the clock", pairs, BenchWatchCommand::perSecond);
        rate(out, "  of the thread's processor time", pairs, BenchWatchCommand::perProcessorSecond);
    }

    private static void rate(PrintWriter out, String name, List<Pair> pairs, ToDoubleFunction<WatchBench.Round> rate) {
        Mean lost = Mean.of(pairs, p -> p.lost(rate));
        out.printf(Locale.ROOT, "%-40s %9.2f %9.2f   %.2f [%.2f, %.2f]%n", name, mean(pairs, p -> rate.applyAsDouble(p.alone)) / 1e6,
                mean(pairs, p -> rate.applyAsDouble(p.watched)) / 1e6, 100 * lost.value(), 100 * lost.low(), 100 * lost.high());
    }

    private static void line(PrintWriter out, String name, List<Pair> pairs, ToDoubleFunction<WatchBench.Round> value) {
        out.printf(Locale.ROOT, "%-40s %9.2f %9.2f%n", name, mean(pairs, p -> value.applyAsDouble(p.alone)), mean(pairs, p -> value.applyAsDouble(p.watched)));
    }

    private static double mean(List<Pair> pairs, ToDoubleFunction<Pair> value) {
        return pairs.stream().mapToDouble(value).average().orElseThrow();
    }

    private static Map<String, Object> figures(List<Pair> pairs) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("clock", figure(pairs, BenchWatchCommand::perSecond));
        all.put("processor", figure(pairs, BenchWatchCommand::perProcessorSecond));
        all.put("waiting_s_alone", JsonOption.finite(mean(pairs, p -> p.alone.waitS())));
        all.put("waiting_s_watched", JsonOption.finite(mean(pairs, p -> p.watched.waitS())));
        all.put("behind_s_alone", JsonOption.finite(mean(pairs, p -> p.alone.behindS())));
        all.put("behind_s_watched", JsonOption.finite(mean(pairs, p -> p.watched.behindS())));
        return all;
    }

    private static Map<String, Object> figure(List<Pair> pairs, ToDoubleFunction<WatchBench.Round> rate) {
        Mean lost = Mean.of(pairs, p -> p.lost(rate));
        return Map.of("samples_per_second_alone", mean(pairs, p -> rate.applyAsDouble(p.alone)), "samples_per_second_watched",
                mean(pairs, p -> rate.applyAsDouble(p.watched)), "slower", lost.value(), "slower_low", lost.low(), "slower_high", lost.high());
    }
}
