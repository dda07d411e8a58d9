// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.safety;

/** The commented configuration file that users start from; it allows nothing until they say why something is allowed. */
final class ConfigurationTemplate {

    static final String TEXT = """
            # Configuration of semlink: what its real radios may transmit. You answer for what you transmit; semlink keeps to what stands
            # here. Simulated radios and recordings need none of this.
            # Frequencies in Hz (2.4G, 433.05M), gains in dB, times in seconds.
            transmit:
              duty-cycle: 0.1        # share of the time on the air ...
              window: 60             # ... within any stretch of this length
              max-continuous: 4      # longest transmission without a pause
              pause: 0.1             # silence that counts as a pause
              max-total: 600         # most time on the air in one run
              over-limit: wait       # or: refuse
              # The whole signal must lie inside one band. from, to and note are needed; max-gain, duty-cycle and max-continuous are
              # optional and hold beside those above. Take the [] away and the # from the lines of a band, and change them to your case.
              bands: []
              #  - from: 2400M
              #    to: 2500M
              #    max-gain: 40
              #    note: cable with 60 dB of attenuators, nothing radiated
              #  - from: 2400M
              #    to: 2483.5M
              #    max-gain: 20
              #    duty-cycle: 0.05
              #    note: my licence or the rule that allows it, and the date on which I looked it up
            """;

    private ConfigurationTemplate() {
    }
}
