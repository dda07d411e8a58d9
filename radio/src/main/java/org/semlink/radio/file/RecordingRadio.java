// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.file;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.semlink.common.SemlinkException;
import org.semlink.common.Snr;
import org.semlink.radio.Iq;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioCounters;
import org.semlink.radio.ReceivedSamples;
import org.semlink.radio.SampleFormat;
import org.semlink.radio.waveform.ReceivedFrame;

/**
 * A radio of which everything received is also recorded, and annotated with the frames found in it.
 *
 * <p>Samples lost leave no hole in the file: behind them begins a new capture with its own {@code core:global_index}. Hardware, frequency
 * and settings come from the radio's description. A recording without end is cut into pieces, each with metadata of its own: see
 * {@link PieceLimit}; {@link FileRadio} replays them as one. Closing ends the recording, puts it in its place, and closes the radio.
 */
public final class RecordingRadio implements Radio {

    private final Radio radio;
    private final StreamRecorder recorder;

    /** Records in one file: {@link #RecordingRadio(Radio, Path, Optional)}. */
    public RecordingRadio(Radio radio, Path path) {
        this(radio, path, Optional.empty());
    }

    /**
     * Records what {@code radio}, owned from now on, receives in {@code path}, whose name says how: SigMF, or a raw format's suffix.
     *
     * @param limit of its pieces, {@code NAME-00001.sigmf-meta} and so on; empty for a single file
     */
    public RecordingRadio(Radio radio, Path path, Optional<PieceLimit> limit) {
        this.radio = radio;
        Map<String, Object> description = radio.description();
        Object receiver = description.getOrDefault("rx", description);
        Map<String, Object> settings = new LinkedHashMap<>();
        flatten("", receiver instanceof Map<?, ?> map ? map : description, settings);
        OptionalDouble frequency = settings.get("frequency_hz") instanceof Number hz ? OptionalDouble.of(hz.doubleValue())
                : OptionalDouble.empty();
        Object hardware = settings.getOrDefault("hardware", description.get("radio"));
        SampleFormat format = SigmfFile.isSigmf(path) ? SampleFormat.CF32 : SampleFormat.ofName(path).orElseThrow(() -> SemlinkException.input(
                "recording must end in .sigmf-meta or one of %s, got %s", SampleFormat.suffixes(), path));
        this.recorder = new StreamRecorder(path, format, radio.sampleRateHz(), frequency, String.valueOf(hardware), settings, limit);
    }

    /** Nested settings as plain ones, {@code gains_db.LNA} as {@code gains_db_LNA}; SigMF values of ours are texts, numbers or booleans. */
    private static void flatten(String prefix, Map<?, ?> from, Map<String, Object> into) {
        from.forEach((key, value) -> {
            String name = prefix + key;
            if (value instanceof Map<?, ?> map) {
                flatten(name + "_", map, into);
            } else if (value != null) {
                into.put(name, value instanceof Number || value instanceof Boolean ? value : value.toString());
            }
        });
    }

    @Override
    public ReceivedSamples receive(int maxSamples, Duration timeout) {
        ReceivedSamples received = radio.receive(maxSamples, timeout);
        if (received.arrived()) {
            recorder.write(received.iq());
        }
        return received;
    }

    /** Notes a frame that was found in what was received. */
    public void annotate(ReceivedFrame frame) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("snr_db", Snr.toDb(frame.link().snr()));
        values.put("cfo_hz", frame.link().cfoHz());
        values.put("header", frame.check().name().toLowerCase(Locale.ROOT));
        frame.header().ifPresent(header -> {
            values.put("transmission", header.transmission());
            values.put("frame", header.index());
            values.put("frames", header.count());
            values.put("payload_symbols", header.payloadSymbols());
            values.put("metadata", HexFormat.of().formatHex(header.metadata()));
        });
        String label = frame.header().map(h -> "transmission " + h.transmission() + " frame " + h.index() + "/" + h.count())
                .orElse("unreadable frame");
        recorder.annotate(frame.link().firstSample(), frame.end(), label, values);
    }

    @Override
    public double sampleRateHz() {
        return radio.sampleRateHz();
    }

    @Override
    public void beginTrial(long seed) {
        recorder.interrupted();
        radio.beginTrial(seed);
    }

    @Override
    public boolean awaitLeave(Iq burst, Duration most) {
        return radio.awaitLeave(burst, most);
    }

    @Override
    public void forget() {
        radio.forget();
    }

    @Override
    public void transmit(Iq burst) {
        radio.transmit(burst);
    }

    @Override
    public RadioCounters counters() {
        return radio.counters();
    }

    @Override
    public Map<String, Object> description() {
        return radio.description();
    }

    @Override
    public OptionalDouble trueSnr() {
        return radio.trueSnr();
    }

    /** Ends the recording before the radio: what was received is safe even if the radio cannot be closed. */
    @Override
    public void close() {
        try {
            recorder.close();
        } finally {
            radio.close();
        }
    }
}
