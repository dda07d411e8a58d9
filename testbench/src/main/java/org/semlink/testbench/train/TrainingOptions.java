// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.train;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.semlink.testbench.cli.Names;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What every training is told: pictures, where its state goes, when it ends early, seed and device. */
final class TrainingOptions {

    @Option(names = "--images", required = true, arity = "1..*", split = ConfigDefaults.SEPARATOR, paramLabel = "FOLDER",
            description = "Folders of training pictures, searched through; FOLDER#32x32 where every row of pixels is a picture.")
    private List<Path> images;

    @Option(names = "--validation", arity = "1..*", split = ConfigDefaults.SEPARATOR, paramLabel = "FOLDER",
            description = "Folders of pictures kept out of training.")
    private List<Path> validation = List.of();

    @Option(names = "--out", required = true, paramLabel = "FOLDER",
            description = "Checkpoint, training.csv, pictures encoded beforehand and, in the end, model/ go here.")
    private Path out;

    @Mixin
    private ConfigOption config;

    @Mixin
    private PatienceOption patience;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed of weights, crops and noise (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--device", completionCandidates = Names.OfDevices.class, paramLabel = "DEVICE", defaultValue = "auto",
            description = "auto, cpu, gpu or gpu:N (default: ${DEFAULT-VALUE}).")
    private String device;

    /** Refuses a configuration file that holds a key which is no option of the command. */
    void check(CommandSpec spec) {
        config.check(spec);
    }

    /** Says where the model is. */
    void saved(CommandSpec spec, Path model) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("model saved in " + model);
        out.flush();
    }

    List<Path> images() {
        return images;
    }

    List<Path> validation() {
        return validation;
    }

    Path out() {
        return out;
    }

    /** Validations in a row that may be no better than the best before; 0 for any number. */
    int patience() {
        return patience.validations();
    }

    long seed() {
        return seed;
    }

    String device() {
        return device;
    }
}
