// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import org.semlink.common.SemlinkException;
import org.semlink.common.Snr;
import org.semlink.diffusion.model.Model;
import org.semlink.testbench.baseline.Baselines;
import org.semlink.testbench.line.LoadedModel;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What pictures are sent by, and on which device: both ends of a link need the same. */
public final class CodecOptions {

    /** Names the model itself among the codecs. */
    static final String MODEL = "model";

    @Option(names = "--model", completionCandidates = Names.OfModels.class, paramLabel = "NAME|DIR|URL",
            description = "Built-in model (see 'semlink models list'), folder made by 'semlink train', or fetched URL. 'linear': block transform and Gaussian prior, no network. "
                    + "Default: ${DEFAULT-VALUE}")
    private String model = Model.DEFAULT;

    @Mixin
    private TrustOption trust;

    @Option(names = "--codec", completionCandidates = Names.OfCodecs.class, paramLabel = "CODEC",
            description = "What to send by: model, or to compare with it mmse, softcast, jpeg-qpsk, jpeg-16qam, webp-qpsk, webp-16qam, or with an "
                    + "ideal code, by 'link' only, jpeg-ideal and webp-ideal. Default: ${DEFAULT-VALUE}")
    private String codec = MODEL;

    @Option(names = "--design-snr", paramLabel = "DB", converter = SiConverter.Decibels.class, description = "SNR whose capacity an ideal code is made to fill. Default: ${DEFAULT-VALUE}")
    private double designSnrDb = 10;

    @Option(names = "--device", completionCandidates = Names.OfDevices.class, paramLabel = "DEVICE", description = "auto, cpu, gpu or gpu:N. Default: ${DEFAULT-VALUE}")
    private String device = "auto";

    public String model() {
        return model;
    }

    public String codec() {
        return codec;
    }

    public String device() {
        return device;
    }

    /** Whether there is a diffusion in it. */
    boolean isModel() {
        return codec.equals(MODEL);
    }

    /** Refuses what cannot be, before anything slow begins. */
    public void check() {
        if (!isModel()) {
            Baselines.REGISTRY.get(codec);
        }
        if (!(Math.abs(designSnrDb) <= 60)) {
            throw SemlinkException.input("--design-snr must be -60 to 60 dB, got %s", designSnrDb);
        }
    }

    /** The model, or what stands in its place. */
    public LoadedModel open() {
        return isModel() ? LoadedModel.open(model, device, trust.trust()) : Baselines.REGISTRY.get(codec).open(new Baselines.Setting(
                () -> LoadedModel.open(model, device, trust.trust()), Snr.fromDb(designSnrDb), Baselines.DEFAULT_CHANNELS));
    }
}
