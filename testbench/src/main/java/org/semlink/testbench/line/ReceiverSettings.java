// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import org.semlink.calibration.TimestepMap;
import org.semlink.codec.ImageCodec;
import org.semlink.codec.NoiseMap;
import org.semlink.codec.bandwidth.Bandwidth;
import org.semlink.codec.bandwidth.BandwidthRatio;
import org.semlink.diffusion.Denoiser;
import org.semlink.diffusion.sampler.Sampler;
import org.semlink.diffusion.schedule.NoiseSchedule;

/**
 * What a receiver denoises with.
 *
 * @param codec       the transmitter's codec
 * @param model       identity of codec and denoiser
 * @param denoiser    for this codec's latents
 * @param schedule    that numbers the timesteps
 * @param timesteps   measured SNR to timestep
 * @param samplerName as results call the sampler
 * @param sampler     reverse diffusion
 * @param steps       levels of the sampler, at least 1
 * @param noiseMap    what is made of the noise variance of single symbols
 * @param bandwidth   what stands between the codec and the symbols
 * @param ratio       at which this end sends; what it receives follows the bursts
 */
public record ReceiverSettings(ImageCodec codec, int model, Denoiser denoiser, NoiseSchedule schedule, TimestepMap timesteps,
        String samplerName, Sampler sampler, int steps, NoiseMap noiseMap, Bandwidth bandwidth, BandwidthRatio ratio) {

    /** Without a bandwidth module. */
    public ReceiverSettings(ImageCodec codec, int model, Denoiser denoiser, NoiseSchedule schedule, TimestepMap timesteps, String samplerName,
            Sampler sampler, int steps, NoiseMap noiseMap) {
        this(codec, model, denoiser, schedule, timesteps, samplerName, sampler, steps, noiseMap, Bandwidth.none(codec.format()),
                Bandwidth.none(codec.format()).own());
    }
}
