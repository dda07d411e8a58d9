// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion;

import java.util.SplittableRandom;
import org.semlink.codec.Latent;
import org.semlink.codec.MappedLatent;
import org.semlink.codec.NoisyLatent;
import org.semlink.codec.SymbolMapper;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.common.Snr;
import org.semlink.diffusion.model.Model;

/** Symbols on the air without a waveform. */
public final class TestAir {

    private TestAir() {
    }

    /**
     * What a receiver hears of {@code code} and all that it knows of it.
     *
     * @param snr    mean, linear; every symbol's noise has the variance 1 / SNR
     * @param fading whether every symbol has a Rayleigh gain of its own, which the receiver has divided by
     */
    public static NoisyLatent heard(Model model, Latent code, BandwidthRatio ratio, double snr, boolean fading, SplittableRandom random) {
        SymbolMapper mapper = new SymbolMapper(model.bandwidth().format(ratio).orElseThrow());
        MappedLatent mapped = mapper.map(code, 7);
        float[] symbols = mapped.symbols().clone();
        float[] variance = new float[symbols.length / 2];
        for (int i = 0; i < symbols.length; i++) {
            if (i % 2 == 0) {
                double gain = fading ? Math.max(1e-3, -Math.log(1 - random.nextDouble())) : 1;
                variance[i / 2] = (float) Snr.noiseVariance(snr * gain);
            }
            symbols[i] += (float) (Math.sqrt(variance[i / 2] / 2) * random.nextGaussian());
        }
        return mapper.unmap(symbols, variance, mapped.mapping(), snr);
    }
}
