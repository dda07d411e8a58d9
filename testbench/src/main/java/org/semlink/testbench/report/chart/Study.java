// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.chart;

import org.semlink.testbench.report.data.Cell;
import org.semlink.testbench.report.data.Kind;
import org.semlink.testbench.report.data.Layout;
import org.semlink.testbench.report.data.Results;

/** Results and the way they are laid out in figures. */
public record Study(Results results, Layout layout) {

    /** What its scheme is, by the first point that says so: of one whose trials all failed nothing is known. */
    Kind kind(Layout.Series series) {
        return kind(series.cells().stream().filter(cell -> cell.trials() > 0).findFirst().orElse(series.cells().get(0)));
    }

    /** What the scheme of a point is. */
    public Kind kind(Cell cell) {
        return Kind.of(results.model(cell));
    }
}
