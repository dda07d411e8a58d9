// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.semlink.codec.Latent;
import org.semlink.codec.LinearCodec;
import org.semlink.codec.Picture;

class QuickLookTest {

    /** For a block transform the likeness is the mean of each block of the decoded picture. */
    @Test
    void ofABlockTransformIsTheMeanOfEveryBlock() {
        LinearCodec codec = new LinearCodec();
        int stride = codec.format().stride();
        int width = 5 * stride;
        int height = 3 * stride;
        float[] samples = new float[3 * width * height];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.5 + 0.3 * Math.sin(i % width * 0.11 + i / width * 0.07));
        }
        Latent latent = codec.encode(new Picture(width, height, samples));
        Picture decoded = codec.decode(latent, width, height);
        QuickLook look = QuickLook.of(codec);
        assertThat(look.shows()).isTrue();
        Picture small = look.of(latent);
        assertThat(small.width()).isEqualTo(5);
        assertThat(small.height()).isEqualTo(3);
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < 3; y++) {
                for (int x = 0; x < 5; x++) {
                    Picture block = decoded.crop(x * stride, y * stride, stride, stride);
                    double mean = 0;
                    for (int i = 0; i < stride * stride; i++) {
                        mean += block.samples()[c * stride * stride + i] / (stride * stride);
                    }
                    assertThat((double) small.samples()[(c * 3 + y) * 5 + x]).isCloseTo(mean, within(2e-3));
                }
            }
        }
    }
}
