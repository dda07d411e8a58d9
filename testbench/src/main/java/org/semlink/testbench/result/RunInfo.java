// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.result;

import org.semlink.codec.metric.PictureMetrics;
import org.semlink.testbench.line.Line;
import org.semlink.testbench.line.LoadedModel;

/**
 * What all trials of a run share, as results state it.
 *
 * @param model   codec and denoiser, and where they run
 * @param line    settings of receiver and waveform
 * @param metrics by which pictures are compared
 * @param seed    the run's
 * @param date    when it began, ISO 8601 in UTC; the only thing beside the times that differs between two equal runs
 */
public record RunInfo(LoadedModel model, Line line, PictureMetrics metrics, long seed, String date) {
}
