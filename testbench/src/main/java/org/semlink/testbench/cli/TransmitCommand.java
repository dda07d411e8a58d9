// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.semlink.codec.SymbolMapper;
import org.semlink.common.Seeds;
import org.semlink.common.SemlinkException;
import org.semlink.radio.Iq;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioCounters;
import org.semlink.radio.waveform.Waveform;
import org.semlink.testbench.line.ContentHash;
import org.semlink.testbench.line.LoadedModel;
import org.semlink.testbench.line.PictureTransmitter;
import org.semlink.testbench.line.RadioStrings;
import org.semlink.testbench.line.Stopwatch;
import org.semlink.testbench.line.Transmission;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code semlink transmit}: the sending half of a link; 'semlink receive', here or elsewhere, learns everything from the bursts. */
@Command(name = "transmit", mixinStandardHelpOptions = true, usageHelpAutoWidth = true,
        description = "Sends pictures over a radio or into a recording, for 'semlink receive' on any host.",
        optionListHeading = "%nOptions:%n", footerHeading = "%nExamples:%n",
        footer = {
            "  semlink transmit --tx file:air.sigmf-meta --image photo.jpg",
            "  semlink transmit --tx soapy:driver=hackrf,freq=2.45G,txgain=20 --image a.png b.png --repeat 10 --interval 1",
            "  semlink receive --rx file:air.sigmf-meta --reference photo.jpg --out received"})
public final class TransmitCommand implements Callable<Integer> {

    private static final int NUMBERS = 1 << 16;

    @Option(names = "--tx", completionCandidates = Names.OfOneWayRadios.class, required = true, paramLabel = "RADIO", description = "Where to send: soapy:... or file:...")
    private String radio;

    @Option(names = "--image", arity = "1..*", paramLabel = "FILE", description = "Pictures to send. Default: two built-in pictures")
    private List<Path> images = List.of();

    @Option(names = "--seed", paramLabel = "N", description = "Seed of everything random. Default: ${DEFAULT-VALUE}")
    private long seed = 1;

    @Option(names = "--repeat", paramLabel = "N", description = "Send all pictures N times, each time as new transmissions. Default: ${DEFAULT-VALUE}")
    private int repeat = 1;

    @Option(names = "--interval", paramLabel = "S", description = "Seconds of silence between pictures. Default: ${DEFAULT-VALUE}")
    private double intervalS;

    @Option(names = "--number", paramLabel = "N", description = "Number of the first transmission, 0 to 65535. Default: ${DEFAULT-VALUE}")
    private int number;

    @Mixin
    private CodecOptions codec;

    @Mixin
    private WaveformOptions waveformOptions;

    @Mixin
    private CommonOptions common;

    @Mixin
    private JsonOption json;

    @Spec
    private CommandSpec spec;

    private TransmissionLog log;
    private long begun;
    private long bursts;
    private double airSeconds;

    @Override
    public Integer call() {
        require(repeat >= 1, "--repeat must be at least 1, got %s", repeat);
        require(intervalS >= 0 && intervalS <= 86400, "--interval must be from 0 to 86400 seconds, got %s", intervalS);
        require(number >= 0 && number < NUMBERS, "--number must be from 0 to 65535, got %s", number);
        codec.check();
        Waveform waveform = waveformOptions.waveform();
        try (Interruption interruption = new Interruption();
                Radio opened = RadioStrings.open(RadioStrings.sending(radio), waveform, seed)) {
            List<NamedPicture> pictures = NamedPicture.read(images);
            log = new TransmissionLog(spec.commandLine().getOut(), json.wanted());
            try (LoadedModel loaded = codec.open()) {
                PictureTransmitter transmitter = new PictureTransmitter(loaded.codec(), loaded.bandwidth(), codec.ratio(loaded), ContentHash.modelId(loaded.sha256()), waveform,
                        SymbolMapper.DEFAULT_CLIP);
                sendAll(pictures, transmitter, opened, interruption);
            }
            report(opened.counters());
            return interruption.requested() ? Interruption.end(spec.commandLine().getErr(), String.format("%d of %d pictures were begun; the next ones have "
                    + "--number %d, all again", begun, (long) repeat * pictures.size(), (number + begun) % NUMBERS), Invocation.of(spec)) : 0;
        }
    }

    private static void require(boolean held, String rule, Object value) {
        if (!held) {
            throw SemlinkException.input(rule, value);
        }
    }

    private void sendAll(List<NamedPicture> pictures, PictureTransmitter transmitter, Radio opened, Interruption interruption) {
        long count = (long) repeat * pictures.size();
        for (long i = 0; i < count && !interruption.requested(); i++) {
            NamedPicture picture = pictures.get((int) (i % pictures.size()));
            int transmission = (int) ((number + i) % NUMBERS);
            begun++;
            Transmission sent = transmitter.prepare(picture.picture(), transmission, Seeds.child(seed, "picture", i), new Stopwatch(stage -> { }));
            if (i > 0) {
                pause(opened, interruption);
            }
            try {
                sent.bursts().forEach(burst -> send(burst, opened, interruption));
            } catch (RuntimeException e) {
                // Ctrl-C closes hardware at once: a burst that it cut off is no error.
                if (!interruption.requested()) {
                    throw e;
                }
            }
            log.sent(transmission, picture.name(), sent.bursts().size());
        }
    }

    private void send(Iq burst, Radio opened, Interruption interruption) {
        if (!interruption.requested()) {
            opened.transmit(burst);
            bursts++;
            airSeconds += burst.length() / burst.sampleRateHz();
        }
    }

    /** In a recording silence is zeros; on the air nothing is sent. */
    private void pause(Radio opened, Interruption interruption) {
        if (opened.description().get("kind").equals("recording")) {
            long left = Math.round(intervalS * opened.sampleRateHz());
            for (; left > 0; left -= NUMBERS) {
                opened.transmit(new Iq(new float[2 * (int) Math.min(left, NUMBERS)], opened.sampleRateHz(), 0));
            }
            return;
        }
        try {
            for (long until = System.nanoTime() + Math.round(intervalS * 1e9); System.nanoTime() < until && !interruption.requested();) {
                Thread.sleep(Math.min(100, 1 + (until - System.nanoTime()) / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void report(RadioCounters counters) {
        log.end(bursts, airSeconds, counters);
        RadioHarm.of(counters, "a recording in floating point (.sigmf-meta, .cf32) clips none").ifPresent(harm -> {
            PrintWriter err = spec.commandLine().getErr();
            err.println("warning: " + harm);
            err.flush();
        });
    }
}
