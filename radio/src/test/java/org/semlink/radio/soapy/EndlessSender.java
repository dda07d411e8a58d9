// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

/** Transmits until the process ends, which it does by the way that the argument names; for {@link SilenceTest}. */
final class EndlessSender {

    private EndlessSender() {
    }

    public static void main(String[] args) {
        SoapyRadio radio = SoapyRadioTest.open("freq=1G,txgain=3,air=endless");
        radio.transmit(SoapyRadioTest.burst(1));
        System.out.println("sending");
        if (args[0].equals("exit")) {
            System.exit(7);
        } else if (args[0].equals("throw")) {
            throw new IllegalStateException("crash of the rest");
        }
        while (true) {
            radio.transmit(SoapyRadioTest.burst(2));
        }
    }
}
