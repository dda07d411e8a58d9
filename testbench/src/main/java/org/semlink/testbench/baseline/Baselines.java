// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.baseline;

import java.util.function.Function;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.codec.baseline.ByteBudget;
import org.semlink.codec.baseline.PictureCompressor;
import org.semlink.codec.baseline.SoftCast;
import org.semlink.codec.djscc.DjsccModule;
import org.semlink.common.Registry;
import org.semlink.common.SemlinkException;
import org.semlink.diffusion.GaussianDenoiser;
import org.semlink.diffusion.schedule.NoiseSchedule;
import org.semlink.radio.digital.ChannelCode;
import org.semlink.radio.digital.ConvolutionalQam;
import org.semlink.radio.digital.IdealCode;
import org.semlink.testbench.line.Execution;
import org.semlink.testbench.line.LoadedModel;

/**
 * What a model is compared with: other ways to send a picture in as many symbols, over the same line.
 *
 * <p>Each is a codec with a decoder in the denoiser's place, so everything else of the line (mapping, framing, waveform, radio, results) is
 * the same. {@code mmse}: the model's codec with linear shrinkage. {@code softcast}: {@link SoftCast} over the model's block transform.
 * {@code djscc}: a {@link DjsccModule}, the model's if it is one, else the built-in one.
 * {@code jpeg-...} and {@code webp-...}: the best file that fits, under QPSK or 16-QAM with the rate-1/2 code, or under an ideal code.
 */
public final class Baselines {

    /**
     * What baselines are made of.
     *
     * @param model     whose codec or transform is used, as {@code --model} names it
     * @param opener    opens a model by such a name; the caller closes it
     * @param designSnr linear Es/N0 that an ideal code's rate is chosen for
     * @param channels  reals per 8x8 block of softcast and the digital baselines: {@code k/n = channels / 384}
     */
    public record Setting(String model, Function<String, LoadedModel> opener, double designSnr, int channels) {

        LoadedModel open() {
            return opener.apply(model);
        }
    }

    /** Makes one baseline. */
    @FunctionalInterface
    public interface Opener {
        /** The caller closes it. */
        LoadedModel open(Setting setting);
    }

    private static final int BLOCK = 8;
    /** The baseline that is learned end to end, and the built-in model of that name. */
    private static final String DJSCC = "djscc";

    /** Reals per 8x8 block of the built-in models: k/n = 1/12. */
    public static final int DEFAULT_CHANNELS = 32;

    /** Baselines by name. */
    public static final Registry<Opener> REGISTRY = Registry.<Opener>of("codec")
            .with("mmse", Baselines::shrinkage)
            .with("softcast", Baselines::softCast)
            .with(DJSCC, Baselines::djscc)
            .with("jpeg-qpsk", digital("jpeg-qpsk", s -> ConvolutionalQam.qpsk()))
            .with("jpeg-16qam", digital("jpeg-16qam", s -> ConvolutionalQam.qam16()))
            .with("jpeg-ideal", digital("jpeg-ideal", s -> new IdealCode(s.designSnr)))
            .with("webp-qpsk", digital("webp-qpsk", s -> ConvolutionalQam.qpsk()))
            .with("webp-16qam", digital("webp-16qam", s -> ConvolutionalQam.qam16()))
            .with("webp-ideal", digital("webp-ideal", s -> new IdealCode(s.designSnr)));

    private Baselines() {
    }

    /** Reals per 8x8 block at a bandwidth ratio. */
    public static int channels(BandwidthRatio ratio) {
        int channels = ratio.channels(BLOCK);
        if (channels < 1 || channels > 3 * BLOCK * BLOCK) {
            throw SemlinkException.input("--ratio must be 1/2 to 1/384 for a codec that sends blocks of 8x8, got %s", ratio);
        }
        return channels;
    }

    private static LoadedModel shrinkage(Setting setting) {
        LoadedModel model = setting.open();
        return model.with("mmse over " + model.name(), new GaussianDenoiser(1));
    }

    private static LoadedModel softCast(Setting setting) {
        try (LoadedModel model = setting.open()) {
            SoftCast line = model.linearLine().orElseThrow(() -> SemlinkException.input(
                    "--codec softcast uses the block transform of a model, and '%s' has none; give another --model", model.name()));
            return LoadedModel.of("softcast over " + model.name(), Execution.PLAIN, line.keeping(setting.channels).codec(), new SoftCastDecoder(), schedule(), () -> { });
        }
    }

    private static LoadedModel djscc(Setting setting) {
        LoadedModel given = setting.open();
        if (given.bandwidth() instanceof DjsccModule) {
            return given.named(DJSCC + " over " + given.name());
        }
        given.close();
        return setting.opener.apply(DJSCC);
    }

    private static Opener digital(String name, Function<Setting, ChannelCode> codes) {
        return setting -> {
            ChannelCode code = codes.apply(setting);
            PictureCompressor compressor = PictureCompressor.REGISTRY.get(name.substring(0, name.indexOf('-')));
            return LoadedModel.of(name, Execution.PLAIN, new DigitalCodec(new ByteBudget(compressor), code, setting.channels), new DigitalDecoder(code),
                    schedule(), () -> { });
        };
    }

    /** Numbers the timesteps of schemes that have none; with its far ends no link is too clean for the decoder to run. */
    private static NoiseSchedule schedule() {
        return NoiseSchedule.REGISTRY.get("rectified-flow");
    }
}
