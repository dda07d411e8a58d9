// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.semlink.radio.RadioCounters;

/** What was sent, printed as it is sent, in lines or as one JSON object: nothing of it is kept, however long it goes on. */
final class TransmissionLog {

    private final PrintWriter out;
    private final JsonGenerator json;

    /** @param asJson whether JSON is wanted */
    TransmissionLog(PrintWriter out, boolean asJson) {
        this.out = out;
        try {
            json = asJson ? new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET).createGenerator(out) : null;
            if (json != null) {
                json.setPrettyPrinter(new DefaultPrettyPrinter());
                json.writeStartObject();
                json.writeArrayFieldStart("transmissions");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A picture was sent, or as much of it as an interruption let. */
    void sent(int transmission, String image, int bursts) {
        if (json == null) {
            out.printf(Locale.ROOT, "transmission %d: %s, %d bursts%n", transmission, image, bursts);
            out.flush();
            return;
        }
        try {
            json.writeStartObject();
            json.writeNumberField("transmission", transmission);
            json.writeStringField("image", image);
            json.writeNumberField("bursts", bursts);
            json.writeEndObject();
            json.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All is sent. */
    void end(long bursts, double airSeconds, RadioCounters counters) {
        if (json == null) {
            out.printf(Locale.ROOT, "sent %d bursts, %.3f s on the air%n", bursts, airSeconds);
            out.flush();
            return;
        }
        try {
            json.writeEndArray();
            json.writeNumberField("bursts", bursts);
            json.writeNumberField("seconds_on_air", airSeconds);
            json.writeNumberField("late_bursts", counters.lateBursts());
            json.writeNumberField("underflows", counters.underflows());
            json.writeNumberField("clipped_samples", counters.clippedSamples());
            json.writeEndObject();
            json.close();
            out.println();
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
