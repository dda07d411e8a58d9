// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import java.util.stream.Collectors;
import org.semlink.codec.bandwidth.BandwidthRatio;
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
            description = "What to send by: model, or to compare with it mmse, softcast, djscc (learned end to end), jpeg-qpsk, jpeg-16qam, webp-qpsk, webp-16qam, or with an "
                    + "ideal code, by 'link' only, jpeg-ideal and webp-ideal. Default: ${DEFAULT-VALUE}")
    private String codec = MODEL;

    @Option(names = "--design-snr", paramLabel = "DB", converter = SiConverter.Decibels.class, description = "SNR whose capacity an ideal code is made to fill: with a hair less it decodes nothing. Default: ${DEFAULT-VALUE}")
    private double designSnrDb = 10;

    @Option(names = "--ratio", paramLabel = "1/N", description = "Payload symbols per source value: a model's own (1/12) or narrower, by its bandwidth "
            + "module: 1/24, 1/48, 1/96. A receiver follows the bursts; there it says what --calibration was made for. Default: the model's own")
    private String ratio;

    @Mixin
    private RefineOption refine;

    @Mixin
    private DeviceOptions device;

    public String model() {
        return model;
    }

    public String codec() {
        return codec;
    }

    public String device() {
        return device.device();
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
        device.precision();
        refine.check();
        if (ratio != null) {
            BandwidthRatio.parse(ratio);
        }
        if (!(Math.abs(designSnrDb) <= 60)) {
            throw SemlinkException.input("--design-snr must be -60 to 60 dB, got %s", designSnrDb);
        }
    }

    /** The ratio asked for, which {@code loaded} must know. */
    public BandwidthRatio ratio(LoadedModel loaded) {
        return ratio == null ? loaded.bandwidth().own() : known(BandwidthRatio.parse(ratio), loaded);
    }

    /** {@code ratio}, if the model can send at it. */
    public static BandwidthRatio known(BandwidthRatio ratio, LoadedModel loaded) {
        if (loaded.bandwidth().format(ratio).isEmpty()) {
            throw SemlinkException.input("--ratio must be one that '%s' can send at: %s, got %s", loaded.name(),
                    loaded.bandwidth().ratios().stream().map(BandwidthRatio::toString).collect(Collectors.joining(", ")), ratio);
        }
        return ratio;
    }

    /** The model, or what stands in its place. */
    public LoadedModel open() {
        LoadedModel loaded = isModel() ? openModel(model) : Baselines.REGISTRY.get(codec).open(new Baselines.Setting(model, this::openModel,
                Snr.fromDb(designSnrDb), ratio == null ? Baselines.DEFAULT_CHANNELS : Baselines.channels(BandwidthRatio.parse(ratio))));
        try {
            return refine.over(loaded, ratio(loaded));
        } catch (RuntimeException e) {
            loaded.close();
            throw e;
        }
    }

    private LoadedModel openModel(String name) {
        return LoadedModel.open(name, device.device(), device.precision(), trust.trust());
    }
}
