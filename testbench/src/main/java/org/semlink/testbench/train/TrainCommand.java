// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.train;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code semlink train}: one verb for each thing that can be trained. */
@Command(name = "train", mixinStandardHelpOptions = true, subcommands = {TrainVaeCommand.class, TrainDenoiserCommand.class, TrainBandwidthCommand.class,
    TrainDjsccCommand.class, TrainConsistencyCommand.class},
        description = "Trains models; run the same command again to go on after an interruption. "
                + "Options may stand in a YAML file given with --config, their names without dashes as keys.",
        footerHeading = "%nExamples:%n",
        footer = {"  semlink train vae --images photos/ --out my-training",
            "  semlink train denoiser --config training.yaml --codec taef2 --images photos/ --out my-denoiser",
            "  semlink train bandwidth --model base --images photos/ --out my-module",
            "  semlink train djscc --images photos/ --out my-djscc",
            "  semlink train consistency --model taef2 --images photos/ --out my-student"})
public final class TrainCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no verb given; use 'train vae', 'train denoiser', 'train bandwidth', 'train djscc' or 'train consistency'");
    }
}
