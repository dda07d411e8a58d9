// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Two radios as one: what the first sends, the second hears. They share nothing but the air, so neither knows when the other is done.
 *
 * <p>The pair listens as long as the burst lasts and {@value #TAIL_S} s beyond, for what the buffers of both hold back, and then delivers
 * nothing until the next burst. What was heard and not asked for before that leaves is dropped, for it would be taken for the burst. A
 * receiver that has gone silent ends it {@value #PATIENCE_S} s later.
 */
public final class RadioPair implements Radio {

    static final double TAIL_S = 0.5;
    static final double PATIENCE_S = 2;
    /** A receiver's queue holds this much at any rate. */
    private static final Duration SLICE = Duration.ofMillis(100);

    private final Radio tx;
    private final Radio rx;
    private long left;
    private long next;
    private long deadlineNs;

    /** Takes both over: {@link #close} closes them. */
    public RadioPair(Radio tx, Radio rx) {
        if (tx.sampleRateHz() != rx.sampleRateHz()) {
            throw new IllegalArgumentException("both radios must run at one rate, got " + tx.sampleRateHz() + " and " + rx.sampleRateHz());
        }
        this.tx = tx;
        this.rx = rx;
    }

    @Override
    public double sampleRateHz() {
        return rx.sampleRateHz();
    }

    @Override
    public void beginTrial(long seed) {
        tx.beginTrial(seed);
        rx.beginTrial(seed);
        left = 0;
    }

    @Override
    public void transmit(Iq burst) {
        while (!tx.awaitLeave(burst, SLICE)) {
            rx.forget();
        }
        rx.forget();
        tx.transmit(burst);
        left = burst.length() + Math.round(TAIL_S * sampleRateHz());
        deadlineNs = System.nanoTime() + Math.round((left / sampleRateHz() + PATIENCE_S) * 1e9);
    }

    @Override
    public boolean awaitLeave(Iq burst, Duration most) {
        return tx.awaitLeave(burst, most);
    }

    @Override
    public void forget() {
        rx.forget();
    }

    @Override
    public ReceivedSamples receive(int maxSamples, Duration timeout) {
        if (left <= 0) {
            return ReceivedSamples.none(ReceivedSamples.Outcome.END, sampleRateHz(), next);
        }
        ReceivedSamples heard = rx.receive((int) Math.min(maxSamples, left), timeout);
        if (heard.arrived()) {
            left -= heard.iq().length();
            next = heard.iq().firstSample() + heard.iq().length();
        } else if (heard.ended() || System.nanoTime() > deadlineNs) {
            left = 0;
            return ReceivedSamples.none(ReceivedSamples.Outcome.END, sampleRateHz(), next);
        }
        return heard;
    }

    @Override
    public RadioCounters counters() {
        return tx.counters().plus(rx.counters());
    }

    @Override
    public Map<String, Object> description() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("kind", "pair");
        all.put("tx", tx.description());
        all.put("rx", rx.description());
        return all;
    }

    /** Empty: neither end knows what the air does. */
    @Override
    public OptionalDouble trueSnr() {
        return OptionalDouble.empty();
    }

    /** The transmitter first. */
    @Override
    public void close() {
        try {
            tx.close();
        } finally {
            rx.close();
        }
    }
}
