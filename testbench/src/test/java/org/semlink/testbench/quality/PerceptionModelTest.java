// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.codec.Picture;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.image.PictureReader;
import org.semlink.codec.metric.PictureMetrics;
import org.semlink.diffusion.model.Model;
import org.semlink.diffusion.model.ModelCache;
import org.semlink.diffusion.model.ModelFetch;
import org.semlink.diffusion.model.ModelSource;
import org.semlink.diffusion.model.Trust;
import org.semlink.diffusion.sampler.Sampler;
import org.semlink.testbench.baseline.Baselines;

/** The built-in taef2 with its one-step student must look what its card says, at every ratio: nearer in LPIPS than what it received, and than djscc. */
@Tag("weights")
class PerceptionModelTest {

    private static final String DJSCC = "djscc";

    @TempDir
    private static Path folder;
    private static Compute compute;
    private static Model taef2;
    private static Model djscc;
    private static PictureMetrics metrics;
    private static Picture photo;

    @BeforeAll
    static void open() {
        String data = System.getenv("SEMLINK_DATA");
        assumeTrue(data != null, "SEMLINK_DATA names no folder with images and weights");
        ModelCache cache = ModelCache.at(folder);
        new ModelFetch(cache, line -> { }).fetch("taef2", Optional.of(Path.of(data, "weights")));
        compute = Compute.open("cpu");
        taef2 = Model.open(ModelSource.find("taef2", cache), Trust.NONE, compute);
        djscc = Model.open(DJSCC, compute);
        metrics = PictureMetrics.open(Optional.of(Path.of(data, "weights/lpips_squeeze_v0.1.safetensors")), "cpu");
        photo = PictureReader.read(Path.of(data, "images/bsds500/val/3096.jpg")).resizedCanvas(320, 240);
    }

    @AfterAll
    static void close() {
        if (metrics != null) {
            metrics.close();
            djscc.close();
            taef2.close();
            compute.close();
        }
    }

    @ParameterizedTest(name = "1/{0} at {1} dB: below {2} of djscc''s")
    @CsvSource({"12, 10, 0.8", "24, 0, 0.8", "96, 10, 0.8"})
    void looksNearerThanWhatItReceivedAndThanDjscc(int denominator, double snrDb, double share) {
        BandwidthRatio ratio = new BandwidthRatio(denominator);
        QualityBench bench = new QualityBench(new QualityBench.Contender(taef2.codec(), taef2.student().orElseThrow(), taef2.schedule(),
                Sampler.REGISTRY.get("consistency"), 1, taef2.bandwidth(), ratio), taef2.linearLine().keeping(Baselines.channels(ratio)), metrics, 1);
        QualityBench.Contender opponent = new QualityBench.Contender(djscc.codec(), djscc.denoiser(), djscc.schedule(),
                Sampler.REGISTRY.get("posterior-mean"), 1, djscc.bandwidth(), ratio);
        QualityBench.Sample sample = bench.measure(List.of(photo), snrDb, Map.of(DJSCC, opponent)).get(0);
        assertThat(lpips(sample, QualityBench.DENOISED)).isLessThan(lpips(sample, QualityBench.RECEIVED))
                .isLessThan(share * lpips(sample, DJSCC));
        assertThat(sample.psnr(QualityBench.DENOISED)).isGreaterThan(sample.psnr(QualityBench.RECEIVED));
    }

    private static double lpips(QualityBench.Sample sample, String scheme) {
        return sample.scores().get(scheme).get(PictureMetrics.LPIPS);
    }
}
