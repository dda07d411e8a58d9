// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.train;

import picocli.CommandLine.Option;

/** What batches of latents are cut from. */
final class LatentCropOptions {

    @Option(names = "--batch", paramLabel = "N", description = "Crops a step (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--crop", paramLabel = "N", description = "Side of a crop in latent positions, even (default: ${DEFAULT-VALUE}).")
    private int crop;

    @Option(names = "--encodings", paramLabel = "N",
            description = "Latents to train on; above the number of photos, these are encoded again, turned (default: ${DEFAULT-VALUE}).")
    private int encodings = 1080;

    LatentCropOptions(int batch, int crop) {
        this.batch = batch;
        this.crop = crop;
    }

    int batch() {
        return batch;
    }

    int crop() {
        return crop;
    }

    int encodings() {
        return encodings;
    }
}
