// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec;

import java.util.SplittableRandom;

/** Every element keeps its own noise variance and follows its own log-SNR through the diffusion. */
final class PerElementNoise implements NoiseMap {

    @Override
    public String name() {
        return "per-element";
    }

    @Override
    public ObservedSymbols apply(ObservedSymbols observed, SplittableRandom random) {
        return observed;
    }
}
