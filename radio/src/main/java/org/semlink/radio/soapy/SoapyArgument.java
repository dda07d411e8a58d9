// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import java.util.List;

/**
 * A stream argument or setting that a device offers; texts are empty and lists have no entry where the driver tells nothing.
 *
 * @param options the only values allowed, if any are listed
 */
public record SoapyArgument(String key, String defaultValue, String description, String units, List<String> options) {
}
