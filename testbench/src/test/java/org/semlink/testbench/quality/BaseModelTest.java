// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.codec.Picture;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.image.BuiltInPictures;
import org.semlink.codec.image.PictureReader;
import org.semlink.codec.metric.PictureMetrics;
import org.semlink.common.Snr;
import org.semlink.diffusion.model.Model;
import org.semlink.diffusion.sampler.Sampler;

/** The model that comes with the project must do what its card says, on drawn pictures anywhere and on photos where they are. */
@Tag("weights")
class BaseModelTest {

    private static final int PHOTOS = 6;

    private static Compute compute;
    private static Model model;
    private static QualityBench bench;

    @BeforeAll
    static void open() {
        compute = Compute.open("cpu");
        model = Model.open(Model.DEFAULT, compute);
        bench = new QualityBench(new QualityBench.Contender(model.codec(), model.denoiser(), model.schedule(),
                Sampler.REGISTRY.get("posterior-mean"), 1), model.linearLine(), PictureMetrics.withoutLpips(), 1);
    }

    @AfterAll
    static void close() {
        model.close();
        compute.close();
    }

    @ParameterizedTest(name = "{0} dB")
    @CsvSource({"0", "5", "10", "15"})
    void denoisingBeatsShrinkageAndNoDenoisingOnDrawnPictures(double snrDb) {
        for (QualityBench.Sample s : bench.measure(List.copyOf(BuiltInPictures.all().values()), snrDb, Map.of())) {
            assertThat(s.denoisedNmse()).isLessThan(s.shrunkNmse());
            assertThat(s.psnr(QualityBench.DENOISED)).isGreaterThan(s.psnr(QualityBench.RECEIVED));
            assertThat(s.psnr(QualityBench.DENOISED)).isLessThan(s.psnr(QualityBench.CEILING));
            assertThat(Snr.toDb(s.receivedNmse())).isCloseTo(Snr.toDb(s.predicted()), within(0.3));
        }
    }

    /** Photos that the model has not seen; the whole folder is {@code semlink bench quality --images bsds500/val}. */
    @ParameterizedTest(name = "{0} dB: at least {1} dB above the linear line")
    @CsvSource({"0, 2.5", "5, 1.8", "10, 1.0", "15, 0.4", "20, 0"})
    void beatsTheLinearLineOnUnseenPhotos(double snrDb, double atLeast) throws IOException {
        List<QualityBench.Sample> samples = bench.measure(photos(), snrDb, Map.of());
        Mean gain = Mean.of(samples, s -> s.psnr(QualityBench.DENOISED) - s.psnr(QualityBench.LINEAR));
        assertThat(gain.value()).as("mean PSNR gain over the linear line").isGreaterThan(atLeast);
        assertThat(Mean.of(samples, QualityBench.Sample::denoisedNmse).value())
                .isLessThanOrEqualTo(Mean.of(samples, QualityBench.Sample::shrunkNmse).value());
        assertThat(Mean.of(samples, s -> s.psnr(QualityBench.DENOISED)).value()).isLessThan(Mean.of(samples, s -> s.psnr(QualityBench.CEILING)).value());
    }

    private static List<Picture> photos() throws IOException {
        String data = System.getenv("SEMLINK_DATA");
        assumeTrue(data != null, "SEMLINK_DATA is not set: needs a folder with images/bsds500/val to test on unseen photos");
        Path folder = Path.of(data, "images", "bsds500", "val");
        assumeTrue(Files.isDirectory(folder), "no folder " + folder + " to test on unseen photos");
        List<Picture> photos = new ArrayList<>();
        try (Stream<Path> listed = Files.list(folder)) {
            List<Path> files = listed.filter(file -> file.toString().endsWith(".jpg")).sorted().toList();
            for (int i = 0; i < PHOTOS; i++) {
                photos.add(PictureReader.read(files.get(i * files.size() / PHOTOS)));
            }
        }
        return photos;
    }
}
