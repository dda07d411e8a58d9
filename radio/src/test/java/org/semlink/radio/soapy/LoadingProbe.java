// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.semlink.common.SemlinkException;

/** What a process of its own, with an environment of its own, finds of the library; each on a line; for {@link SoapyDoctorTest}. */
final class LoadingProbe {

    private LoadingProbe() {
    }

    public static void main(String[] args) {
        SoapyDoctor doctor = SoapyDoctor.examine();
        say("doctor", () -> doctor.exitCode() + " " + doctor.lines().get(0));
        say("load", () -> SoapySdr.load().abiVersion());
        say("name", () -> ascii(SoapySdr.load().devices(Map.of("driver", "loopback", "name", "\u00e4\u03a9"), LoopbackModule.TIMEOUT).get(0)
                .get("name")));
        say("log", () -> {
            List<String> messages = new ArrayList<>();
            SoapyLog log = SoapyLog.to(messages::add);
            SoapyLibrary.SoapySDR_log(4, "\u00e4\u03a9");
            log.close();
            return ascii(messages.get(0));
        });
    }

    /** So that no terminal's encoding comes between. */
    private static String ascii(String text) {
        return text.codePoints().mapToObj(c -> c < 128 ? Character.toString(c) : String.format("<%x>", c)).collect(Collectors.joining());
    }

    private static void say(String what, Supplier<String> value) {
        try {
            System.out.println(what + ": " + value.get());
        } catch (SemlinkException e) {
            System.out.println(what + " refused: " + e.getMessage());
        }
    }
}
