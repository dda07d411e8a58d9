// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.semlink.common.Seeds;
import org.semlink.common.Snr;

/**
 * White Gaussian noise {@code CN(0, N)}: variance N per complex sample, N / 2 on each of I and Q; {@code snr} dB sets N.
 *
 * <p>N is fixed by the nominal power of the waveform ({@link SimSettings#noiseVariance}), never by what a burst measures.
 */
final class Awgn implements Impairment {

    /** What the stage is called: the place of the noise decides which gains count in the true SNR. */
    static final String NAME = "snr";
    static final ImpairmentKind KIND = new ImpairmentKind(List.of(NAME), Awgn::from);

    private final double snr;
    private final double variance;
    private final double perAxis;
    private SplittableRandom random = new SplittableRandom(0);

    /**
     * @param snr      the label, Es/N0 linear, for the description only
     * @param variance per complex sample
     */
    Awgn(double snr, double variance) {
        this.snr = snr;
        this.variance = variance;
        this.perAxis = Math.sqrt(variance / 2);
    }

    private static Optional<Impairment> from(SimSettings settings) {
        return settings.noiseVariance() == 0 ? Optional.empty() : Optional.of(new Awgn(settings.snr(), settings.noiseVariance()));
    }

    @Override
    public void reset(long seed) {
        random = Seeds.random(seed, "noise");
    }

    @Override
    public void process(Block block) {
        for (int i = 0; i < 2 * block.length; i++) {
            block.iq[i] += (float) (perAxis * random.nextGaussian());
        }
    }

    @Override
    public void describe(Map<String, Object> into) {
        into.put("snr_db", Snr.toDb(snr));
        into.put("noise_variance", variance);
    }
}
