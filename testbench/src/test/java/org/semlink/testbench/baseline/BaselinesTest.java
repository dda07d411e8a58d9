// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.codec.Latent;
import org.semlink.codec.MappedLatent;
import org.semlink.codec.NoisyLatent;
import org.semlink.codec.Picture;
import org.semlink.codec.SymbolMapper;
import org.semlink.codec.baseline.SoftCast;
import org.semlink.codec.image.BuiltInPictures;
import org.semlink.codec.metric.LatentError;
import org.semlink.codec.metric.Psnr;
import org.semlink.common.Snr;
import org.semlink.testbench.line.LoadedModel;

/** Every baseline over white noise of known power. */
class BaselinesTest {

    private static final Picture PICTURE = BuiltInPictures.all().values().iterator().next().resizedCanvas(240, 160);

    /** No side information against all of it, the mean of eight links: reading it from the noise costs little even on a small picture. */
    @Test
    void softCastReadsTheEnergiesFromWhatArrives() {
        try (LoadedModel model = LoadedModel.open("base", "cpu"); LoadedModel baseline = open("softcast", 10)) {
            SoftCast line = model.linearLine().orElseThrow();
            Latent sent = baseline.codec().encode(PICTURE);
            for (double db : new double[] {0, 10, 20}) {
                double known = 0;
                double read = 0;
                for (int seed = 0; seed < 8; seed++) {
                    known += psnr(line.transmit(PICTURE, Snr.fromDb(db), new SplittableRandom(seed))) / 8;
                    read += psnr(receive(baseline, sent, db, seed)) / 8;
                }
                assertThat(read).as("%s dB", db).isCloseTo(known, within(0.15));
            }
            assertThat(psnr(baseline.codec().decode(sent, 240, 160))).as("without noise")
                    .isCloseTo(psnr(line.transmit(PICTURE, Double.POSITIVE_INFINITY, new SplittableRandom(1))), within(0.01));
        }
    }

    @Test
    void mmseIsTheModelWithLinearShrinkage() {
        try (LoadedModel baseline = open("mmse", 10)) {
            NoisyLatent noisy = noisy(baseline, baseline.codec().encode(PICTURE), 5, 2);
            assertThat(baseline.denoiser().denoise(noisy).values()).containsExactly(LatentError.shrink(noisy).values(), within(1e-5f));
        }
    }

    /** Above its cliff a digital picture does not depend on the noise, below it is gone. */
    @ParameterizedTest(name = "{0}: whole at {1} dB, gone at {2} dB")
    @CsvSource({"jpeg-qpsk, 5.5, 2", "webp-qpsk, 5.5, 2", "jpeg-16qam, 12, 7", "webp-16qam, 12, 7", "webp-ideal, 10, 9.95", "jpeg-ideal, 10, 9.95"})
    void digitalPicturesHaveACliff(String name, double wholeDb, double goneDb) {
        try (LoadedModel baseline = open(name, 10)) {
            Latent sent = baseline.codec().encode(PICTURE);
            Picture clean = baseline.codec().decode(sent, 240, 160);
            assertThat(psnr(clean)).isGreaterThan(20);
            assertThat(receive(baseline, sent, wholeDb).samples()).isEqualTo(clean.samples());
            assertThat(psnr(receive(baseline, sent, goneDb))).isLessThan(psnr(clean) - 6);
        }
    }

    /** At QPSK's cliff the ideal code has room for twice its bits: the better picture; and more room at higher SNR. */
    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "webp"})
    void theIdealCodeBeatsTheRealOne(String format) {
        double last = 0;
        for (String name : new String[] {"qpsk", "ideal"}) {
            try (LoadedModel baseline = open(format + "-" + name, 5)) {
                double psnr = psnr(receive(baseline, baseline.codec().encode(PICTURE), 5.5));
                assertThat(psnr).as(name).isGreaterThan(last + 0.5);
                last = psnr;
            }
        }
    }

    /** At 16x16 QPSK carries 3 bytes: nothing fits, and grey is the honest answer. */
    @Test
    void aPictureThatFitsInNoWayIsGrey() {
        try (LoadedModel baseline = open("jpeg-qpsk", 10)) {
            Picture decoded = baseline.codec().decode(baseline.codec().encode(PICTURE.resizedCanvas(16, 16)), 16, 16);
            assertThat(decoded.samples()).containsOnly(0.5f);
        }
    }

    private static LoadedModel open(String name, double designDb) {
        return Baselines.REGISTRY.get(name).open(new Baselines.Setting("base", model -> LoadedModel.open(model, "cpu"), Snr.fromDb(designDb),
                Baselines.DEFAULT_CHANNELS));
    }

    private static Picture receive(LoadedModel baseline, Latent sent, double db) {
        return receive(baseline, sent, db, 2);
    }

    private static Picture receive(LoadedModel baseline, Latent sent, double db, long seed) {
        return baseline.codec().decode(baseline.denoiser().denoise(noisy(baseline, sent, db, seed)), 240, 160);
    }

    private static NoisyLatent noisy(LoadedModel baseline, Latent sent, double db, long seed) {
        SymbolMapper mapper = new SymbolMapper(baseline.codec().format());
        MappedLatent mapped = mapper.map(sent, 3);
        SplittableRandom random = new SplittableRandom(seed);
        float[] symbols = mapped.symbols().clone();
        float[] variance = new float[symbols.length / 2];
        Arrays.fill(variance, (float) Snr.noiseVariance(Snr.fromDb(db)));
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] += (float) (Math.sqrt(variance[0] / 2) * random.nextGaussian());
        }
        return mapper.unmap(symbols, variance, mapped.mapping(), Snr.fromDb(db));
    }

    private static double psnr(Picture received) {
        return new Psnr().measure(PICTURE, received).orElseThrow();
    }
}
