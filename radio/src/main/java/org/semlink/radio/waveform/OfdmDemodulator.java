// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.CARRIERS;
import static org.semlink.radio.waveform.OfdmParameters.HEADER_SYMBOLS;

import java.util.Arrays;
import java.util.Optional;

/**
 * OFDM payload to symbols: phases of the whole burst tracked once more, noise measured, {@link PayloadEqualiser} per carrier.
 *
 * <p>Payload symbols are {@code s = y exp(-i psi) / H} (zero forcing, so without bias) with the variance
 * {@code N0 / |H_k|^2 (1 + loss_k) + var(psi_k) + error floor}.
 */
final class OfdmDemodulator implements PayloadDemodulator {

    private static final int EXCISIONS = 3;

    private final BurstState burst;
    private final double[] phaseVariance = new double[3];
    private final float[] rotor = new float[2 * CARRIERS];
    private final MotionDetector detector = new MotionDetector();
    private final MotionFollower follower;

    OfdmDemodulator(BurstState burst) {
        this.burst = burst;
        follower = new MotionFollower(burst);
    }

    @Override
    public ReceivedFrame demodulate(SampleBuffer buffer, FrameHeader header) {
        burst.receive(buffer, HEADER_SYMBOLS + OfdmParameters.payloadSymbols(header.payloadSymbols()));
        burst.measureNoise();
        burst.track();
        for (int i = 0; i < EXCISIONS && burst.carrierNoise.measure(burst, burst.estimator); i++) {
            excise();
        }
        if (burst.carrierNoise.any() && burst.offsetMatters()) {
            burst.retune(buffer);
            excise();
            burst.carrierNoise.measure(burst, burst.estimator);
            excise();
        }
        Channel channel = channel();
        LinkState link = burst.linkState(channel);
        ReceivedSymbols payload = equalise(header.payloadSymbols(), channel, link.noise());
        return new ReceivedFrame(HeaderCheck.SOUND, Optional.of(header), Optional.of(payload), link);
    }

    /** What hits single carriers has spoiled channel, noise and phases too: all once more with the weights that it leaves them. */
    private void excise() {
        burst.estimateChannel();
        burst.measureNoise();
        burst.track();
    }

    /** The channel of training and header, or where the pilots say that it moved, what became of it. */
    private Channel channel() {
        ChannelEstimator still = burst.estimator;
        DelayWindow delays = DelayWindow.around(still.channel(), burst.noise() * still.lossPerDimension());
        if (!detector.moved(burst, delays)) {
            return still;
        }
        Channel moving = follower.follow(delays);
        // Against a channel taken to stand still, carriers that moved look hit, and what is hit hides behind what moved.
        boolean hit = burst.carrierNoise.any();
        return burst.carrierNoise.measure(burst, moving) || hit ? follower.follow(delays) : moving;
    }

    private ReceivedSymbols equalise(int count, Channel channel, NoiseEstimates noise) {
        PayloadEqualiser equaliser = burst.meter.equaliser(channel, noise);
        float[] payload = new float[2 * count];
        float[] variance = new float[count];
        int arrived = (burst.symbols() - HEADER_SYMBOLS) * OfdmParameters.DATA;
        Arrays.fill(variance, Math.min(count, arrived), count, Float.POSITIVE_INFINITY);
        for (int m = HEADER_SYMBOLS; m < burst.symbols(); m++) {
            KnownSymbols.rotor(burst.tracker.phase(m), burst.tracker.slope(m), rotor);
            burst.tracker.variance(m, phaseVariance);
            equaliser.equalise(m, burst.carriers, rotor, phaseVariance, payload, variance);
        }
        return new ReceivedSymbols(payload, variance);
    }
}
