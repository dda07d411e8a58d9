// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives JUnit 5 tests a {@link TestLink} over a simulated radio, as a parameter of a test method, of a constructor or of a method that prepares a test:
 *
 * <pre>{@code
 * @SimulatedLink(radio = "sim:snr=10,channel=awgn", seed = 7)
 * class MyCodecTest {
 *     @Test
 *     void keepsItsQualityAtTenDecibels(TestLink link) {
 *         TestTrial trial = link.with(new MyCodec()).send(BuiltInPictures.all().get("testcard"));
 *         assertThat(trial.psnrDb()).isGreaterThan(24);
 *         assertThat(trial.receivedNmseDb()).isCloseTo(trial.predictedNmseDb(), within(0.3));
 *     }
 * }
 * }</pre>
 *
 * <p>The nearest annotation counts: on the parameter, on the method, on the class, on an enclosing class. Each parameter gets a link of its own,
 * opened anew with {@link #seed}, so a test sees the same samples whatever ran before it; it is closed when the test ends. What is unknown or out
 * of range fails the test with the line that the command prints. Needs JUnit 5.13 or newer.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(SimulatedLinkExtension.class)
public @interface SimulatedLink {

    /** The radio, as {@code --radio} of {@code semlink link} takes it; a {@code sim:} one, since tests never touch hardware. */
    String radio() default "sim:snr=10,channel=awgn";

    /** The model, as {@code --model} takes it: {@code linear} needs no weights, {@code base} is the built-in one. */
    String model() default "linear";

    /** The waveform, as {@code --waveform} takes it. */
    String waveform() default "ofdm";

    /** Complex samples per second, as {@code --rate} takes them: {@code 2M}. */
    String rate() default "1M";

    /** The sampler, as {@code --sampler} takes it. */
    String sampler() default "posterior-mean";

    /** Levels of the sampler, at least 1; {@code posterior-mean} has one. */
    int steps() default 1;

    /** Seed of everything random: channel, noise, samplers. */
    long seed() default 1;
}
