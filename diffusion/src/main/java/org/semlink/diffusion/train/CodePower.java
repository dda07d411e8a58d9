// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import java.util.ArrayList;
import java.util.List;
import org.semlink.codec.Latent;
import org.semlink.codec.LatentShape;

/**
 * Transmit power of whole pictures and of crops of them: a picture, not a crop, is sent at unit power.
 *
 * <p>Reckoned on the linear code {@code K s} with SoftCast's powers, before training; as training changes the code, both change alike.
 */
final class CodePower {

    private final float[] analysis;
    private final float[] logGain;
    private final int code;
    private final int depth;
    private final int[] sent;
    private final List<double[]> whole = new ArrayList<>();

    /**
     * @param analysis code x depth
     * @param logGain  of one ratio, all start equal
     * @param sent     code channels of each ratio
     */
    CodePower(List<Latent> latents, float[] analysis, float[] logGain, int code, int depth, int[] sent) {
        this.analysis = analysis;
        this.logGain = logGain;
        this.code = code;
        this.depth = depth;
        this.sent = sent;
        for (Latent latent : latents) {
            LatentShape shape = latent.shape();
            whole.add(perRatio(latent.values(), 0, shape.height(), shape.width()));
        }
    }

    /** Mean power of a code element of a whole picture. */
    float whole(int picture, int ratio) {
        return (float) whole.get(picture)[ratio];
    }

    /** Mean power of a code element of the crop which begins at {@code at}. */
    float crop(int ratio, float[] crop, int at, int side) {
        return (float) perRatio(crop, at, side, side)[ratio];
    }

    /** Mean of {@code p code^2} over positions and the channels that each ratio sends; p has mean 1 over these. */
    private double[] perRatio(float[] values, int at, int height, int width) {
        double[] energy = new double[code];
        float[] group = new float[depth];
        for (int y = 0; y + 1 < height; y += 2) {
            for (int x = 0; x + 1 < width; x += 2) {
                for (int j = 0; j < depth; j++) {
                    group[j] = values[at + (j / 4 * height + y + j / 2 % 2) * width + x + j % 2];
                }
                for (int k = 0; k < code; k++) {
                    float sum = 0;
                    for (int j = 0; j < depth; j++) {
                        sum += analysis[k * depth + j] * group[j];
                    }
                    energy[k] += (double) sum * sum;
                }
            }
        }
        double[] powers = new double[sent.length];
        for (int r = 0; r < sent.length; r++) {
            double gains = 0;
            for (int k = 0; k < sent[r]; k++) {
                powers[r] += Math.exp(2 * logGain[k]) * energy[k];
                gains += Math.exp(2 * logGain[k]);
            }
            powers[r] /= gains * (height / 2) * (width / 2);
        }
        return powers;
    }
}
