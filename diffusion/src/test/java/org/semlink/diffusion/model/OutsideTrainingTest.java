// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.codec.Latent;
import org.semlink.codec.MappedLatent;
import org.semlink.codec.NoisyLatent;
import org.semlink.codec.SymbolMapper;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.image.BuiltInPictures;
import org.semlink.common.Snr;

/** Links far worse and far better than any that the default model was trained on: a receiver gets a poor picture there, never an explosion. */
class OutsideTrainingTest {

    private static Compute compute;
    private static Model model;

    @BeforeAll
    static void open() {
        compute = Compute.open("cpu");
        model = Model.open(Model.DEFAULT, compute);
    }

    @AfterAll
    static void close() {
        model.close();
        compute.close();
    }

    /** At -12 dB a network that is told so says 1e8, and 1e13 at -17; latents sent are below 10. */
    @ParameterizedTest
    @CsvSource({"1/12,-30", "1/12,-17", "1/12,-12", "1/12,-9", "1/12,45", "1/24,-15", "1/96,-15", "1/96,50"})
    void denoisedLatentsStaySmall(String text, double db) {
        BandwidthRatio ratio = BandwidthRatio.parse(text);
        Latent latent = model.codec().encode(BuiltInPictures.all().values().iterator().next().crop(0, 0, 128, 96));
        SymbolMapper mapper = new SymbolMapper(model.bandwidth().format(ratio).orElseThrow());
        MappedLatent mapped = mapper.map(model.bandwidth().compress(latent, ratio), 7);
        for (boolean fading : new boolean[] {false, true}) {
            SplittableRandom random = new SplittableRandom(11);
            float[] symbols = mapped.symbols().clone();
            float[] variance = new float[symbols.length / 2];
            for (int i = 0; i < variance.length; i++) {
                double gain = fading ? Math.max(1e-3, -Math.log(1 - random.nextDouble())) : 1;
                variance[i] = (float) (1 / (Snr.fromDb(db) * gain));
                for (int part = 0; part < 2; part++) {
                    symbols[2 * i + part] += (float) (Math.sqrt(variance[i] / 2) * random.nextGaussian());
                }
            }
            NoisyLatent heard = mapper.unmap(symbols, variance, mapped.mapping(), Snr.fromDb(db));
            Latent clean = model.denoiser().denoise(model.bandwidth().expand(heard, latent.shape(), ratio));
            for (float value : clean.values()) {
                assertThat(Math.abs(value)).as("fading %s", fading).isLessThan(10);
            }
        }
    }
}
