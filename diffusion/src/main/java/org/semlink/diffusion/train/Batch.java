// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import java.util.List;
import java.util.SplittableRandom;
import org.semlink.common.Seeds;
import org.semlink.common.Snr;
import org.semlink.diffusion.network.TimeEmbedding;

/**
 * Everything random about one training step, a pure function of seed and step number: so resuming needs no random state.
 *
 * <p>Per crop: a link SNR uniform in dB, or now and then a noise-free link; fading drawn per pair of elements (as interleaving scatters it)
 * for a quarter of the crops; a random share of elements erased for a tenth; and a flag that lets the crop pass round the denoiser, so that
 * the decoder alone learns to bear channel noise.
 */
final class Batch {

    /** Stands for an erased element: noise 60 dB above the signal. */
    static final float ERASED = 1e6f;

    final float[] pixels;
    final float[] noiseVariance;
    final float[] posteriorNoise;
    final float[] channelNoise;
    final float[] time;
    final float[] bypass;

    private Batch(int batch, int crop, int channels) {
        int latent = channels * (crop / 8) * (crop / 8);
        pixels = new float[batch * 3 * crop * crop];
        noiseVariance = new float[batch * latent];
        posteriorNoise = new float[batch * latent];
        channelNoise = new float[batch * latent];
        time = new float[batch * TimeEmbedding.SIZE];
        bypass = new float[batch];
    }

    static Batch of(List<Photo> photos, TrainingConfig config, long step) {
        SplittableRandom random = new SplittableRandom(Seeds.child(config.seed(), "batch", step));
        Batch batch = new Batch(config.batch(), config.crop(), config.channels());
        int latent = batch.noiseVariance.length / config.batch();
        for (int b = 0; b < config.batch(); b++) {
            Photo photo = photos.get(random.nextInt(photos.size()));
            photo.crop(random.nextInt(photo.width() - config.crop() + 1), random.nextInt(photo.height() - config.crop() + 1), config.crop(),
                    random.nextInt(8), batch.pixels, b * 3 * config.crop() * config.crop());
            batch.drawLink(config, random, b, latent);
        }
        for (int i = 0; i < batch.channelNoise.length; i++) {
            batch.posteriorNoise[i] = (float) random.nextGaussian();
            batch.channelNoise[i] = (float) random.nextGaussian();
        }
        return batch;
    }

    private void drawLink(TrainingConfig config, SplittableRandom random, int b, int latent) {
        double kind = random.nextDouble();
        bypass[b] = kind < 0.06 ? 1 : 0;
        boolean clean = kind > 0.94;
        double low = bypass[b] == 1 ? Math.max(5, config.minSnrDb()) : config.minSnrDb();
        double snr = clean ? Double.POSITIVE_INFINITY : Snr.fromDb(random.nextDouble(low, Math.max(low + 1, config.maxSnrDb())));
        TimeEmbedding.write(snr, time, b * TimeEmbedding.SIZE);
        SymbolFades symbols = clean || bypass[b] == 1 ? SymbolFades.NONE : SymbolFades.draw(0.25, 0.1, random);
        for (int i = 0; i < latent; i += 2) {
            float variance = (float) Math.min(ERASED, Snr.noiseVariance(snr * symbols.gain(random)));
            noiseVariance[b * latent + i] = variance;
            noiseVariance[b * latent + i + 1] = variance;
        }
    }
}
