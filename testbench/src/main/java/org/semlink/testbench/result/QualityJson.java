// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.result;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalDouble;
import org.semlink.codec.Picture;
import org.semlink.codec.metric.PictureMetric;

/** Every registered picture metric of one received picture. */
final class QualityJson {

    private QualityJson() {
    }

    /** Writes all metrics of {@code received} against {@code sent}, where that is known, into {@code node}. */
    static void write(ObjectNode node, Optional<Picture> sent, Picture received) {
        for (String name : PictureMetric.REGISTRY.names()) {
            PictureMetric metric = PictureMetric.REGISTRY.get(name);
            if (sent.isEmpty()) {
                Numbers.putNull(node, name, ResultJson.UNKNOWN);
                continue;
            }
            OptionalDouble value = metric.measure(sent.get(), received);
            if (value.isEmpty()) {
                Numbers.putNull(node, name, "needs " + metric.requirement());
            } else {
                Numbers.put(node, name, value.getAsDouble(), "the pictures are equal");
            }
        }
        if (!node.has("lpips")) {
            Numbers.putNull(node, "lpips", "this version has no LPIPS weights");
        }
    }
}
