// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec;

import java.util.SplittableRandom;
import org.semlink.common.Registry;

/** How a receiver uses what it knows of the noise of single symbols, before the reverse diffusion. Lost symbols stay lost. */
public interface NoiseMap {

    /** Noise maps by name. */
    Registry<NoiseMap> REGISTRY = Registry.<NoiseMap>of("noise map")
            .with("per-element", new PerElementNoise())
            .with("scalar", new ScalarNoise())
            .with("equalised", new EqualisedNoise());

    /** As results call it. */
    String name();

    /**
     * The symbols with the noise that the receiver is to believe in.
     *
     * @param random for maps that add noise
     */
    ObservedSymbols apply(ObservedSymbols observed, SplittableRandom random);
}
