// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How an impairment is asked for.
 *
 * @param keys radio options that belong to it
 * @param make the impairment for these settings, or empty where the settings leave it out; checks its options
 */
record ImpairmentKind(List<String> keys, Function<SimSettings, Optional<Impairment>> make) {
}
