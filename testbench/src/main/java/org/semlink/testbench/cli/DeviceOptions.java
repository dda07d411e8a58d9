// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import org.semlink.codec.djl.Precision;
import picocli.CommandLine.Option;

/** Where networks run, and in which precision. */
public final class DeviceOptions {

    @Option(names = "--device", completionCandidates = Names.OfDevices.class, paramLabel = "DEVICE", description = "auto, cpu, gpu or gpu:N. Default: ${DEFAULT-VALUE}")
    private String device = "auto";

    @Option(names = "--precision", completionCandidates = Names.OfPrecisions.class, paramLabel = "PRECISION",
            description = "What networks compute in: fp32 or fp16, which is for GPUs and slow on a CPU. Default: ${DEFAULT-VALUE}")
    private String precision = "fp32";

    public String device() {
        return device;
    }

    /** The precision; an unknown name is an input error. */
    public Precision precision() {
        return Precision.REGISTRY.get(precision);
    }
}
