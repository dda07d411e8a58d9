// SPDX-License-Identifier: Apache-2.0
package org.semlink.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TogetherTest {

    /** Each waits for the other, so one after the other they would wait in vain. */
    @Test
    void allRunAtOnceAndAnswerInOrder() {
        CountDownLatch both = new CountDownLatch(2);
        Supplier<Boolean> meeting = () -> {
            both.countDown();
            try {
                return both.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        assertThat(Together.all(List.of(meeting, meeting))).containsExactly(true, true);
        assertThat(Together.all(List.of(() -> "a", () -> "b", () -> "c"))).containsExactly("a", "b", "c");
    }

    /** Nobody may still be writing into a folder that is cleared away because another file failed. */
    @Test
    void theFirstErrorIsThrownWhenAllAreOver() {
        AtomicBoolean over = new AtomicBoolean();
        Supplier<String> fails = () -> {
            throw SemlinkException.environment("full disk");
        };
        Supplier<String> slow = () -> {
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            over.set(true);
            return "written";
        };
        assertThatThrownBy(() -> Together.all(List.of(fails, slow))).isInstanceOf(SemlinkException.class).hasMessage("full disk");
        assertThat(over).isTrue();
    }
}
