// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.plot;

import java.awt.image.BufferedImage;
import java.util.List;
import org.semlink.testbench.line.TrialResult;

/** One picture of how a link behaved; adding one is a class and its line in {@link #ALL}. */
public interface LinkPlot {

    /** The plots of every trial. */
    List<LinkPlot> ALL = List.of(new ConstellationPlot(), new SpectrumPlot(), new ChannelPlot(), new SnrPlot());

    /** Name of the PNG file. */
    String fileName();

    /** Draws it; also for a link on which nothing arrived. */
    BufferedImage draw(TrialResult result);
}
