// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.chart;

import org.semlink.testbench.report.data.Cell;
import org.semlink.testbench.report.data.Kind;
import org.semlink.testbench.report.data.Layout;
import org.semlink.testbench.report.data.Results;

/** Results and the way they are laid out in figures. */
public record Study(Results results, Layout layout) {

    Kind kind(Layout.Series series) {
        return kind(series.cells().get(0));
    }

    /** What the scheme of a point is. */
    public Kind kind(Cell cell) {
        return Kind.of(results.model(cell));
    }
}
