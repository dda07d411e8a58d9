// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DescriptionsTest {

    /** Jackson's own way is the oracle; node types count, as 1 and 1.0 are not the same text. */
    @Test
    void theTreeIsTheOneThatJacksonMakes() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("text", "sim:snr=10");
        all.put("double", 1.0);
        all.put("nan", Double.NaN);
        all.put("float", 0.1f);
        all.put("int", 1);
        all.put("long", 1L << 40);
        all.put("flag", true);
        all.put("nothing", null);
        all.put("array", new double[] {1, 2.5});
        all.put("list", Arrays.asList("a", null, 2, List.of(3.0)));
        all.put("part", Map.of("deep", Map.of("er", 1.5)));
        assertThat(Descriptions.tree(all)).isEqualTo(new ObjectMapper().valueToTree(all));
        assertThat(Descriptions.tree(all)).hasToString(new ObjectMapper().valueToTree(all).toString());
    }
}
