// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

/** What a receiver calibration makes best. Losses: smaller is better, all three. */
public enum Criterion {

    /** Latent normalised squared error, dB. */
    LATENT("latent"),
    /** Minus the picture's PSNR, dB. */
    PSNR("psnr"),
    /** LPIPS distance. */
    LPIPS("lpips");

    private final String key;

    Criterion(String key) {
        this.key = key;
    }

    /** As options and files call it. */
    public String key() {
        return key;
    }

    @Override
    public String toString() {
        return key;
    }
}
