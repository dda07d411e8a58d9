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

    private final BurstState burst;
    private final OfdmFormat format;
    private final double[] phaseVariance = new double[3];
    private final float[] rotor = new float[2 * CARRIERS];
    private final MotionDetector detector = new MotionDetector();
    private final MotionFollower follower;

    OfdmDemodulator(BurstState burst, OfdmFormat format) {
        this.burst = burst;
        this.format = format;
        follower = new MotionFollower(burst);
    }

    @Override
    public ReceivedFrame demodulate(SampleBuffer buffer, FrameHeader header) {
        burst.receive(buffer, HEADER_SYMBOLS + format.ofdmSymbols(header.payloadSymbols()));
        burst.measureNoise();
        burst.track();
        burst.excise(buffer);
        Channel channel = channel();
        LinkState link = burst.linkState(channel);
        ReceivedSymbols payload = equalise(header.payloadSymbols(), channel, link.noise());
        return new ReceivedFrame(HeaderCheck.SOUND, Optional.of(header), Optional.of(payload), link);
    }

    /**
     * The channel of training, header and mid-ambles, or where the pilots say that it moved, what became of it. Mid-ambles are known from
     * here on only: taken into one channel that stands still, they would hide that it moved, and make what moved look hit.
     */
    private Channel channel() {
        ChannelEstimator still = burst.estimator;
        DelayWindow delays = DelayWindow.around(still.channel(), burst.noise() * still.lossPerDimension());
        boolean moved = detector.moved(burst, delays);
        burst.known.learn(format);
        if (!moved) {
            if (format.interval() > 0 && burst.symbols() > HEADER_SYMBOLS + format.interval()) {
                burst.track();
                burst.weighAnew();
                burst.exciseWhatIsHit();
            }
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
        int arrived = format.payloadBefore(burst.symbols() - HEADER_SYMBOLS);
        Arrays.fill(variance, Math.min(count, arrived), count, Float.POSITIVE_INFINITY);
        for (int m = HEADER_SYMBOLS; m < burst.symbols(); m++) {
            if (format.midamble(m - HEADER_SYMBOLS)) {
                continue;
            }
            KnownSymbols.rotor(burst.tracker.phase(m), burst.tracker.slope(m), rotor);
            burst.tracker.variance(m, phaseVariance);
            equaliser.equalise(m, format.payloadBefore(m - HEADER_SYMBOLS), burst.carriers, rotor, phaseVariance, payload, variance);
        }
        return new ReceivedSymbols(payload, variance);
    }
}
