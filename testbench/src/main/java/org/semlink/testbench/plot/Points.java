// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.plot;

import java.util.stream.DoubleStream;

/** A growing list of points in the form that charts take. */
final class Points {

    private final DoubleStream.Builder x = DoubleStream.builder();
    private final DoubleStream.Builder y = DoubleStream.builder();
    private int size;

    void add(double px, double py) {
        x.add(px);
        y.add(py);
        size++;
    }

    int size() {
        return size;
    }

    /** All x; to be called once. */
    double[] x() {
        return x.build().toArray();
    }

    /** All y; to be called once. */
    double[] y() {
        return y.build().toArray();
    }
}
