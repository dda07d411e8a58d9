// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import java.util.Map;

/**
 * Progress of one step, for logs.
 *
 * @param step         steps done
 * @param losses       by name, the minimised one first; natural logs or ratios as the problem defines them
 * @param gradientNorm before clipping; 0 for a validation
 * @param learningRate of this step; 0 for a validation
 */
public record StepReport(long step, Map<String, Double> losses, double gradientNorm, double learningRate) {
}
