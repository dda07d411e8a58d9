// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.common.SemlinkException;
import org.semlink.common.YamlMap;

/** Whatever is sent when, no window is over its duty cycle and no transmission too long; and nobody waits longer than needed. */
class TransmitGuardTest {

    private static final long MS = 1_000_000;

    private final List<long[]> onAir = new ArrayList<>();
    private long nowNs = 5_000 * MS;
    /** When the queue before the guard will have left, as a transmitter would keep it. */
    private long queueEndNs;

    private TransmitGuard guard(String settings) {
        return guard(settings, new TransmitHistory());
    }

    private TransmitGuard guard(String settings, TransmitHistory history) {
        TransmitLimits limits = TransmitLimits.read(YamlMap.parse("transmit:\n  bands:\n    - {from: 1M, to: 2M, note: cable}\n"
                + settings.replaceAll("(?m)^", "  ").replace(", ", "\n  "), "c.yaml"), "c.yaml");
        return new TransmitGuard(limits.permit("soapy:x", 1.5e6, 1e5), history, () -> nowNs, ns -> nowNs += ns);
    }

    private void send(TransmitGuard guard, long ms) {
        guard.admit(Duration.ofMillis(ms));
        long start = Math.max(nowNs, queueEndNs);
        queueEndNs = start + ms * MS;
        onAir.add(new long[] {start, queueEndNs});
    }

    /** Time on the air within (end - window, end]. */
    private long loadNs(long endNs, long windowNs) {
        return onAir.stream().mapToLong(b -> Math.max(0, Math.min(b[1], endNs) - Math.max(b[0], endNs - windowNs))).sum();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void randomTrafficKeepsEveryLimitInEveryWindow(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TransmitGuard guard = guard("duty-cycle: 0.2, window: 2, max-continuous: 0.15, pause: 0.05");
        for (int i = 0; i < 300; i++) {
            send(guard, 1 + random.nextInt(100));
            nowNs += random.nextInt(4) == 0 ? random.nextLong(600 * MS) : 0;
        }
        long busiest = 0;
        for (long[] burst : onAir) {
            for (long end : new long[] {burst[0], burst[1], burst[0] + 2000 * MS, burst[1] + 2000 * MS, burst[0] + random.nextLong(2000 * MS)}) {
                busiest = Math.max(busiest, loadNs(end, 2000 * MS));
            }
        }
        assertThat(busiest).as("0.2 of 2 s").isLessThanOrEqualTo(400 * MS).as("and waits are not longer than needed").isGreaterThan(399 * MS);
        long start = onAir.get(0)[0];
        for (int i = 1; i < onAir.size(); i++) {
            long gap = onAir.get(i)[0] - onAir.get(i - 1)[1];
            start = gap < 50 * MS ? start : onAir.get(i)[0];
            assertThat(onAir.get(i)[1] - start).as("continuous transmission").isLessThanOrEqualTo(150 * MS);
        }
    }

    /** A radio that is closed and opened again does not begin with an empty window. */
    @Test
    void limitsHoldFromOneOpeningToTheNext() {
        String settings = "duty-cycle: 0.1, window: 10, max-continuous: 5, pause: 0.001, max-total: 2";
        TransmitHistory history = new TransmitHistory();
        send(guard(settings, history), 900);
        long begin = nowNs;
        send(guard(settings, history), 400);
        assertThat(nowNs - begin).as("until 300 ms of the first have left the window").isGreaterThan(9_000 * MS);
        assertThatThrownBy(() -> guard(settings, history).admit(Duration.ofMillis(800))).hasMessageContaining("max-total").hasMessageContaining(
                "after 1.300 s");
        assertThat(guard(settings, history).description()).containsEntry("bursts", 2L);
    }

    @Test
    void waitsExactlyUntilTheWindowHasRoom() {
        TransmitGuard guard = guard("duty-cycle: 0.1, window: 10, max-continuous: 5, pause: 0.001");
        long begin = nowNs;
        send(guard, 600);
        nowNs += 2_000 * MS;
        send(guard, 400);
        assertThat(nowNs - begin).as("no wait within the budget of 1 s").isEqualTo(2_000 * MS);
        send(guard, 300);
        assertThat(nowNs - begin).as("when 300 of the first 600 ms have left a window that ends with the burst").isEqualTo(10_000 * MS);
        assertThat(guard.description()).containsEntry("bursts", 3L).containsEntry("on_air_s", 1.3);
        assertThat((double) guard.description().get("waited_s")).isCloseTo(8, within(1e-9));
    }

    /** Whoever has something else to do meanwhile waits in slices: no longer than in one piece, and it is counted once. */
    @Test
    void leaveCanBeAwaitedInSlices() {
        TransmitGuard guard = guard("duty-cycle: 0.1, window: 10, max-continuous: 5, pause: 0.001");
        assertThat(guard.await(Duration.ofMillis(600), Duration.ZERO)).isTrue();
        send(guard, 600);
        long begin = nowNs;
        int slices = 1;
        while (!guard.await(Duration.ofMillis(500), Duration.ofMillis(900))) {
            slices++;
        }
        assertThat(nowNs - begin).as("when 100 of the 600 ms have left a window that ends with the burst").isEqualTo(9_600 * MS);
        assertThat(slices).isEqualTo(11);
        send(guard, 500);
        assertThat(nowNs - begin).as("no further wait").isEqualTo(9_600 * MS);
        assertThat((double) guard.description().get("waited_s")).isCloseTo(9.6, within(1e-9));
        assertThatThrownBy(() -> guard.await(Duration.ofMillis(1001), Duration.ZERO)).hasMessageContaining("duty-cycle of 0.1");
    }

    @Test
    void aPauseEndsAContinuousTransmission() {
        TransmitGuard guard = guard("duty-cycle: 1, max-continuous: 1, pause: 0.2");
        long begin = nowNs;
        send(guard, 500);
        send(guard, 500);
        assertThat(nowNs).as("queued at once").isEqualTo(begin);
        send(guard, 500);
        assertThat(nowNs - begin).as("the queue leaves, then the pause").isEqualTo(1_200 * MS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWaitingCannotCureIsAlwaysRefused(boolean wait) {
        String action = ", over-limit: " + (wait ? "wait" : "refuse");
        refused(guard("max-continuous: 0.5" + action), 501, "max-continuous of 0.500 s");
        refused(guard("duty-cycle: 0.01, window: 10" + action), 101, "duty-cycle of 0.01 within 10.000 s");
        TransmitGuard total = guard("duty-cycle: 1, max-total: 0.3" + action);
        send(total, 200);
        refused(total, 101, "max-total of 0.300 s after 0.200 s");
        send(total, 100);
        assertThat(total.description()).containsEntry("bursts", 2L);
    }

    @Test
    void whereWaitingIsNotWantedItIsRefusedAndCanBeSentLater() {
        TransmitGuard guard = guard("duty-cycle: 0.1, window: 1, over-limit: refuse");
        send(guard, 100);
        nowNs += 500 * MS;
        refused(guard, 50, "send again in 0.500 s");
        nowNs += 500 * MS;
        send(guard, 50);
    }

    private static void refused(TransmitGuard guard, long ms, String limit) {
        assertThatThrownBy(() -> guard.admit(Duration.ofMillis(ms))).isInstanceOfSatisfying(SemlinkException.class,
                e -> assertThat(e.kind()).isEqualTo(SemlinkException.Kind.INPUT)).hasMessageContaining(limit)
                .hasMessageContaining("1 to 2 MHz (cable) in c.yaml").hasMessageNotContaining("\n");
    }
}
