// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.semlink.common.SemlinkException;

/** The binding against the real library: everything that has a setting is set and read back; nothing leaks; errors are texts. */
class SoapyDeviceTest {

    @BeforeAll
    static void module() {
        LoopbackModule.require();
    }

    @Test
    void theNullDeviceIsMadeAndUnmade() {
        SoapyDevice device = SoapySdr.load().open(Map.of("driver", "null"), LoopbackModule.TIMEOUT);
        assertThat(device.driverKey()).isEqualTo("null");
        assertThat(device.channels(Direction.RX)).isZero();
        device.close();
        device.close();
        assertThatThrownBy(device::driverKey).isInstanceOf(IllegalStateException.class).hasMessageContaining("driver=null is closed");
    }

    @Test
    void identityAndDevicesAreListed() {
        SoapySdr soapy = SoapySdr.load();
        assertThat(soapy.abiVersion()).startsWith("0.8");
        List<Map<String, String>> found = soapy.devices(Map.of("driver", "loopback", "serial", "x"), LoopbackModule.TIMEOUT);
        assertThat(found).hasSize(1);
        assertThat(found.get(0)).containsEntry("driver", "loopback").containsEntry("serial", "x").containsEntry("label", "test loopback");
        try (SoapyDevice device = LoopbackModule.open("identity")) {
            assertThat(device.driverKey()).isEqualTo("loopback");
            assertThat(device.hardwareKey()).isEqualTo("test loopback");
            assertThat(device.hardwareInfo()).containsEntry("name", "Schleife \u00e4").hasSize(2);
            assertThat(device.sensorReadings()).containsExactly(Map.entry("clock_locked", "true"));
            assertThat(device.clockSources()).containsExactly("internal", "external");
            device.setClockSource("external");
            assertThat(device.clockSource()).isEqualTo("external");
            assertThat(device.timeSources()).containsExactly("internal", "gpsdo");
            device.setTimeSource("gpsdo");
            assertThat(device.timeSource()).isEqualTo("gpsdo");
            assertThat(device.masterClockRatesHz()).containsExactly(new SoapyRange(10e6, 61.44e6, 0));
            device.setMasterClockRateHz(32e6);
            assertThat(device.masterClockRateHz()).isEqualTo(32e6);
            assertThat(device.referenceClockRatesHz()).hasSize(2);
            device.setReferenceClockRateHz(20e6);
            assertThat(device.referenceClockRateHz()).isEqualTo(20e6);
            device.setFrontendMapping(Direction.TX, "B:0");
            assertThat(device.frontendMapping(Direction.TX)).isEqualTo("B:0");
            assertThat(device.sensorInfo("clock_locked").units()).isEqualTo("bool");
            assertThat(device.settings()).extracting(SoapyArgument::key).containsExactly("noise");
            assertThat(device.hasHardwareTime()).isTrue();
            device.setHardwareTimeNs(3_600_000_000_000L, "");
            device.setCommandTimeNs(17, "");
            assertThat(device.setting("command-time")).isEqualTo("17");
            assertThat(device.hardwareTimeNs()).isBetween(3_600_000_000_000L, 3_660_000_000_000L);
        }
    }

    @Test
    void everySettingOfAChannelIsReadBack() {
        try (SoapyDevice device = LoopbackModule.open("settings")) {
            SoapyChannel rx = device.channel(Direction.RX, 0);
            rx.setFrequencyHz(2.4e9);
            rx.setSampleRateHz(2e6);
            rx.setBandwidthHz(1.75e6);
            rx.setAntenna("TX/RX");
            rx.setGainDb("LNA", 16);
            rx.setGainDb("VGA", 20.7);
            rx.corrections().setFrequencyCorrectionPpm(-3.5);
            rx.corrections().setAutomaticDcOffset(true);
            assertThat(rx.frequencyHz()).isEqualTo(2.4e9);
            rx.setFrequencyHz("RF", 2.5e9);
            assertThat(rx.frequencyHz("RF")).isEqualTo(2.5e9);
            assertThat(rx.sampleRateHz()).isEqualTo(2e6);
            assertThat(rx.bandwidthHz()).isEqualTo(1.75e6);
            assertThat(rx.antenna()).isEqualTo("TX/RX");
            assertThat(rx.gainsDb()).containsExactly(Map.entry("LNA", 16.0), Map.entry("VGA", 20.0), Map.entry("AMP", 0.0));
            assertThat(rx.gainDb()).isEqualTo(36);
            assertThat(rx.gainRangeDb("AMP")).isEqualTo(new SoapyRange(0, 14, 14));
            assertThat(rx.corrections().frequencyCorrectionPpm()).isEqualTo(-3.5);
            assertThat(rx.corrections().automaticDcOffset()).isTrue();
            assertThat(rx.corrections().hasAutomaticDcOffset()).isTrue();
            assertThat(rx.corrections().hasAutomaticIqBalance()).isFalse();
            rx.corrections().setDcOffset(0.25, -0.125);
            rx.corrections().setIqBalance(1.5, 0.0625);
            assertThat(rx.corrections().hasDcOffset() && rx.corrections().hasIqBalance()).isTrue();
            assertThat(rx.corrections().dcOffset()).containsExactly(0.25, -0.125);
            assertThat(rx.corrections().iqBalance()).containsExactly(1.5, 0.0625);
            assertThat(rx.hasAutomaticGain()).isTrue();
            rx.setAutomaticGain(true);
            assertThat(rx.automaticGain()).isTrue();
            assertThat(rx.info()).containsExactly(Map.entry("board", "front end"));
            assertThat(rx.sensors()).containsExactly("rssi");
            assertThat(rx.sensor("rssi")).isEqualTo("-71.5");
            assertThat(rx.sensorInfo("rssi").units()).isEqualTo("dB");
            assertThat(rx.settings()).extracting(SoapyArgument::key).containsExactly("led");
            rx.setSetting("led", "on");
            assertThat(rx.setting("led")).isEqualTo("on");
            assertThat(rx.frequencyRangesHz("RF")).containsExactly(new SoapyRange(1e6, 6e9, 0));
            assertThat(rx.tuneArguments()).extracting(SoapyArgument::units).containsExactly("Hz");
            rx.setFrequencyHz(2.4e9, Map.of("OFFSET", "250e3"));
            assertThat(rx.setting("tune")).isEqualTo("OFFSET=250e3");
            assertThat(rx.fullDuplex()).isTrue();
            assertThat(rx.formats()).containsExactly("CF32", "CS16", "CS8");
            assertThat(rx.nativeFormat()).isEqualTo(new SoapyChannel.NativeFormat("CS16", 32768));
            assertThat(rx.streamArguments())
                    .containsExactly(new SoapyArgument("buffers", "8", "number of buffers", "buffers", List.of("8", "16")));
            device.setSetting("noise", "0.25");
            assertThat(Double.parseDouble(device.setting("noise"))).isCloseTo(0.25, within(1e-9));
            SoapyChannel tx = device.channel(Direction.TX, 0);
            assertThat(tx.antennas()).containsExactly("TX");
            tx.setGainDb(40);
            assertThat(tx.gainDb()).isEqualTo(40);
            assertThat(rx.gainDb()).as("directions are apart").isEqualTo(36);
        }
    }

    @Test
    void aWrongValueIsAnInputErrorThatNamesTheRightOnes() {
        try (SoapyDevice device = LoopbackModule.open("wrong")) {
            SoapyChannel rx = device.channel(Direction.RX, 0);
            assertInput(() -> rx.setFrequencyHz(7e9), "1000000 to 6000000000", "7.0E9");
            assertInput(() -> rx.setSampleRateHz(Double.NaN), "1000 to 20000000", "NaN");
            assertInput(() -> rx.setGainDb("LNS", 3), "[LNA, VGA, AMP]", "did you mean 'LNA'");
            assertInput(() -> rx.setGainDb("LNA", 41), "0 to 40 dB", "41");
            assertInput(() -> rx.setAntenna("RX2"), "[RX, TX/RX]", "RX2");
            assertInput(() -> device.channel(Direction.RX, 1), "below the 1 RX channels", "1");
            assertInput(() -> SoapySdr.load().open(Map.of("serial", "1"), LoopbackModule.TIMEOUT), "driver", "serial=1");
        }
    }

    private static void assertInput(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String rule, String remedy) {
        assertThatThrownBy(call).isInstanceOfSatisfying(SemlinkException.class,
                e -> assertThat(e.kind()).isEqualTo(SemlinkException.Kind.INPUT)).hasMessageContaining(rule).hasMessageContaining(remedy);
    }

    @Test
    void theLibrarysOwnErrorReachesTheUser() {
        try (SoapyDevice device = LoopbackModule.open("errors")) {
            assertThatThrownBy(() -> device.sensor("temperature")).isInstanceOf(SemlinkException.class)
                    .hasMessageContaining("readSensor temperature").hasMessageContaining("no sensor temperature");
            assertThatThrownBy(() -> device.setSetting("nonsense", "1")).hasMessageContaining("no setting nonsense");
            assertThat(device.sensor("clock_locked")).as("the error is cleared by the next call").isEqualTo("true");
        }
        assertThatThrownBy(() -> SoapySdr.load().open(Map.of("driver", "absent"), LoopbackModule.TIMEOUT))
                .isInstanceOf(SemlinkException.class).hasMessageContaining("driver 'absent' is not installed");
        assertThatThrownBy(() -> SoapySdr.load().devices(Map.of("driver", "lopback"), LoopbackModule.TIMEOUT))
                .hasMessageContaining("did you mean 'loopback'?");
        assertThatThrownBy(() -> SoapySdr.load().open(Map.of("driver", "hackrf"), LoopbackModule.TIMEOUT))
                .hasMessageContaining("apt-get install soapysdr-module-hackrf");
    }

    @Test
    void aDeviceThatDoesNotAnswerTimesOut() {
        long start = System.nanoTime();
        assertThatThrownBy(() -> SoapySdr.load().open(LoopbackModule.args("slow", "delay", "1500"), Duration.ofMillis(100)))
                .isInstanceOf(SemlinkException.class).hasMessageContaining("did not answer within 0.1 s");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1400));
    }

    @Test
    void otherAbisAreRefused() {
        assertThatThrownBy(() -> SoapySdr.requireAbi("0.7", "lib")).isInstanceOf(SemlinkException.class).hasMessageContaining("ABI 0.7");
        assertThatThrownBy(() -> SoapySdr.requireAbi("0.80", "lib")).isInstanceOf(SemlinkException.class);
        SoapySdr.requireAbi("0.8-3", "lib");
    }

    @Test
    void logMessagesArriveAsLongAsTheLogIsOpen() {
        List<String> messages = Collections.synchronizedList(new ArrayList<>());
        SoapyLog log = SoapyLog.to(messages::add);
        System.gc();
        SoapyLibrary.SoapySDR_log(4, "buffer is small");
        log.close();
        SoapyLibrary.SoapySDR_setLogLevel(1);
        SoapyLibrary.SoapySDR_log(4, "unseen");
        SoapyLibrary.SoapySDR_setLogLevel(6);
        assertThat(messages).containsExactly("warning: buffer is small");
    }

    /** The first call of the probe leaks on purpose: 9 characters take 24 bytes or more of the heap, else it could not see a leak at all. */
    @Test
    void nothingReturnedIsLeaked() throws Exception {
        ProcessBuilder builder = LoopbackModule.command(LeakProbe.class, List.of(), LeakProbe.OPTIONS.toArray(String[]::new));
        builder.environment().put("MALLOC_ARENA_MAX", "1");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes()).strip();
        assertThat(process.waitFor()).as(said).isZero();
        Map<String, Long> bytesPerCall = new LinkedHashMap<>();
        // Newer Java warns of native access first.
        said.lines().filter(line -> line.matches("[A-Za-z ]+: -?\\d+")).forEach(line ->
                bytesPerCall.put(line.substring(0, line.indexOf(':')), Long.parseLong(line.substring(line.indexOf(' ', line.indexOf(':')) + 1))));
        assertThat(bytesPerCall).hasSizeGreaterThan(35);
        assertThat(bytesPerCall.remove("a string that is not freed")).isGreaterThanOrEqualTo(24);
        assertThat(bytesPerCall).allSatisfy((call, bytes) -> assertThat(bytes).as("bytes left by each %s", call).isLessThan(8));
    }
}
