// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import java.util.Map;
import org.semlink.codec.djl.StoredTensor;

/**
 * What a training run ends with: averaged weights of both networks, steps done and photos seen.
 *
 * @param done false if it was told to stop
 */
public record TrainedWeights(boolean done, long steps, int photos, Map<String, StoredTensor> vae, Map<String, StoredTensor> denoiser) {
}
