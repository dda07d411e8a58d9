// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio;

import java.util.Map;
import java.util.TreeMap;
import org.semlink.common.Registry;
import org.semlink.common.Sha256;
import org.semlink.radio.file.FileRadio;
import org.semlink.radio.sim.SimProfiles;
import org.semlink.radio.sim.SimulatedRadio;
import org.semlink.radio.soapy.SoapyRadio;

/** Radios by scheme; a new kind of radio is one class and one line here. */
public final class Radios {

    /** Opens the radio that a specification names; refuses options that it does not know. */
    @FunctionalInterface
    public interface Opener {
        Radio open(RadioSpec spec, RadioContext context);
    }

    private static final Registry<Opener> SCHEMES = Registry.<Opener>of("radio scheme")
            .with("sim", SimulatedRadio::open)
            .with("soapy", SoapyRadio::open)
            .with("file", FileRadio::open);

    private Radios() {
    }

    /** Opens a radio by its specification string, such as {@code sim:snr=10}; the caller closes it. */
    public static Radio open(String spec, RadioContext context) {
        RadioSpec parsed = RadioSpec.parse(spec);
        return SCHEMES.get(parsed.scheme()).open(parsed, context);
    }

    /** SHA-256 by path of the files that decide how the radio of this specification behaves: a simulated one's profile and measured channel. */
    public static Map<String, String> checksums(String spec) {
        RadioSpec parsed = RadioSpec.parse(spec);
        Map<String, String> checksums = new TreeMap<>();
        if (parsed.scheme().equals("sim")) {
            SimProfiles.files(parsed).forEach(file -> checksums.put(file.toString(), Sha256.of(file)));
        }
        return checksums;
    }
}
