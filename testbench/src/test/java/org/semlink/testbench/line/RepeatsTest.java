// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentShape;
import org.semlink.codec.LinearCodec;
import org.semlink.codec.NoisyLatent;
import org.semlink.codec.metric.LatentError;
import org.semlink.common.Snr;
import org.semlink.radio.Radio;

/** Repeats through the whole line, over white Gaussian latents whose errors have a closed form. */
class RepeatsTest {

    /** 65,536 elements: an error is known to 0.024 dB. */
    private static final int SIDE = 512;

    private final Line line = TestLines.line(new GaussianLatentCodec(), "posterior-mean", 1);
    private final Latent sent = line.settings().codec().encode(TestLines.picture(SIDE, SIDE));
    private final LatentError error = new LatentError(line.settings().codec().format(), sent);
    private final Stopwatch stopwatch = new Stopwatch(stage -> { });

    /** One transmission of the picture, shuffled and scrambled differently each time. */
    private Reassembly send(String radio, int number) {
        Transmission transmission = line.transmitter().prepare(TestLines.picture(SIDE, SIDE), number, number, stopwatch);
        Reassembler reassembler = new Reassembler(line.settings().bandwidth(), line.settings().model());
        try (Radio opened = RadioStrings.open(radio, line.waveform(), number)) {
            new AirPass(opened, line.frameReceiver()).run(transmission.bursts(), stopwatch).forEach(reassembler::add);
        }
        return reassembler.result().orElseThrow();
    }

    private Reception receive(Reassembly reassembly, Repeats repeats) {
        return line.receiver().receive(reassembly, repeats, new SplittableRandom(1), stopwatch);
    }

    /** Two equal ones gain 3.01 dB; unequal ones add linearly: 3 and 9 dB make 9.97. The errors follow the closed form, and the timestep. */
    @ParameterizedTest
    @CsvSource({"5, 5, 8.0103", "12, 12, 15.0103", "3, 9, 9.9732"})
    void snrsAddAndTheErrorFollows(double one, double other, double together) {
        Repeats repeats = new Repeats();
        Reassembly again = send("sim:ideal,snr=" + other, 2);
        Reception alone = line.receiver().receive(again, new SplittableRandom(1), stopwatch);
        Reception first = receive(send("sim:ideal,snr=" + one, 1), repeats);
        Reception second = receive(again, repeats);
        assertThat(first.combined()).isEqualTo(1);
        assertThat(second.combined()).isEqualTo(2);
        assertThat(Snr.toDb(second.noisy().snr())).as("SNR, estimated").isCloseTo(together, within(0.15));
        // The loss of the channel estimates comes on top of the noise, in each reception and so in their sum.
        double closed = 1 / (1 / error.received(first.noisy()) + 1 / error.received(alone.noisy()));
        assertThat(-Snr.toDb(closed)).isBetween(together - 0.3, together);
        assertThat(Snr.toDb(error.received(second.noisy()) / closed)).as("latent error over the closed form").isCloseTo(0, within(0.06));
        assertThat(Snr.toDb(error.predicted(second.noisy()) / closed)).as("what the map says of it").isCloseTo(0, within(0.1));
        if (one == other) {
            assertThat(Snr.toDb(error.received(first.noisy()) / error.received(second.noisy()))).as("gain of the repeat").isCloseTo(3.0103, within(0.08));
            assertThat(Snr.toDb(second.noisy().snr() / first.noisy().snr())).isCloseTo(3.0103, within(0.08));
        }
        assertThat(Snr.toDb(error.of(second.denoisedLatent()) / (closed / (1 + closed)))).as("posterior mean of a white Gaussian")
                .isCloseTo(0, within(0.06));
        assertThat(second.timestep()).as("picked anew").isEqualTo(line.settings().schedule().timestep(second.noisy().snr()))
                .isLessThan(first.timestep());
    }

    /** Fades differ from repeat to repeat: the weights of every element must be its own, or the map lies and the sum is worse than its best part. */
    @Test
    void throughFadesTheMapOfTheSumHolds() {
        Repeats repeats = new Repeats();
        List<Double> alone = new ArrayList<>();
        Reception sum = null;
        for (int i = 0; i < 3; i++) {
            Reassembly reassembly = send("sim:ideal,snr=10,channel=rayleigh", 10 + i);
            alone.add(error.received(line.receiver().receive(reassembly, new SplittableRandom(1), stopwatch).noisy()));
            sum = receive(reassembly, repeats);
        }
        double received = error.received(sum.noisy());
        assertThat(Snr.toDb(received / error.predicted(sum.noisy()))).isCloseTo(0, within(0.25));
        assertThat(received).isLessThan(0.7 * alone.stream().mapToDouble(Double::doubleValue).min().orElseThrow());
    }

    @Test
    void onlyTheSamePictureAddsUpAndTheOldestAreForgotten() {
        LinearCodec codec = new LinearCodec();
        LatentShape shape = codec.format().shapeFor(16, 16);
        NoisyLatent latent = new NoisyLatent(new Latent(shape, new float[shape.size()]), new float[shape.size()], 2);
        Repeats repeats = new Repeats(2L * shape.size());
        PictureHeader a = new PictureHeader(16, 16, 7, 1, 20, 1, 0xa, 0);
        assertThat(repeats.add(a, latent).combined()).isEqualTo(1);
        assertThat(repeats.add(new PictureHeader(16, 16, 7, 1, 20, 99, 0xa, 0), latent).combined()).as("another shuffle").isEqualTo(2);
        assertThat(repeats.add(new PictureHeader(16, 16, 7, 1, 20, 1, 0xb, 0), latent).combined()).as("another picture").isEqualTo(1);
        assertThat(repeats.add(a, latent).combined()).isEqualTo(3);
        assertThat(repeats.add(new PictureHeader(16, 16, 7, 2, 20, 1, 0xa, 0), latent).combined()).as("another scale, so another latent").isEqualTo(1);
        assertThat(repeats.size()).isEqualTo(2);
        assertThat(repeats.add(a, latent).combined()).as("heard of lately").isEqualTo(4);
        assertThat(repeats.add(new PictureHeader(16, 16, 7, 1, 20, 1, 0xb, 0), latent).combined()).as("forgotten").isEqualTo(1);
    }
}
