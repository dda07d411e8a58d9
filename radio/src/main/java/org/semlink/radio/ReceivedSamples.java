// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio;

/**
 * What one {@link Radio#receive} brought: samples, nothing yet, or the end; and whether samples were lost right before them.
 *
 * <p>{@link Iq#firstSample} counts what was lost as well: behind a loss it jumps by the number of lost samples, or by some positive number
 * where that is not known. A jump without a loss is a stretch in which the radio did not listen. A receiver of frames therefore needs
 * nothing but the positions; the number is for counting and for recordings.
 *
 * @param outcome    what became of the wait
 * @param iq         the samples; empty, at the position of the next one, unless {@code outcome} is {@link Outcome#SAMPLES}
 * @param lostBefore samples lost since those before, 0 if none, {@link #UNKNOWN} if it cannot be told how many
 */
public record ReceivedSamples(Outcome outcome, Iq iq, long lostBefore) {

    /** A loss of unknown length. */
    public static final long UNKNOWN = -1;

    /** What became of waiting for samples. */
    public enum Outcome {
        /** At least one sample came. */
        SAMPLES,
        /** None came in time; more may. */
        TIMEOUT,
        /** None will come unless something is transmitted: the end of a recording, or all that was sent has been delivered. */
        END
    }

    public ReceivedSamples {
        if ((outcome == Outcome.SAMPLES) != (iq.length() > 0) || lostBefore < UNKNOWN || lostBefore != 0 && outcome != Outcome.SAMPLES) {
            throw new IllegalArgumentException(outcome + " cannot have " + iq.length() + " samples behind " + lostBefore + " lost ones");
        }
    }

    /** Samples that follow on, or that follow a loss of {@code lostBefore}. */
    public static ReceivedSamples of(Iq iq, long lostBefore) {
        return new ReceivedSamples(Outcome.SAMPLES, iq, lostBefore);
    }

    /** No samples; {@code next} is the position of the next one. */
    public static ReceivedSamples none(Outcome outcome, double sampleRateHz, long next) {
        return new ReceivedSamples(outcome, new Iq(new float[0], sampleRateHz, next), 0);
    }

    /** Whether samples came. */
    public boolean arrived() {
        return outcome == Outcome.SAMPLES;
    }

    /** Whether nothing more will come. */
    public boolean ended() {
        return outcome == Outcome.END;
    }

    /** Two losses in a row as one. */
    public static long addLosses(long one, long other) {
        return one == UNKNOWN || other == UNKNOWN ? UNKNOWN : one + other;
    }
}
