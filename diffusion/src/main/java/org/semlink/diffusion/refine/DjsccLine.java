// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.refine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.semlink.codec.LatentShape;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.codec.djscc.DjsccModule;

/** The line of DeepJSCC, whose latent is the picture that its encoder is given: another than the one sent may serve the decoder better. */
final class DjsccLine implements DifferentiableLine {

    private static final double RATE = 0.12;

    private final DjsccModule module;
    private final BandwidthRatio ratio;

    DjsccLine(DjsccModule module, BandwidthRatio ratio) {
        this.module = module;
        this.ratio = ratio;
    }

    @Override
    public Shape noiseShape(LatentShape shape) {
        return module.wholeCode(shape);
    }

    @Override
    public NDArray received(NDArray latent, double snr, NDArray gaussian) {
        return module.throughNoise(latent, ratio, 1 / snr, gaussian);
    }

    @Override
    public double rate() {
        return RATE;
    }
}
