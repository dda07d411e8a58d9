// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import com.sun.jna.Function;
import com.sun.jna.NativeLong;
import com.sun.jna.Structure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes every call that returns memory of the library's over and over, and prints how many bytes of it stay allocated per call; for {@link
 * SoapyDeviceTest}, in a process of its own whose native memory comes from one arena.
 */
final class LeakProbe {

    private static final int CALLS = 1000;

    private LeakProbe() {
    }

    /** {@code struct mallinfo2} of glibc 2.33. */
    @Structure.FieldOrder({"arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"})
    public static final class MallInfo extends Structure implements Structure.ByValue {

        public NativeLong arena;
        public NativeLong ordblks;
        public NativeLong smblks;
        public NativeLong hblks;
        public NativeLong hblkhd;
        public NativeLong usmblks;
        public NativeLong fsmblks;
        public NativeLong uordblks;
        public NativeLong fordblks;
        public NativeLong keepcost;
    }

    public static void main(String[] args) throws InterruptedException {
        SoapySdr soapy = SoapySdr.load();
        try (SoapyDevice device = LoopbackModule.open("leak", "ballast", "100")) {
            SoapyChannel channel = device.channel(Direction.RX, 0);
            Map<String, Runnable> calls = new LinkedHashMap<>();
            calls.put("a string that is not freed", () -> SoapyLibrary.SoapySDRDevice_getDriverKey(
                    device.call("getDriverKey", pointer -> pointer)));
            calls.put("driverKey", device::driverKey);
            calls.put("hardwareKey", device::hardwareKey);
            calls.put("hardwareInfo", device::hardwareInfo);
            calls.put("frontendMapping", () -> device.frontendMapping(Direction.RX));
            calls.put("masterClockRates", device::masterClockRatesHz);
            calls.put("referenceClockRates", device::referenceClockRatesHz);
            calls.put("clockSources", device::clockSources);
            calls.put("clockSource", device::clockSource);
            calls.put("timeSources", device::timeSources);
            calls.put("timeSource", device::timeSource);
            calls.put("sensors", device::sensors);
            calls.put("sensorInfo", () -> device.sensorInfo("clock_locked"));
            calls.put("sensor", () -> device.sensor("clock_locked"));
            calls.put("settings", device::settings);
            calls.put("setting", () -> device.setting("noise"));
            calls.put("channel info", channel::info);
            calls.put("channel antennas", channel::antennas);
            calls.put("channel antenna", channel::antenna);
            calls.put("channel gainElements", channel::gainElements);
            calls.put("channel gainRange", () -> channel.gainRangeDb("LNA"));
            calls.put("channel frequencyComponents", channel::frequencyComponents);
            calls.put("channel frequencyRanges", channel::frequencyRangesHz);
            calls.put("channel component ranges", () -> channel.frequencyRangesHz("RF"));
            calls.put("channel tuneArguments", channel::tuneArguments);
            calls.put("channel tuning", () -> channel.setFrequencyHz(1e9, Map.of("OFFSET", "1000")));
            calls.put("channel sampleRates", channel::sampleRateRangesHz);
            calls.put("channel bandwidths", channel::bandwidthRangesHz);
            calls.put("channel formats", channel::formats);
            calls.put("channel nativeFormat", channel::nativeFormat);
            calls.put("channel streamArguments", channel::streamArguments);
            calls.put("channel sensors", channel::sensors);
            calls.put("channel sensorInfo", () -> channel.sensorInfo("rssi"));
            calls.put("channel sensor", () -> channel.sensor("rssi"));
            calls.put("channel settings", channel::settings);
            calls.put("channel setting", () -> channel.setting("led"));
            calls.put("corrections", () -> channel.corrections().iqBalance());
            calls.put("library paths", soapy::searchPaths);
            calls.put("library error", () -> refused(device));
            for (Map.Entry<String, Runnable> call : calls.entrySet()) {
                System.out.println(call.getKey() + ": " + leak(call.getValue()));
            }
        }
    }

    private static void refused(SoapyDevice device) {
        try {
            device.sensor("absent");
        } catch (RuntimeException e) {
            // Its text was the library's too.
        }
    }

    /** Bytes per call; the least of three rounds, for the virtual machine allocates now and then. */
    private static long leak(Runnable call) throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 3 && least > 0; round++) {
            long before = allocated();
            for (int i = 0; i < CALLS; i++) {
                call.run();
            }
            least = Math.min(least, (allocated() - before) / CALLS);
        }
        return least;
    }

    /** Bytes in use of the process's native heap, without what Java objects that are garbage still hold. */
    private static long allocated() throws InterruptedException {
        for (int i = 0; i < 2; i++) {
            System.gc();
            Thread.sleep(10);
        }
        MallInfo info = (MallInfo) Function.getFunction("c", "mallinfo2").invoke(MallInfo.class, new Object[0]);
        return info.uordblks.longValue() + info.hblkhd.longValue();
    }

    static final List<String> OPTIONS = List.of("-Xms32m", "-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
}
