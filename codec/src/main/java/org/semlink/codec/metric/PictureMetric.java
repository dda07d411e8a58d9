// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.metric;

import java.util.OptionalDouble;
import org.semlink.codec.Picture;
import org.semlink.common.Registry;

/** How far a received picture is from the one sent; both of equal size. */
public interface PictureMetric {

    /** Metrics by the names that results use. */
    Registry<PictureMetric> REGISTRY = Registry.<PictureMetric>of("metric")
            .with("psnr_db", new Psnr())
            .with("ssim", new Ssim())
            .with("ms_ssim", new MsSsim());

    /** The metric's value; empty where it is not defined for this size (see {@link #requirement}). */
    OptionalDouble measure(Comparison pair);

    /** As {@link #measure(Comparison)}, of this metric alone. */
    default OptionalDouble measure(Picture sent, Picture received) {
        return measure(new Comparison(sent, received));
    }

    /** What a picture needs for this metric to be defined, as a reason in results. */
    String requirement();
}
