// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.noisemap;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.semlink.common.SemlinkException;
import org.semlink.radio.waveform.Waveform;
import org.semlink.radio.waveform.Waveforms;
import org.semlink.testbench.cli.CommonOptions;
import org.semlink.testbench.cli.Interruption;
import org.semlink.testbench.cli.Invocation;
import org.semlink.testbench.cli.JsonOption;
import org.semlink.testbench.cli.Names;
import org.semlink.testbench.cli.SiConverter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code semlink bench noise-map}: is the predicted error of every payload symbol the one that is measured? */
@Command(name = "noise-map", mixinStandardHelpOptions = true, usageHelpAutoWidth = true,
        description = "Predicted against measured error of payload symbols over simulated links, in dB: 0 is a noise map that tells the truth. "
                + "Columns: snr, the receiver's estimate, dB; measured, mean error of the symbols received, dB; gap, mean prediction over mean error; "
                + "first, middle and last, the same for thirds of the payload, every symbol weighted by its own prediction; limited, bursts that the "
                + "receiver called impairment-limited.",
        footerHeading = "%nExamples:%n",
        footer = {"  semlink bench noise-map --bursts 20", "  semlink bench noise-map --link channel=rayleigh,doppler=100 --snr 20 --waveform ofdm:midamble=16"})
public final class BenchNoiseMapCommand implements Callable<Integer> {

    private static final Map<String, String> LINKS = links();

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private JsonOption json;

    @Option(names = "--waveform", completionCandidates = Names.OfWaveforms.class, paramLabel = "WAVEFORM", defaultValue = "ofdm",
            description = "ofdm, with mid-ambles as in ofdm:midamble=16, or single-carrier (default: ${DEFAULT-VALUE}).")
    private String waveformName;

    @Option(names = "--link", paramLabel = "OPTIONS", description = "Options of the simulated radio (default: a list of hostile links).")
    private List<String> links;

    @Option(names = "--snr", paramLabel = "DB", converter = SiConverter.Decibels.class, split = ",", defaultValue = "0,10,20,30",
            description = "Es/N0 in dB, one or more (default: ${DEFAULT-VALUE}).")
    private List<Double> snrs;

    @Option(names = "--bursts", paramLabel = "N", defaultValue = "20", description = "Bursts per row (default: ${DEFAULT-VALUE}).")
    private int bursts;

    @Option(names = "--symbols", paramLabel = "N", defaultValue = "23040", description = "Payload symbols per burst (default: ${DEFAULT-VALUE}).")
    private int symbols;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed of everything random (default: ${DEFAULT-VALUE}).")
    private long seed;

    private static Map<String, String> links() {
        Map<String, String> links = new LinkedHashMap<>();
        links.put("AWGN", "channel=awgn");
        links.put("echo at 3 samples, -12 dB", "channel=multipath");
        links.put("Rician K 10 dB, Doppler 10 Hz", "channel=rician,doppler=10");
        links.put("Rayleigh, Doppler 5 Hz", "channel=rayleigh,doppler=5");
        links.put("Rayleigh, Doppler 20 Hz", "channel=rayleigh,doppler=20");
        links.put("Rayleigh, Doppler 50 Hz", "channel=rayleigh,doppler=50");
        links.put("TDL-A, 50 ns rms", "channel=tdl-a,rms=50n");
        links.put("8-bit converter at -20 dBFS", "channel=awgn,adc=8,adc-level=-20");
        links.put("phase noise 30 Hz", "channel=awgn,phasenoise=30");
        links.put("amplifier, 6 dB back-off", "channel=awgn,pa=6");
        links.put("LO leakage -20 dBc, CFO 2 kHz", "channel=awgn,lo=-20,cfo=2k");
        links.put("tone, -13 dB, between carriers", "channel=awgn,interferer=-13,interferer-freq=123k");
        return links;
    }

    @Override
    public Integer call() {
        Waveform waveform = Waveforms.of(waveformName);
        if (bursts < 1 || symbols < NoiseMapRow.THIRDS || symbols > waveform.maxPayloadSymbols()) {
            throw SemlinkException.input("--bursts must be at least 1 and --symbols %d to %d, got %d and %d", NoiseMapRow.THIRDS,
                    waveform.maxPayloadSymbols(), bursts, symbols);
        }
        PrintWriter out = json.text(spec.commandLine().getOut());
        out.printf(Locale.ROOT, "%-34s %5s %9s %7s %8s %6s %7s %7s %7s %8s%n", "link", "Es/N0", "received", "snr", "measured", "gap", "first",
                "middle", "last", "limited");
        Map<String, String> chosen = links == null ? LINKS
                : links.stream().collect(Collectors.toMap(link -> link, link -> link, (a, b) -> a, LinkedHashMap::new));
        List<Map<String, Object>> rows = new ArrayList<>();
        try (Interruption interruption = new Interruption()) {
            boolean whole = interruption.finished(() -> chosen.forEach((name, options) -> snrs.forEach(snrDb -> {
                NoiseMapRow row = measure(waveform, options, snrDb, interruption);
                print(out, name, snrDb, row);
                rows.add(figures(name, options, snrDb, row));
            })));
            if (json.wanted()) {
                JsonOption.print(spec.commandLine().getOut(), Map.of("waveform", waveform.name(), "bursts", bursts, "symbols", symbols,
                        "seed", seed, "rows", rows));
            }
            return whole ? 0 : Interruption.end(spec.commandLine().getErr(), rows.size() + " rows were measured; all again", Invocation.of(spec));
        }
    }

    private NoiseMapRow measure(Waveform waveform, String options, double snrDb, Interruption interruption) {
        NoiseMapRow row = new NoiseMapRow();
        for (int burst = 0; burst < bursts; burst++) {
            interruption.check();
            row.add(NoiseMapTrial.run(waveform, "sim:snr=" + snrDb + "," + options, symbols, seed + burst));
        }
        return row;
    }

    private static Map<String, Object> figures(String name, String options, double snrDb, NoiseMapRow row) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("link", name);
        figures.put("options", options);
        figures.put("es_n0_db", snrDb);
        figures.put("sent", row.sent());
        figures.put("received", row.received());
        figures.put("snr_db", JsonOption.finite(row.snrDb()));
        figures.put("measured_db", JsonOption.finite(row.measuredDb()));
        figures.put("gap_db", JsonOption.finite(row.gapDb()));
        figures.put("gap_of_thirds_db", IntStream.range(0, NoiseMapRow.THIRDS).mapToObj(third -> JsonOption.finite(row.normalisedGapDb(third))).toList());
        figures.put("limited", row.limited());
        return figures;
    }

    private static void print(PrintWriter out, String name, double snrDb, NoiseMapRow row) {
        out.printf(Locale.ROOT, "%-34s %5.1f %4d/%-4d %7.2f %8.2f %6.2f %7.2f %7.2f %7.2f %4d/%-3d%n", name, snrDb, row.received(), row.sent(),
                row.snrDb(), row.measuredDb(), row.gapDb(), row.normalisedGapDb(0), row.normalisedGapDb(1), row.normalisedGapDb(2),
                row.limited(), row.received());
        out.flush();
    }
}
