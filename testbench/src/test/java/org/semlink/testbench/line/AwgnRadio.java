// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import org.semlink.radio.Iq;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioCounters;
import org.semlink.radio.waveform.Waveform;

/** Test double: white noise at an exact Es/N0, 700 empty samples around each burst, and chosen bursts that never leave the antenna. */
final class AwgnRadio implements Radio {

    private static final int GAP = 700;

    private final double sampleRateHz;
    private final double snr;
    private final double noise;
    private final Set<Integer> lost;
    private final SplittableRandom random;
    private float[] pending = new float[0];
    private int bursts;
    private long clock;

    AwgnRadio(Waveform waveform, double snr, Set<Integer> lost, long seed) {
        this.sampleRateHz = waveform.sampleRateHz();
        this.snr = snr;
        this.noise = Waveform.BURST_POWER / (snr * waveform.sampleSnrPerSymbolSnr());
        this.lost = lost;
        this.random = new SplittableRandom(seed);
    }

    @Override
    public double sampleRateHz() {
        return sampleRateHz;
    }

    @Override
    public void transmit(Iq burst) {
        float[] air = new float[4 * GAP + burst.samples().length];
        if (!lost.contains(bursts++)) {
            System.arraycopy(burst.samples(), 0, air, 2 * GAP, burst.samples().length);
        }
        double deviation = Math.sqrt(noise / 2);
        for (int i = 0; i < air.length; i++) {
            air[i] += (float) (deviation * random.nextGaussian());
        }
        pending = air;
    }

    @Override
    public Iq receive(int maxSamples, Duration timeout) {
        int n = Math.min(2 * maxSamples, pending.length);
        Iq iq = new Iq(Arrays.copyOf(pending, n), sampleRateHz, clock);
        pending = Arrays.copyOfRange(pending, n, pending.length);
        clock += n / 2;
        return iq;
    }

    @Override
    public RadioCounters counters() {
        return new RadioCounters(0, 0, 0, 0);
    }

    @Override
    public Map<String, Object> description() {
        return Map.of("name", "test");
    }

    @Override
    public OptionalDouble trueSnr() {
        return OptionalDouble.of(snr);
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
