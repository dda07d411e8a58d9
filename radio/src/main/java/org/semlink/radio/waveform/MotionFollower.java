// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.CARRIERS;
import static org.semlink.radio.waveform.OfdmParameters.GROUPS;

/**
 * Follows a channel that moves through a burst: gives {@link ChannelSmoother} all that is known of it, training, header, mid-ambles and
 * pilots, with the tracked phases taken out.
 *
 * <p>The channel takes up all slow turning, so phases are a straight line at first; only where the channel so found still leaves phases
 * that wander are they tracked against it, and the channel is followed once more. For one receiver; one thread.
 */
final class MotionFollower {

    /** Neighbours turn the least; seven symbols on, a group's pilot stands beside where it was, so that delays do not turn it. */
    private static final int[] LAGS = {1, 7};

    private final ChannelSmoother smoother = new ChannelSmoother();
    private final BurstState burst;
    private final float[] rotor = new float[2 * CARRIERS];

    MotionFollower(BurstState burst) {
        this.burst = burst;
    }

    /** The channel over all symbols received; leaves the phases that go with it in the burst's tracker. */
    Channel follow(DelayWindow delays) {
        burst.measureNoiseOfMovingChannel();
        burst.trackLine(0);
        Channel channel = smooth(delays);
        burst.track(channel, false);
        if (burst.tracker.walked()) {
            channel = likeliest(delays, smoother.evidence());
            burst.track(channel, false);
        }
        return burst.tracker.walked() ? smooth(delays) : channel;
    }

    /** The channel along the likeliest of three lines; {@code first} is the evidence for the first. */
    private Channel likeliest(DelayWindow delays, double first) {
        int best = 0;
        double evidence = first;
        for (int lag : LAGS) {
            burst.trackLine(lag);
            smooth(delays);
            if (smoother.evidence() > evidence) {
                evidence = smoother.evidence();
                best = lag;
            }
        }
        burst.trackLine(best);
        return smooth(delays);
    }

    private Channel smooth(DelayWindow delays) {
        float[] training = burst.training;
        float[] carriers = burst.carriers;
        KnownSymbols known = burst.known;
        smoother.begin(delays, burst.symbols(), -BurstState.FIRST_STEP);
        float[] sent = TrainingSignals.TRAINING_CARRIERS;
        for (int i = 0; i < 2 * CARRIERS; i++) {
            int u = i % CARRIERS;
            smoother.add(u, training[2 * i], training[2 * i + 1], sent[2 * u], sent[2 * u + 1], burst.carrierNoise.weight(u));
        }
        smoother.endSymbol(-BurstState.FIRST_STEP);
        for (int m = 0; m < burst.symbols(); m++) {
            KnownSymbols.rotor(burst.tracker.phase(m), burst.tracker.slope(m), rotor);
            boolean whole = known.whole(m);
            for (int i = 0; i < (whole ? CARRIERS : GROUPS); i++) {
                int u = whole ? i : CarrierMap.pilot(m, i);
                float x = whole ? known.value(m, u) : CarrierMap.pilotSign(m, i);
                if (x != 0) {
                    int at = 2 * (m * CARRIERS + u);
                    double re = carriers[at] * rotor[2 * u] - carriers[at + 1] * rotor[2 * u + 1];
                    double im = carriers[at] * rotor[2 * u + 1] + carriers[at + 1] * rotor[2 * u];
                    smoother.add(u, re, im, x, 0, burst.carrierNoise.weight(u));
                }
            }
            smoother.endSymbol(m);
        }
        return smoother.solve(burst.noise(), burst.estimator.meanPower());
    }
}
