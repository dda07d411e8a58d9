// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.file;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.semlink.common.SemlinkException;
import org.semlink.radio.Iq;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioContext;
import org.semlink.radio.RadioCounters;
import org.semlink.radio.RadioSpec;
import org.semlink.radio.ReceivedSamples;
import org.semlink.radio.SampleFormat;

/**
 * A recording in place of a radio: {@code file:capture.sigmf-meta}, {@code file:capture.cs16,rate=2M}.
 *
 * <p>A file that exists is replayed, sample by sample as recorded, until its end; one that does not is recorded, each burst between
 * {@value #GUARD} zeros on either side, and appears at the close. {@code mode=write} replaces an existing recording, {@code mode=read}
 * insists on one. A recording that is in pieces, {@code capture-00001.sigmf-meta} and so on, is replayed as one by its name without
 * numbers. Where SigMF metadata say that samples were lost between captures (a jump of {@code core:global_index}), the replay has the
 * same loss. A recording radio also receives what it has transmitted, as its format rounded it: a wire that keeps a copy.
 *
 * <p>Options: {@code path=} names the file where a comma-free path has an equals sign; {@code format=} the samples of SigMF to be written
 * (cf32 if absent) or of files without a telling suffix; {@code rate=} the sample rate, needed to read raw files; {@code freq=} and
 * {@code hw=} are put into SigMF metadata. The rate must be the waveform's. Nothing waits for a clock, and memory does not grow with the
 * recording, but for one annotation per transmitted burst.
 */
public final class FileRadio implements Radio {

    private static final int GUARD = 1024;
    /** Most samples of one transfer; a limit because whoever asks may ask for any number. */
    private static final int MTU = 1 << 16;

    private final RadioSpec spec;
    private final FileSettings settings;
    private final double sampleRateHz;
    private final Map<String, Object> description = new LinkedHashMap<>();
    private final Optional<Recorder> recorder;
    private final SampleReader reader;
    private final List<SigmfCapture> captures;
    /** Of the next sample in the file, and of its capture. */
    private long position;
    private int capture;
    /** Index in the stream that was recorded, behind the last sample delivered. */
    private long streamEnd;
    private int bursts;
    private RadioCounters before = RadioCounters.NONE;
    private boolean closed;

    FileRadio(RadioSpec spec, RadioContext context) {
        this.spec = spec;
        this.settings = FileSettings.of(spec);
        this.sampleRateHz = context.sampleRateHz();
        description.put("radio", spec.toString());
        description.put("kind", "recording");
        description.put("mode", settings.writing() ? "write" : "read");
        description.put("sample_rate_hz", sampleRateHz);
        if (settings.writing()) {
            SampleFormat format = settings.format().orElse(SampleFormat.CF32);
            requireRate(settings.rateHz(), "rate");
            describe(format, settings.freqHz(), settings.hardware());
            this.captures = List.of();
            this.recorder = Optional.of(new Recorder(settings.path(), format, sampleRateHz, settings.freqHz(), settings.hardware(),
                    Map.of()));
            this.reader = new SampleReader(recorder.get().samples().part(), format);
        } else {
            this.recorder = Optional.empty();
            boolean sigmf = SigmfFile.isSigmf(settings.path());
            Optional<SigmfMetadata> metadata = sigmf ? Optional.of(new SigmfFile(settings.path()).read()) : Optional.empty();
            this.captures = metadata.map(SigmfMetadata::captures).orElse(List.of());
            this.reader = sigmf ? sigmf(metadata.get()) : raw();
            this.streamEnd = streamIndex();
            description.put("samples", reader.samples());
            description.put("trailing_bytes", reader.trailingBytes());
            if (reader.samples() == 0) {
                reader.close();
                throw SemlinkException.input("recording %s has no whole sample; record it again", settings.path());
            }
        }
    }

    /** Opens the radio of scheme {@code file}; refuses unknown options, and recordings that are missing, empty or contradictory. */
    public static Radio open(RadioSpec spec, RadioContext context) {
        RadioSpec named = spec.leading("path");
        List<Path> pieces = FileSettings.pieces(named);
        return pieces.isEmpty() ? new FileRadio(named, context) : new PieceRadio(named, pieces, context);
    }

    private SampleReader raw() {
        Path path = settings.path();
        RecordingFiles.requireFile(path);
        if (settings.rateHz().isEmpty()) {
            throw SemlinkException.input("raw recording %s does not say its sample rate; add it, such as file:%s,rate=1M", path, path);
        }
        requireRate(settings.rateHz(), "rate");
        SampleFormat format = settings.format().orElseThrow();
        describe(format, OptionalDouble.empty(), Optional.empty());
        return new SampleReader(path, format);
    }

    private SampleReader sigmf(SigmfMetadata metadata) {
        SigmfFile file = new SigmfFile(settings.path());
        OptionalDouble recorded = metadata.sampleRateHz();
        if (recorded.isEmpty() && settings.rateHz().isEmpty()) {
            throw SemlinkException.input("%s does not say its sample rate; add it, such as file:%s,rate=1M", file.meta(), file.meta());
        }
        settings.rateHz().ifPresent(asked -> requireEqual("rate", asked, recorded.orElse(asked), file.meta()));
        settings.format().ifPresent(asked -> requireEqual("format", asked.suffix(), metadata.format().suffix(), file.meta()));
        requireRate(recorded.isPresent() ? recorded : settings.rateHz(), "core:sample_rate");
        describe(metadata.format(), metadata.frequencyHz(), metadata.hardware());
        metadata.sha512().ifPresent(sha -> description.put("sha512", sha));
        Optional.ofNullable(metadata.values().get(Recorder.CAPTURES_LEFT_OUT)).ifPresent(n -> description.put(Recorder.CAPTURES_LEFT_OUT, n));
        return new SampleReader(file.data(), metadata.format());
    }

    private static void requireEqual(String key, Object asked, Object recorded, Path file) {
        if (!asked.equals(recorded)) {
            throw SemlinkException.input("radio option %s=%s contradicts %s, which has %s; leave it out", key, asked, file, recorded);
        }
    }

    private void requireRate(OptionalDouble given, String name) {
        if (given.isPresent() && given.getAsDouble() != sampleRateHz) {
            throw SemlinkException.input("%s of recording %s must be the waveform's %s samples per second, got %s; run with --rate %<s, or "
                    + "resample it", name, settings.path(), sampleRateHz, given.getAsDouble());
        }
    }

    private void describe(SampleFormat format, OptionalDouble frequencyHz, Optional<String> hardware) {
        description.put("format", format.datatype());
        frequencyHz.ifPresent(f -> description.put("frequency_hz", f));
        hardware.ifPresent(h -> description.put("hardware", h));
    }

    @Override
    public double sampleRateHz() {
        return sampleRateHz;
    }

    /** {@inheritDoc} Nothing in a recording is random or lost. */
    @Override
    public void beginTrial(long seed) {
        before = counted();
    }

    @Override
    public void transmit(Iq burst) {
        requireOpen();
        if (burst.sampleRateHz() != sampleRateHz || burst.length() == 0) {
            throw new IllegalArgumentException("need a burst at " + sampleRateHz + " samples per second, got " + burst.length()
                    + " samples at " + burst.sampleRateHz());
        }
        Recorder to = recorder.orElseThrow(() -> SemlinkException.input(
                "recording %s exists and is replayed, so it cannot be transmitted to; name a new file, or add mode=write to replace it",
                settings.path()));
        SampleWriter samples = to.samples();
        samples.writeZeros(GUARD);
        to.annotate(new SigmfAnnotation(samples.samples(), burst.length(), "burst " + bursts++, Map.of()));
        samples.write(burst.samples(), 0, burst.length());
        samples.writeZeros(GUARD);
        samples.flush();
    }

    @Override
    public ReceivedSamples receive(int maxSamples, Duration timeout) {
        requireOpen();
        if (maxSamples < 1) {
            throw new IllegalArgumentException("maxSamples must be at least 1, got " + maxSamples);
        }
        if (recorder.isPresent() && !settings.replace() && recorder.get().samples().samples() == 0) {
            RecordingFiles.requireFile(settings.path());
        }
        while (capture + 1 < captures.size() && captures.get(capture + 1).sampleStart() <= position) {
            capture++;
        }
        long end = capture + 1 < captures.size() ? captures.get(capture + 1).sampleStart() : Long.MAX_VALUE;
        long due = Math.min(reader.samples(), end) - position;
        float[] iq = new float[(int) (2 * Math.min(Math.min(maxSamples, MTU), Math.max(0, due)))];
        int count = reader.read(iq, 0, iq.length / 2);
        if (count == 0) {
            return ReceivedSamples.none(ReceivedSamples.Outcome.END, sampleRateHz, streamEnd);
        }
        Iq samples = new Iq(count == iq.length / 2 ? iq : java.util.Arrays.copyOf(iq, 2 * count), sampleRateHz, streamIndex());
        long lost = Math.max(0, samples.firstSample() - streamEnd);
        position += count;
        streamEnd = samples.firstSample() + count;
        return ReceivedSamples.of(samples, lost);
    }

    /** Index of the next sample in the stream that was recorded. */
    private long streamIndex() {
        if (captures.isEmpty() || captures.get(capture).globalIndex().isEmpty()) {
            return position;
        }
        SigmfCapture present = captures.get(capture);
        return present.globalIndex().getAsLong() + position - present.sampleStart();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("radio " + spec + " is closed");
        }
    }

    @Override
    public RadioCounters counters() {
        return counted().since(before);
    }

    private RadioCounters counted() {
        return new RadioCounters(0, 0, 0, recorder.map(r -> r.samples().clippedSamples()).orElse(0L));
    }

    /** {@inheritDoc} With it goes how many samples were NaN or infinite, so far, and were taken as zero. */
    @Override
    public Map<String, Object> description() {
        Map<String, Object> all = new LinkedHashMap<>(description);
        all.put("samples_not_finite", recorder.map(r -> r.samples().notFiniteSamples()).orElse(reader.notFiniteSamples()));
        return all;
    }

    /** {@inheritDoc} A recording does not know it. */
    @Override
    public OptionalDouble trueSnr() {
        return OptionalDouble.empty();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            reader.close();
        } finally {
            recorder.ifPresent(Recorder::close);
        }
    }
}
