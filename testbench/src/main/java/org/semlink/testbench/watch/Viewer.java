// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.watch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.semlink.common.Snr;
import org.semlink.radio.waveform.LinkState;
import org.semlink.radio.waveform.ReceivedFrame;
import org.semlink.radio.waveform.ReceivedSymbols;

/** What one page knows already: every {@link #news} holds what is new since the one before, however long ago that was. Used by one thread. */
final class Viewer {

    /** Where pictures are shown. */
    static final List<String> PLACES = List.of("arriving", "received", "denoised");

    private static final JsonFactory JSON = new JsonFactory();
    private static final int MOST_POINTS = 1000;
    /** Symbols travel as whole numbers of this part of 1. */
    private static final int PARTS = 100;

    private final LiveState state;
    private final Map<String, Long> versions = new HashMap<>();
    private Map<String, Long> counts = Map.of();
    private History.Bins snr = History.Bins.NONE;
    private History.Bins timestep = History.Bins.NONE;
    private ReceivedFrame frame;
    private LiveSpectrum.Shown spectrum;

    Viewer(LiveState state) {
        this.state = state;
    }

    /** Everything that changed, as the page's script reads it: JSON in UTF-8, on one line. */
    byte[] news() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 14);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes what is written", e);
        }
        return bytes.toByteArray();
    }

    private void write(JsonGenerator json) throws IOException {
        if (frame == null && counts.isEmpty()) {
            json.writeStringField("title", state.title());
        }
        json.writeNumberField("seconds", rounded(state.seconds(), 10));
        json.writeStringField("doing", state.doing());
        Map<String, Long> now = state.counts();
        if (!now.equals(counts)) {
            counts = now;
            json.writeObjectFieldStart("counts");
            for (Map.Entry<String, Long> count : now.entrySet()) {
                json.writeNumberField(count.getKey(), count.getValue());
            }
            json.writeEndObject();
        }
        snr = history(json, "snr", state.snr(), snr, Snr::toDb);
        timestep = history(json, "timestep", state.timestep(), timestep, t -> t);
        ReceivedFrame burst = state.frame();
        if (burst != frame) {
            frame = burst;
            link(json, burst.link());
            constellation(json, burst.payload().orElseThrow());
        }
        LiveSpectrum.Shown shown = state.spectrum();
        if (shown != spectrum) {
            spectrum = shown;
            json.writeObjectFieldStart("spectrum");
            json.writeNumberField("rate_hz", shown.source().sampleRateHz());
            json.writeFieldName("tenths_db");
            json.writeArray(shown.tenthsDb(), 0, shown.tenthsDb().length);
            json.writeEndObject();
        }
        pictures(json);
    }

    private void pictures(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("pictures");
        for (String place : PLACES) {
            Shown picture = state.picture(place).orElse(null);
            if (picture != null && picture.version() != versions.getOrDefault(place, 0L)) {
                versions.put(place, picture.version());
                json.writeObjectFieldStart(place);
                json.writeNumberField("version", picture.version());
                json.writeStringField("caption", picture.caption());
                json.writeNumberField("width", picture.picture().width());
                json.writeNumberField("height", picture.picture().height());
                json.writeEndObject();
            }
        }
        json.writeEndObject();
    }

    private static History.Bins history(JsonGenerator json, String name, History history, History.Bins known, DoubleUnaryOperator unit)
            throws IOException {
        History.Bins bins = history.since(known);
        if (bins.added() == known.added()) {
            return known;
        }
        json.writeObjectFieldStart(name);
        json.writeNumberField("from", bins.from());
        array(json, "seconds", bins.seconds(), t -> rounded(t, 10));
        array(json, "values", bins.mean(), mean -> rounded(unit.applyAsDouble(mean), 100));
        json.writeEndObject();
        return bins;
    }

    private static void array(JsonGenerator json, String name, double[] values, DoubleUnaryOperator unit) throws IOException {
        json.writeArrayFieldStart(name);
        for (double value : values) {
            json.writeNumber(unit.applyAsDouble(value));
        }
        json.writeEndArray();
    }

    private static double rounded(double value, int parts) {
        return Math.round(value * parts) / (double) parts;
    }

    private static void link(JsonGenerator json, LinkState link) throws IOException {
        json.writeObjectFieldStart("link");
        json.writeNumberField("snr_db", Snr.toDb(link.snr()));
        json.writeNumberField("cfo_hz", link.cfoHz());
        json.writeNumberField("evm_percent", 100 * link.evm());
        json.writeBooleanField("impairment_limited", link.impairmentLimited());
        json.writeEndObject();
    }

    private static void constellation(JsonGenerator json, ReceivedSymbols payload) throws IOException {
        json.writeArrayFieldStart("constellation");
        int step = (payload.length() + MOST_POINTS - 1) / MOST_POINTS;
        for (int j = 0; j < payload.length(); j += step) {
            if (payload.noiseVariance()[j] < Float.POSITIVE_INFINITY) {
                json.writeNumber(Math.round(PARTS * payload.symbols()[2 * j]));
                json.writeNumber(Math.round(PARTS * payload.symbols()[2 * j + 1]));
            }
        }
        json.writeEndArray();
    }
}
