// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.chart;

import java.util.Optional;
import org.semlink.testbench.report.data.Layout;
import org.semlink.testbench.report.figure.Figure;

/** One kind of figure of a report; adding one is a class and its line in {@code Charts}. */
public interface Chart {

    /** Begin of the names of its files. */
    String name();

    /** What the reader must know to read it, one or two sentences; empty where the section says it. */
    String caption();

    /** The figure of a panel; empty where the panel has no values for it. */
    Optional<Figure> draw(Study study, Layout.Panel panel);
}
