// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.semlink.common.Seeds;
import org.semlink.radio.Iq;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioContext;
import org.semlink.radio.RadioCounters;
import org.semlink.radio.RadioSpec;
import org.semlink.radio.ReceivedSamples;

/**
 * A transmitter, the air and a receiver, sample by sample: {@code sim:snr=10,cfo=2k,channel=rayleigh}.
 *
 * <p>Each burst lies in a slot of its own: noise only, an unknown delay, the burst, noise only. {@code snr} is Es/N0 of the payload
 * symbols at the receiver in dB, averaged (linear) over the band, before any impairment beyond noise and fading; it is made of nominal
 * powers, so a burst that happens to be strong has a better SNR. Everything random follows the seed; samples do not depend on how they
 * are read. Nothing waits for a clock: {@code receive} computes what is due, with memory for one block beside the bursts in the queue.
 *
 * <p>Transfers are partial and of irregular size, at most {@code mtu} samples; a loss makes the numbering jump by the samples lost, with the
 * switch {@code untimed} (a device without hardware time) by some number.
 *
 * <p>{@code profile} names a set of options ({@link SimProfiles}). Plain {@code sim:} has 10 dB, 350 Hz, one echo, unknown delays and 12-bit converters; {@code sim:ideal} nothing at all.
 */
public final class SimulatedRadio implements Radio {

    private static final int BLOCK = 4096;
    /** Noise-only samples on either side of a burst, whatever the delay. */
    private static final int GUARD = 1024;
    private static final int USUAL_MTU = 4096;

    /** All options that a profile may set. */
    static final List<String> KEYS = Stream.concat(Impairments.keys().stream(), Stream.of("ideal", "mtu", "untimed")).toList();
    private static final List<String> KNOWN = Stream.concat(KEYS.stream(), Stream.of(SimProfiles.KEY)).toList();

    /** As the user named it, and with the options of its profile. */
    private final RadioSpec named;
    private final RadioSpec spec;
    private final RadioContext context;
    private final int mtu;
    private final boolean untimed;
    private final double snr;
    private ImpairmentChain chain;
    private SplittableRandom transfers;
    private final ArrayDeque<Iq> queue = new ArrayDeque<>();
    private final Block block = new Block();
    private int blockRead;
    private long position;
    private long slot;
    /** Samples of the present slot already made, before impairments. */
    private long slotPosition;
    /** Lost between the samples delivered last and the next ones. */
    private long lost;
    private boolean closed;

    private SimulatedRadio(RadioSpec spec, RadioContext context) {
        this.named = spec;
        this.spec = SimProfiles.apply(spec);
        this.context = context;
        SimSettings settings = new SimSettings(this.spec, context);
        this.mtu = (int) this.spec.integer("mtu", USUAL_MTU, 1, 1 << 20);
        this.untimed = this.spec.flag("untimed");
        this.snr = settings.snr();
        beginTrial(context.seed());
    }

    @Override
    public void beginTrial(long seed) {
        queue.clear();
        block.resize(0);
        blockRead = 0;
        position = 0;
        slot = 0;
        slotPosition = 0;
        lost = 0;
        block.gap = 0;
        block.timeouts = 0;
        // Anew, as options such as cfo=+-20k are drawn by the seed too.
        chain = Impairments.chain(new SimSettings(spec, context.withSeed(seed)));
        chain.reset(Seeds.child(seed, "simulated radio"));
        transfers = Seeds.random(seed, "transfer sizes");
    }

    /** Opens the radio of scheme {@code sim}; refuses unknown options and values out of range. */
    public static Radio open(RadioSpec spec, RadioContext context) {
        spec.requireKnown(KNOWN);
        return new SimulatedRadio(spec, context);
    }

    @Override
    public double sampleRateHz() {
        return context.sampleRateHz();
    }

    @Override
    public void transmit(Iq burst) {
        requireOpen();
        if (burst.sampleRateHz() != context.sampleRateHz() || burst.length() == 0) {
            throw new IllegalArgumentException("need a burst at " + context.sampleRateHz() + " samples per second, got " + burst.length()
                    + " samples at " + burst.sampleRateHz());
        }
        queue.add(burst);
    }

    @Override
    public ReceivedSamples receive(int maxSamples, Duration timeout) {
        requireOpen();
        if (maxSamples < 1) {
            throw new IllegalArgumentException("maxSamples must be at least 1, got " + maxSamples);
        }
        while (true) {
            if (blockRead == 0 && block.timeouts > 0) {
                block.timeouts--;
                return ReceivedSamples.none(ReceivedSamples.Outcome.TIMEOUT, context.sampleRateHz(), position);
            }
            if (block.gap > 0 && blockRead == block.gapAt) {
                lose(block.gap);
                block.gap = 0;
            }
            if (blockRead < block.length) {
                return deliver(maxSamples);
            }
            if (queue.isEmpty()) {
                return ReceivedSamples.none(ReceivedSamples.Outcome.END, context.sampleRateHz(), position);
            }
            produce();
        }
    }

    private ReceivedSamples deliver(int maxSamples) {
        int most = Math.min(maxSamples, (block.gap > 0 ? block.gapAt : block.length) - blockRead);
        int count = Math.min(most, 1 + transfers.nextInt(mtu));
        float[] samples = Arrays.copyOfRange(block.iq, 2 * blockRead, 2 * (blockRead + count));
        ReceivedSamples received = ReceivedSamples.of(new Iq(samples, context.sampleRateHz(), position), lost);
        lost = 0;
        blockRead += count;
        position += count;
        return received;
    }

    /** A loss in front of the next samples; without time stamps the host knows that there is one, not how long it is. */
    private void lose(long samples) {
        if (!untimed) {
            lost += samples;
            position += samples;
        } else if (lost == 0) {
            lost = ReceivedSamples.UNKNOWN;
            position += mtu;
        }
    }

    /** Makes the next block: silence, a part of the burst, or silence, through all impairments. */
    private void produce() {
        Iq burst = queue.element();
        long end = (long) GUARD + burst.length();
        block.slot = slot;
        block.burst = slotPosition >= GUARD && slotPosition < end;
        block.burstLength = burst.length();
        block.gap = 0;
        block.gapAt = 0;
        block.timeouts = 0;
        long part = slotPosition < GUARD ? GUARD : block.burst ? end : end + GUARD;
        int count = (int) Math.min(BLOCK, part - slotPosition);
        block.resize(count);
        if (block.burst) {
            System.arraycopy(burst.samples(), (int) (2 * (slotPosition - GUARD)), block.iq, 0, 2 * count);
        } else {
            Arrays.fill(block.iq, 0, 2 * count, 0);
        }
        slotPosition += count;
        if (slotPosition == end + GUARD) {
            queue.remove();
            slot++;
            slotPosition = 0;
        }
        chain.process(block);
        blockRead = 0;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("radio " + named + " is closed");
        }
    }

    @Override
    public RadioCounters counters() {
        return chain.counters();
    }

    @Override
    public Map<String, Object> description() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("radio", named.toString());
        if (named.has(SimProfiles.KEY)) {
            all.put("radio_with_profile", spec.toString());
        }
        all.put("kind", "simulated");
        all.put("sample_rate_hz", context.sampleRateHz());
        chain.describe(all);
        return all;
    }

    /**
     * {@inheritDoc} Averaged over the bursts received so far, fading included; infinite without noise, empty before the first burst
     * where the channel fades.
     */
    @Override
    public OptionalDouble trueSnr() {
        OptionalDouble gain = chain.powerGain();
        return gain.isEmpty() ? gain : OptionalDouble.of(snr * gain.getAsDouble());
    }

    @Override
    public void close() {
        closed = true;
        queue.clear();
    }
}
