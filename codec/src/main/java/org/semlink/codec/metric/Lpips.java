// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.metric;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.semlink.codec.Picture;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.LpipsNetwork;
import org.semlink.codec.djl.Safetensors;
import org.semlink.common.SemlinkException;

/** Learned perceptual distance, LPIPS 0.1 over SqueezeNet (Zhang et al. 2018): 0 for equal pictures, smaller is better. */
public final class Lpips implements PictureMetric, AutoCloseable {

    private static final long MAX_BYTES = 1 << 26;

    private final LpipsNetwork network;

    private Lpips(LpipsNetwork network) {
        this.network = network;
    }

    /** Loads the weights from a safetensors file; they are refused unless they are exactly LPIPS's. */
    public static Lpips open(Path weights, Compute compute) {
        try {
            if (Files.size(weights) > MAX_BYTES) {
                throw SemlinkException.input("LPIPS weights %s have %d bytes, some 3 million are expected", weights, Files.size(weights));
            }
            return new Lpips(new LpipsNetwork(compute, Safetensors.read(Files.readAllBytes(weights), weights.toString()), weights.toString()));
        } catch (IOException e) {
            throw SemlinkException.input("LPIPS weights %s cannot be read (%s); give the safetensors file that README.md describes", weights,
                    e.getClass().getSimpleName()).causedBy(e);
        }
    }

    @Override
    public OptionalDouble measure(Comparison pair) {
        if (pair.shorterSide() < LpipsNetwork.SMALLEST) {
            return OptionalDouble.empty();
        }
        Picture sent = pair.sent();
        return OptionalDouble.of(network.distance(sent.samples(), pair.received().samples(), sent.width(), sent.height()));
    }

    @Override
    public String requirement() {
        return "both sides at least " + LpipsNetwork.SMALLEST + " pixels";
    }

    @Override
    public void close() {
        network.close();
    }
}
