// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Two ends that know nothing of each other: one that only sends, one that hears without end, or no more. */
class RadioPairTest {

    private static final double RATE = 1000;
    private static final Duration SOON = Duration.ofMillis(1);

    private final List<String> log = new ArrayList<>();

    /** Hears {@code most} samples and is silent then. */
    private final class End implements Radio {
        private final String name;
        private final double rate;
        private final long most;
        private long heard;
        private int slicesToWait;

        End(String name, double rate, long most) {
            this.name = name;
            this.rate = rate;
            this.most = most;
        }

        @Override
        public double sampleRateHz() {
            return rate;
        }

        @Override
        public void beginTrial(long seed) {
            log.add(name + " begins " + seed);
        }

        @Override
        public boolean awaitLeave(Iq burst, Duration most) {
            return --slicesToWait < 0;
        }

        @Override
        public void forget() {
            log.add(name + " forgets");
        }

        @Override
        public void transmit(Iq burst) {
            log.add(name + " sends " + burst.length());
        }

        @Override
        public ReceivedSamples receive(int maxSamples, Duration timeout) {
            int n = (int) Math.min(Math.min(maxSamples, 64), most - heard);
            if (n == 0) {
                return ReceivedSamples.none(ReceivedSamples.Outcome.TIMEOUT, rate, heard);
            }
            heard += n;
            return ReceivedSamples.of(new Iq(new float[2 * n], rate, heard - n), 0);
        }

        @Override
        public RadioCounters counters() {
            return new RadioCounters(1, 2, 3, 4);
        }

        @Override
        public Map<String, Object> description() {
            return Map.of("radio", name);
        }

        @Override
        public OptionalDouble trueSnr() {
            return OptionalDouble.of(7);
        }

        @Override
        public void close() {
            log.add(name + " closes");
            if (name.equals("tx")) {
                throw new IllegalStateException("broken");
            }
        }
    }

    private long listen(Radio radio) {
        long samples = 0;
        for (ReceivedSamples heard = radio.receive(100, SOON); !heard.ended(); heard = radio.receive(100, SOON)) {
            samples += heard.iq().length();
        }
        return samples;
    }

    @Test
    void listensForTheBurstAndItsTailAndThenIsSilent() {
        RadioPair pair = new RadioPair(new End("tx", RATE, 0), new End("rx", RATE, Long.MAX_VALUE));
        assertThat(listen(pair)).as("before anything is sent").isZero();
        pair.transmit(new Iq(new float[2 * 300], RATE, 0));
        assertThat(listen(pair)).isEqualTo(300 + 500);
        assertThat(listen(pair)).isZero();
        pair.transmit(new Iq(new float[2 * 10], RATE, 0));
        assertThat(pair.receive(100, SOON).iq().firstSample()).as("the stream goes on").isEqualTo(800);
        pair.beginTrial(3);
        assertThat(listen(pair)).isZero();
        assertThat(log).containsExactly("rx forgets", "tx sends 300", "rx forgets", "tx sends 10", "tx begins 3", "rx begins 3");
    }

    /** Else a long wait would fill the receiver's queue, and the burst be what does not fit. */
    @Test
    void theReceiverForgetsWhileTheTransmitterWaits() {
        End tx = new End("tx", RATE, 0);
        tx.slicesToWait = 2;
        new RadioPair(tx, new End("rx", RATE, 0)).transmit(new Iq(new float[2 * 20], RATE, 0));
        assertThat(log).containsExactly("rx forgets", "rx forgets", "rx forgets", "tx sends 20");
    }

    @Test
    void aReceiverGoneSilentEndsIt() {
        RadioPair pair = new RadioPair(new End("tx", RATE, 0), new End("rx", RATE, 100));
        pair.transmit(new Iq(new float[2 * 20], RATE, 0));
        long begin = System.nanoTime();
        assertThat(listen(pair)).isEqualTo(100);
        assertThat((System.nanoTime() - begin) / 1e9).isBetween(RadioPair.PATIENCE_S, RadioPair.PATIENCE_S + 5);
    }

    @Test
    void speaksForBothAndClosesBoth() {
        RadioPair pair = new RadioPair(new End("tx", RATE, 0), new End("rx", RATE, 0));
        assertThat(pair.counters()).isEqualTo(new RadioCounters(2, 4, 6, 8));
        assertThat(pair.description()).containsEntry("tx", Map.of("radio", "tx")).containsEntry("rx", Map.of("radio", "rx"));
        assertThat(pair.trueSnr()).isEmpty();
        assertThatThrownBy(pair::close).hasMessage("broken");
        assertThat(log).containsExactly("tx closes", "rx closes");
        assertThatThrownBy(() -> new RadioPair(new End("tx", 1, 0), new End("rx", 2, 0))).hasMessageContaining("one rate, got 1.0 and 2.0");
    }
}
