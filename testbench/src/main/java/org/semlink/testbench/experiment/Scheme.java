// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * One way to send and restore a picture.
 *
 * @param name    as the axis {@code scheme} calls it
 * @param options of {@code semlink link} without their dashes, as typed
 * @param axes    those of the options that the experiment varies within the name, as axes: {@code noise_map} for {@code noise-map}
 */
record Scheme(String name, Map<String, String> options, Map<String, String> axes) {

    Scheme {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        axes = Collections.unmodifiableMap(new LinkedHashMap<>(axes));
    }

    /** Name and varied options, unique in an experiment. */
    String label() {
        StringBuilder label = new StringBuilder(name);
        axes.forEach((axis, value) -> label.append(' ').append(axis).append('=').append(value));
        return label.toString();
    }

    /** All options, in an order that does not depend on how they were typed. */
    String text() {
        return new TreeMap<>(options).toString();
    }
}
