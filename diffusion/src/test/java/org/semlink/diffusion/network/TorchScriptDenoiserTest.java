// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentShape;
import org.semlink.codec.NoisyLatent;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.metric.LatentError;
import org.semlink.common.SemlinkException;
import org.semlink.common.Snr;
import org.semlink.diffusion.schedule.NoiseSchedule;

/** TorchScript archives written by hand, as torch.jit.save lays them out. */
class TorchScriptDenoiserTest {

    private static final NoiseSchedule SCHEDULE = NoiseSchedule.REGISTRY.get("ddpm-linear");

    /** Of a white unit Gaussian, v is 0 and the posterior mean is linear shrinkage: wrong scaling by abar shows at once. */
    @Test
    void velocityZeroIsShrinkage() {
        double snr = 2.5;
        NoisyLatent noisy = noisy(snr);
        try (Compute compute = Compute.open("cpu");
                TorchScriptDenoiser denoiser = open(compute, "return torch.mul(x, 0.)", TorchScriptDenoiser.Output.VELOCITY)) {
            float[] expected = LatentError.shrink(noisy).values();
            float[] found = denoiser.denoise(noisy).values();
            for (int i = 0; i < found.length; i++) {
                assertThat(found[i]).isCloseTo(expected[i], within(1e-5f));
            }
        }
    }

    /** Noise 0 leaves the observation as it is. */
    @Test
    void noiseZeroIsTheObservation() {
        NoisyLatent noisy = noisy(2.5);
        try (Compute compute = Compute.open("cpu");
                TorchScriptDenoiser denoiser = open(compute, "return torch.mul(x, 0.)", TorchScriptDenoiser.Output.NOISE)) {
            float[] found = denoiser.denoise(noisy).values();
            for (int i = 0; i < found.length; i++) {
                assertThat(found[i]).isCloseTo(noisy.observed().values()[i], within(1e-5f));
            }
        }
    }

    @Test
    void wrongShapesAndForeignFilesEndInOneLine() {
        try (Compute compute = Compute.open("cpu")) {
            try (TorchScriptDenoiser denoiser = open(compute, "return torch.sum(x)", TorchScriptDenoiser.Output.CLEAN)) {
                assertThatThrownBy(() -> denoiser.denoise(noisy(1))).isInstanceOf(SemlinkException.class)
                        .hasMessageContaining("mine.pt: output must be FLOAT32 of shape [1, 2, 3, 3]").hasMessageNotContaining("\n");
            }
            assertThatThrownBy(() -> new TorchScriptDenoiser(compute, new byte[100], "mine.pt", SCHEDULE, TorchScriptDenoiser.Output.CLEAN))
                    .isInstanceOf(SemlinkException.class).hasMessageContaining("mine.pt is no TorchScript").hasMessageNotContaining("\n");
        }
    }

    private static NoisyLatent noisy(double snr) {
        float[] values = new float[18];
        float[] variance = new float[18];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.3f * i - 2;
        }
        Arrays.fill(variance, (float) Snr.noiseVariance(snr));
        return new NoisyLatent(new Latent(new LatentShape(2, 3, 3), values), variance, snr);
    }

    private static TorchScriptDenoiser open(Compute compute, String body, TorchScriptDenoiser.Output output) {
        String code = "class M(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n"
                + "  def forward(self: __torch__.M,\n    x: Tensor,\n    t: Tensor) -> Tensor:\n    " + body + "\n";
        String[][] entries = {{"data.pkl", "\u0080\u0002c__torch__\nM\nq\u0000)\u0081}(X\b\u0000\u0000\u0000trainingq\u0001\u0089ub."},
            {"code/__torch__.py", code}, {"constants.pkl", "\u0080\u0002)."}, {"version", "3\n"}};
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String[] entry : entries) {
                zip.putNextEntry(new ZipEntry("m/" + entry[0]));
                zip.write(entry[1].getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return new TorchScriptDenoiser(compute, bytes.toByteArray(), "mine.pt", SCHEDULE, output);
    }
}
