// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.junit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.semlink.codec.Picture;
import org.semlink.testbench.line.TrialResult;

/**
 * One picture that went through a {@link TestLink}: the line's own result, and the numbers that {@code result.json} would hold.
 *
 * <p>A number that could not be computed, such as the SNR of a link of which nothing arrived, is an {@link AssertionError} that says why.
 *
 * @param result everything that the line knows: latents, symbols, pictures, counters
 * @param json   {@code result.json} by its documented schema; the caller does not change it
 */
public record TestTrial(TrialResult result, ObjectNode json) {

    /** PSNR in dB of the restored picture. */
    public double psnrDb() {
        return metric("quality.denoised.psnr_db");
    }

    /** PSNR in dB of the picture without denoising. */
    public double receivedPsnrDb() {
        return metric("quality.received.psnr_db");
    }

    /** PSNR in dB of the codec alone, without a channel: no result can be better. */
    public double ceilingPsnrDb() {
        return metric("quality.codec_ceiling.psnr_db");
    }

    /** The error of the received latent that the receiver's noise map predicts, in dB of the latent's energy. */
    public double predictedNmseDb() {
        return metric("latent_nmse_db.predicted");
    }

    /** The error of the received latent, in dB of its energy. */
    public double receivedNmseDb() {
        return metric("latent_nmse_db.received");
    }

    /** The error of the latent behind the sampler, in dB of its energy. */
    public double denoisedNmseDb() {
        return metric("latent_nmse_db.denoised");
    }

    /** The error of the received latent after linear shrinkage, in dB of its energy: what a denoiser must beat. */
    public double shrunkNmseDb() {
        return metric("latent_nmse_db.mmse_shrinkage");
    }

    /** The SNR that the receiver estimated, Es/N0 in dB. */
    public double snrDb() {
        return metric("link.snr_db");
    }

    /** The SNR that the simulated radio really had, Es/N0 in dB. */
    public double trueSnrDb() {
        return metric("link.true_snr_db");
    }

    /** Bursts that did not arrive. */
    public int framesLost() {
        return (int) metric("link.frames.lost");
    }

    /** The picture behind reverse diffusion and decoder. */
    public Picture picture() {
        return result.reception().denoised();
    }

    /** A number of {@code result.json} by its dotted name, such as {@code quality.denoised.ms_ssim}. */
    public double metric(String dottedName) {
        JsonNode value = json.at("/" + dottedName.replace('.', '/'));
        if (value.isMissingNode()) {
            throw new IllegalArgumentException("result.json has no key " + dottedName + "; see result.schema.json");
        }
        if (!value.isNumber()) {
            throw new AssertionError(dottedName + " is " + value + ": " + json.at("/" + dottedName.replace('.', '/') + "_reason").asText("not a number"));
        }
        return value.doubleValue();
    }
}
