// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.watch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

    /** Everything that changed, as the page's script reads it. */
    ObjectNode news() {
        ObjectNode news = JsonNodeFactory.instance.objectNode();
        if (frame == null && counts.isEmpty()) {
            news.put("title", state.title());
        }
        news.put("seconds", Math.round(state.seconds() * 10) / 10.0);
        news.put("doing", state.doing());
        Map<String, Long> now = state.counts();
        if (!now.equals(counts)) {
            counts = now;
            ObjectNode node = news.putObject("counts");
            now.forEach(node::put);
        }
        snr = history(news, "snr", state.snr(), snr, Snr::toDb);
        timestep = history(news, "timestep", state.timestep(), timestep, t -> t);
        ReceivedFrame burst = state.frame();
        if (burst != frame) {
            frame = burst;
            link(news.putObject("link"), burst.link());
            constellation(news.putArray("constellation"), burst.payload().orElseThrow());
        }
        LiveSpectrum.Shown shown = state.spectrum().look();
        if (shown != spectrum) {
            spectrum = shown;
            ArrayNode bins = news.putObject("spectrum").put("rate_hz", shown.source().sampleRateHz()).putArray("tenths_db");
            for (int bin : shown.tenthsDb()) {
                bins.add(bin);
            }
        }
        for (String place : PLACES) {
            state.picture(place).filter(picture -> picture.version() != versions.getOrDefault(place, 0L)).ifPresent(picture -> {
                versions.put(place, picture.version());
                news.withObject("/pictures").putObject(place).put("version", picture.version()).put("caption", picture.caption())
                        .put("width", picture.picture().width()).put("height", picture.picture().height());
            });
        }
        return news;
    }

    private static History.Bins history(ObjectNode news, String name, History history, History.Bins known, DoubleUnaryOperator unit) {
        History.Bins bins = history.since(known);
        if (bins.added() == known.added()) {
            return known;
        }
        ObjectNode node = news.putObject(name).put("from", bins.from());
        ArrayNode seconds = node.putArray("seconds");
        ArrayNode values = node.putArray("values");
        for (int i = 0; i < bins.mean().length; i++) {
            seconds.add(Math.round(bins.seconds()[i] * 10) / 10.0);
            values.add(Math.round(unit.applyAsDouble(bins.mean()[i]) * 100) / 100.0);
        }
        return bins;
    }

    private static void link(ObjectNode node, LinkState link) {
        node.put("snr_db", Snr.toDb(link.snr())).put("cfo_hz", link.cfoHz()).put("evm_percent", 100 * link.evm())
                .put("impairment_limited", link.impairmentLimited());
    }

    private static void constellation(ArrayNode node, ReceivedSymbols payload) {
        int step = (payload.length() + MOST_POINTS - 1) / MOST_POINTS;
        for (int j = 0; j < payload.length(); j += step) {
            if (payload.noiseVariance()[j] < Float.POSITIVE_INFINITY) {
                node.add(Math.round(PARTS * payload.symbols()[2 * j])).add(Math.round(PARTS * payload.symbols()[2 * j + 1]));
            }
        }
    }
}
