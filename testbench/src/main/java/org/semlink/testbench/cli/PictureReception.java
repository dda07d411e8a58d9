// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.semlink.common.Seeds;
import org.semlink.common.SemlinkException;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioCounters;
import org.semlink.radio.file.RecordingRadio;
import org.semlink.radio.waveform.ReceivedFrame;
import org.semlink.testbench.calibrate.DriftWatch;
import org.semlink.testbench.line.Collected;
import org.semlink.testbench.line.Collector;
import org.semlink.testbench.line.FrameCounts;
import org.semlink.testbench.line.Listening;
import org.semlink.testbench.line.PictureHeader;
import org.semlink.testbench.line.PictureReceiver;
import org.semlink.testbench.line.ReceiverSettings;
import org.semlink.testbench.line.Reception;
import org.semlink.testbench.line.Repeats;
import org.semlink.testbench.line.Stopwatch;
import org.semlink.testbench.line.TrialResult;
import org.semlink.testbench.line.Truth;
import org.semlink.testbench.live.LiveFeed;
import org.semlink.testbench.result.ReceptionFolder;
import org.semlink.testbench.result.ReceptionJson;
import org.semlink.testbench.result.ResultJson;
import org.semlink.testbench.result.RunInfo;

/** The work of {@code semlink receive}: every transmission heard becomes a picture, is judged where its original is known, and written. */
final class PictureReception {

    private static final long SUMMARY_NS = 30_000_000_000L;

    private final Radio radio;
    private final RunInfo run;
    private final References known;
    private final ReceptionFolder folder;
    private final LiveFeed feed;
    private final Collector collector;
    private final Listening listening;
    private final Optional<Repeats> repeats;
    private final DriftWatch drift;
    private final Consumer<String> onWarning;
    private RadioCounters counted = RadioCounters.NONE;
    private String endedBy = "not ended yet";
    private long tooLarge;
    private long summariseAgainNs;

    /**
     * @param patienceS seconds without a burst after which an incomplete picture is given up
     * @param repeats   where repeats add up, if they are to
     * @param drift     holds bursts against the calibration that is followed
     * @param onWarning hears of what has gone wrong
     */
    PictureReception(Radio radio, RunInfo run, References known, ReceptionFolder folder, double patienceS, Optional<Repeats> repeats,
            DriftWatch drift, Consumer<String> onWarning) {
        this.repeats = repeats;
        this.drift = drift;
        this.onWarning = onWarning;
        this.feed = run.line().feed();
        this.radio = radio;
        this.run = run;
        this.known = known;
        this.folder = folder;
        ReceiverSettings settings = run.line().settings();
        this.collector = new Collector(settings.bandwidth(), settings.model(), Math.round(patienceS * radio.sampleRateHz()));
        this.listening = new Listening(radio, run.line().frameReceiver(), collector, this::note);
    }

    private void note(ReceivedFrame frame) {
        if (radio instanceof RecordingRadio recording) {
            recording.annotate(frame);
        }
    }

    /** Receives until one of the limits, the end, or Ctrl-C; {@code onPicture} hears folder and result of each picture. */
    void run(long pictures, double durationS, Interruption interruption, Progress progress, BiConsumer<String, ObjectNode> onPicture) {
        summarise();
        BooleanSupplier inTime = () -> listening.seconds() < durationS;
        BooleanSupplier goOn = () -> inTime.getAsBoolean() && !interruption.requested();
        try {
            Optional<Listening.Heard> heard;
            do {
                Stopwatch stopwatch = new Stopwatch(stage -> progress.say(folder.pictures() + " pictures, "
                        + String.format(Locale.ROOT, "%.1f s received: %s", listening.seconds(), stage)));
                heard = listening.next(goOn, stopwatch);
                heard.ifPresent(h -> picture(h, stopwatch, progress, onPicture));
                show(collector.counts());
                if (System.nanoTime() - summariseAgainNs >= 0) {
                    summarise();
                }
            } while (heard.isPresent() && folder.pictures() + tooLarge < pictures);
            endedBy = interruption.requested() ? "interruption" : heard.isPresent() ? "count" : inTime.getAsBoolean() ? "end of the stream" : "duration";
        } catch (SemlinkException e) {
            endedBy = "error: " + e.getMessage();
            throw e;
        } finally {
            progress.clear();
            summarise();
        }
    }

    private void show(FrameCounts counts) {
        feed.count("pictures whole", counts.complete());
        feed.count("pictures with bursts missing", counts.incomplete());
        feed.count("pictures missed", counts.missed());
        feed.count("bursts lost", counts.lost());
        feed.count("bursts twice", counts.duplicates());
        feed.count("bursts not ours", counts.foreign() + counts.otherModel());
        feed.count("times samples were lost", listening.gaps());
    }

    private void summarise() {
        ObjectNode summary = ReceptionJson.of(endedBy, radio, listening.samples(), listening.gaps(), collector.counts());
        drift.write(summary);
        long start = System.nanoTime();
        folder.summarise(summary);
        // A process that is killed leaves a summary that is not old, and writing it takes no more than a hundredth of the time.
        summariseAgainNs = System.nanoTime() + Math.max(SUMMARY_NS, 100 * (System.nanoTime() - start));
    }

    private void picture(Listening.Heard heard, Stopwatch stopwatch, Progress progress, BiConsumer<String, ObjectNode> onPicture) {
        Collected transmission = heard.transmission();
        PictureHeader header = transmission.reassembly().header();
        try {
            Optional<NamedPicture> original = known.find(header.contentHash());
            Optional<Truth> truth = original.map(o -> stopwatch.time(Stopwatch.COMPARE, () -> run.line().transmitter().truth(o.picture(), header,
                    transmission.number())));
            Reception reception = receive(transmission, stopwatch);
            RadioCounters now = radio.counters();
            TrialResult trial = new TrialResult(original.map(NamedPicture::name), transmission.number(), truth, reception, radio.description(),
                    now.since(counted), radio.trueSnr(), heard.capture(), stopwatch.milliseconds());
            counted = now;
            ObjectNode result = ResultJson.of(trial, run);
            ((ObjectNode) result.get("link")).put("ending", transmission.ending().toString());
            progress.clear();
            onPicture.accept(folder.add(trial, result), result);
            drift.heard(transmission.reassembly().links()).ifPresent(onWarning);
        } catch (OutOfMemoryError e) {
            // One header that announces a huge picture must not end a reception of hours.
            tooLarge++;
        }
    }

    private Reception receive(Collected transmission, Stopwatch stopwatch) {
        PictureReceiver receiver = run.line().receiver();
        SplittableRandom random = Seeds.random(Seeds.child(run.seed(), "transmission", transmission.number()), "sampler");
        return repeats.isPresent() ? receiver.receive(transmission.reassembly(), repeats.get(), random, stopwatch)
                : receiver.receive(transmission.reassembly(), random, stopwatch);
    }

    /** One line about a picture. */
    static String lineOf(String folder, JsonNode result) {
        return String.format(Locale.ROOT, "%s: transmission %d, %s, %dx%d, %d of %d bursts, SNR %s dB, %s%s", folder,
                result.at("/link/transmission").intValue(), result.get("image").asText("unknown picture").replaceAll(".*[/\\\\]", ""),
                result.at("/size/width").intValue(), result.at("/size/height").intValue(), result.at("/link/frames/received").intValue(),
                result.at("/link/frames/sent").intValue(), snr(result.get("link")),
                psnr(result.at("/quality/denoised/psnr_db")), result.at("/link/ending").asText());
    }

    /** That of this transmission, and that of the sum where it is one. */
    private static String snr(JsonNode link) {
        int combined = link.at("/combined/transmissions").intValue();
        return number(link.get("snr_db")) + (combined == 1 ? "" : " (" + number(link.at("/combined/snr_db")) + " with " + (combined - 1) + " before)");
    }

    /** Nothing where no original is known to compare with. */
    private static String psnr(JsonNode value) {
        return value.isNumber() ? "PSNR " + number(value) + " dB, " : "";
    }

    private static String number(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.2f", value.doubleValue()) : "-";
    }

    /** What was heard and missed, in lines. */
    List<String> totals() {
        FrameCounts counts = collector.counts();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%d %s whole, %d with bursts missing, %d missed altogether; %.3f s received, ended by %s",
                counts.complete(), counts.complete() == 1 ? "picture" : "pictures", counts.incomplete(), counts.missed(), listening.samples() / radio.sampleRateHz(), endedBy));
        lines.add(String.format(Locale.ROOT, "bursts: %d received, %d lost, %d duplicate, %d with an unreadable header, %d not ours; samples lost "
                + "%d times", counts.received(), counts.lost(), counts.duplicates(), counts.broken(), counts.foreign() + counts.otherModel(),
                listening.gaps()));
        Object bad = radio.description().get("samples_not_finite");
        if (bad instanceof Long n && n > 0) {
            lines.add(n + " samples were NaN or infinite and taken as zero");
        }
        Object rest = radio.description().get("trailing_bytes");
        if (rest instanceof Integer n && n > 0) {
            lines.add(n + " bytes after the last whole sample were left out: the recording was cut off, or has another format");
        }
        return lines;
    }

    /** What went wrong with all of it, if anything. */
    Optional<SemlinkException> fault() {
        FrameCounts counts = collector.counts();
        if (tooLarge > 0) {
            return Optional.of(SemlinkException.environment("%d pictures did not fit into memory; give Java more with "
                    + "SEMLINK_JAVA_OPTIONS=-Xmx8g", tooLarge));
        }
        if (counts.received() == 0 && counts.otherModel() > 0) {
            return Optional.of(SemlinkException.input("all %d bursts were sent with model %08x, this receiver has %08x; give --model as the "
                    + "transmitter did", counts.otherModel(), collector.otherModelId(), run.line().settings().model()));
        }
        if (counts.received() == 0 && radio.description().get("kind").equals("recording")) {
            return Optional.of(SemlinkException.input("no picture in %d samples of %s, %d bursts with an unreadable header; check format, sample "
                    + "rate and waveform of the recording", listening.samples(), radio.description().get("radio"), counts.broken()));
        }
        return Optional.empty();
    }
}
