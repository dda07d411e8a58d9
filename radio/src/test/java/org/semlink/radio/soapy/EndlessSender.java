// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import java.util.ArrayList;
import java.util.List;

/** Transmits until the process ends, which it does by the way that the first argument names; for {@link SilenceTest}. */
final class EndlessSender {

    private static final List<byte[]> HOARD = new ArrayList<>();

    private EndlessSender() {
    }

    public static void main(String[] args) throws Exception {
        SoapyRadio radio = SoapyRadioTest.open("freq=1G,txgain=3,air=endless,lead=0.5" + (args.length > 1 ? ",arg.lock=" + args[1] : ""));
        radio.transmit(SoapyRadioTest.burst(1));
        System.out.println("sending");
        switch (args[0]) {
            case "exit" -> System.exit(7);
            case "halt" -> Runtime.getRuntime().halt(8);
            case "throw" -> throw new IllegalStateException("crash of the rest");
            case "memory" -> fillMemory();
            case "drain" -> {
                Thread closing = new Thread(radio::close);
                closing.start();
                Thread.sleep(50);
                System.exit(7);
            }
            case "thread" -> new Thread(() -> {
                throw new AssertionError("crash of another thread");
            }).start();
            default -> {
            }
        }
        while (true) {
            radio.transmit(SoapyRadioTest.burst(2));
        }
    }

    /** To the last byte, and keeps it. */
    private static void fillMemory() {
        for (int size = 1 << 20; size >= 16; size /= 4) {
            try {
                while (true) {
                    HOARD.add(new byte[size]);
                }
            } catch (OutOfMemoryError e) {
                if (size < 64) {
                    throw e;
                }
            }
        }
    }
}
