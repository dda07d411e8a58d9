// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.radios;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.semlink.common.SemlinkException;
import org.semlink.radio.LevelMeter;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioSpec;
import org.semlink.radio.ReceivedSamples;
import org.semlink.radio.SiNumber;
import org.semlink.radio.waveform.OfdmWaveform;
import org.semlink.testbench.cli.CommonOptions;
import org.semlink.testbench.cli.JsonOption;
import org.semlink.testbench.cli.Names;
import org.semlink.testbench.line.RadioStrings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code semlink radios level RADIO}: how loud what a radio hears is, and which way to turn its gain. */
@Command(name = "level", mixinStandardHelpOptions = true,
        description = "Listen, print the received level, and say how to set the gain. Best while the other end transmits.",
        footerHeading = "%nExamples:%n",
        footer = {"  semlink radios level soapy:driver=hackrf,freq=2.45G,gain=30", "  semlink radios level file:capture.sigmf-meta"})
final class Level implements Callable<Integer> {

    private static final int CHUNK = 1 << 16;
    private static final Duration PATIENCE = Duration.ofMillis(500);
    /** A full-scale 8-bit or 16-bit converter reads a little less than 1. */
    private static final double CLIP_LEVEL = 0.992;
    private static final double USUAL_SECONDS = 2;
    private static final int MOST_TIMEOUTS = 5;

    @Mixin
    private CommonOptions common;

    @Parameters(completionCandidates = Names.OfOneWayRadios.class, paramLabel = "RADIO", description = "What to listen to, such as soapy:driver=hackrf,freq=2.45G,gain=LNA=16/VGA=20")
    private String radio;

    @Option(names = "--seconds", paramLabel = "S", description = "How long to listen. Default: 2, a recording whole")
    private Double seconds;

    @Option(names = "--rate", paramLabel = "HZ", description = "Complex samples per second. Default: ${DEFAULT-VALUE}")
    private String rate = "1M";

    @Mixin
    private JsonOption json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (seconds != null && !(seconds > 0 && seconds <= 3600)) {
            throw SemlinkException.input("--seconds must be above 0 and at most 3600, got %s", seconds);
        }
        OfdmWaveform waveform = new OfdmWaveform(SiNumber.parse("--rate", rate, 1, 1e9));
        try (Radio opened = RadioStrings.open(RadioStrings.receiving(radio), waveform, 1)) {
            LevelMeter meter = new LevelMeter(waveform.sampleRateHz(), CLIP_LEVEL);
            long wanted = samplesWanted(waveform.sampleRateHz());
            ReceivedSamples got = opened.receive(CHUNK, PATIENCE);
            // The first reads of real devices time out now and then.
            for (int silent = 0; !got.ended() && silent < MOST_TIMEOUTS && meter.samples() < wanted; silent += got.arrived() ? 0 : 1) {
                meter.add(got.iq().samples());
                got = opened.receive(CHUNK, PATIENCE);
            }
            if (json.wanted()) {
                JsonOption.print(spec.commandLine().getOut(), figures(meter, opened));
            } else {
                print(spec.commandLine().getOut(), meter, opened);
            }
        }
        return 0;
    }

    private long samplesWanted(double sampleRateHz) {
        boolean recording = RadioSpec.parse(radio).scheme().equals("file");
        return seconds == null && recording ? Long.MAX_VALUE : Math.round((seconds == null ? USUAL_SECONDS : seconds) * sampleRateHz);
    }

    private static Map<String, Object> figures(LevelMeter meter, Radio radio) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("seconds", meter.samples() / radio.sampleRateHz());
        figures.put("bursts_dbfs", JsonOption.finite(meter.burstDbfs()));
        figures.put("floor_dbfs", meter.noiseless() ? null : JsonOption.finite(meter.floorDbfs()));
        figures.put("peak_dbfs", JsonOption.finite(meter.peakDbfs()));
        figures.put("dc_dbfs", JsonOption.finite(meter.dcDbfs()));
        figures.put("clipped_samples", meter.clippedSamples());
        figures.put("overflows", radio.counters().overflows());
        figures.put("advice", meter.advice());
        return figures;
    }

    private static void print(PrintWriter out, LevelMeter meter, Radio radio) {
        out.printf(Locale.ROOT, "listened   %.2f s%n", meter.samples() / radio.sampleRateHz());
        out.printf(Locale.ROOT, "bursts     %.1f dBFS (wanted: about %.0f)%n", meter.burstDbfs(), LevelMeter.TARGET_DBFS);
        out.println("floor      " + (meter.noiseless() ? "none, digital silence" : String.format(Locale.ROOT, "%.1f dBFS", meter.floorDbfs())));
        out.printf(Locale.ROOT, "peak       %.1f dBFS, %d clipped samples%n", meter.peakDbfs(), meter.clippedSamples());
        out.printf(Locale.ROOT, "DC         %.1f dBFS%n", meter.dcDbfs());
        out.printf(Locale.ROOT, "overflows  %d%n", radio.counters().overflows());
        meter.advice().forEach(line -> out.println("advice     " + line));
    }
}
