// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Asks the library for texts, lists and devices over and over and prints by how many bytes that made this process grow. */
final class LeakProbe {

    private LeakProbe() {
    }

    public static void main(String[] args) throws IOException {
        rounds(1000);
        long before = residentBytes();
        rounds(3000);
        System.out.println(residentBytes() - before);
    }

    private static void rounds(int rounds) {
        for (int i = 0; i < rounds / 20; i++) {
            LoopbackModule.open("leak", "ballast", "16384").close();
        }
        try (SoapyDevice device = LoopbackModule.open("leak", "ballast", "16384")) {
            SoapyChannel channel = device.channel(Direction.RX, 0);
            for (int i = 0; i < rounds; i++) {
                device.hardwareInfo();
                device.clockSources();
                channel.streamArguments();
                channel.sampleRateRangesHz();
                channel.antenna();
            }
        }
    }

    private static long residentBytes() throws IOException {
        return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * 4096;
    }
}
