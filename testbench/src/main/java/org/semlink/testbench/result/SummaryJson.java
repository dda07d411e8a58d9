// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.result;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** {@code summary.json} of several pictures: every result under the name of its folder. */
public final class SummaryJson {

    private SummaryJson() {
    }

    /** The summary; {@code results} by folder name, in order. */
    public static ObjectNode of(Map<String, ObjectNode> results) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("schema", ResultJson.SCHEMA);
        ArrayNode list = root.putArray("results");
        results.forEach((name, result) -> list.addObject().put("folder", name).set("result", result));
        return root;
    }
}
