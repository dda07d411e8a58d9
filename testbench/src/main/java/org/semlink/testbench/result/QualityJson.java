// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.result;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.semlink.codec.Picture;
import org.semlink.codec.metric.PictureMetrics;

/** Every registered picture metric of one received picture. */
final class QualityJson {

    private QualityJson() {
    }

    /** Writes all metrics of {@code received} against {@code sent}, where that is known, into {@code node}. */
    static void write(ObjectNode node, PictureMetrics metrics, Optional<Picture> sent, Picture received) {
        Map<String, OptionalDouble> values = sent.map(picture -> metrics.measure(picture, received)).orElse(Map.of());
        metrics.byName().forEach((name, metric) -> {
            if (sent.isEmpty()) {
                Numbers.putNull(node, name, ResultJson.UNKNOWN);
            } else if (values.get(name).isEmpty()) {
                Numbers.putNull(node, name, "needs " + metric.requirement());
            } else {
                Numbers.put(node, name, values.get(name).getAsDouble(), "the pictures are equal");
            }
        });
        if (!node.has(PictureMetrics.LPIPS)) {
            Numbers.putNull(node, PictureMetrics.LPIPS, sent.isEmpty() ? ResultJson.UNKNOWN : "no weights of LPIPS were given; see --lpips");
        }
    }
}
