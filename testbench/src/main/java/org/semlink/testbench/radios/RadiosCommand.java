// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.radios;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.semlink.common.SemlinkException;
import org.semlink.radio.RadioSpec;
import org.semlink.radio.safety.ConfigurationFile;
import org.semlink.radio.sim.SimProfiles;
import org.semlink.radio.soapy.Direction;
import org.semlink.radio.soapy.SoapyChannel;
import org.semlink.radio.soapy.SoapyDevice;
import org.semlink.radio.soapy.SoapyDoctor;
import org.semlink.radio.soapy.SoapySdr;
import org.semlink.testbench.cli.CommonOptions;
import org.semlink.testbench.cli.JsonOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code semlink radios}: which SoapySDR devices there are, what one can do, and why one is not found. */
@Command(name = "radios", mixinStandardHelpOptions = true, description = "List, probe and diagnose SoapySDR devices; show what may be sent and what is heard.",
        footerHeading = "%nExamples:%n",
        footer = {"  semlink radios list", "  semlink radios probe soapy:driver=hackrf", "  semlink radios level soapy:driver=rtlsdr,freq=2.45G,gain=30"},
        subcommands = {RadiosCommand.ListDevices.class, RadiosCommand.Probe.class, RadiosCommand.Doctor.class, Limits.class, Level.class})
public final class RadiosCommand {

    private static final Duration SEARCH = Duration.ofSeconds(10);

    /** {@code semlink radios list}. */
    @Command(name = "list", mixinStandardHelpOptions = true, description = "List the profiles of the simulated radio, and the devices that the installed drivers find.",
            footerHeading = "%nExamples:%n", footer = {"  semlink radios list", "  semlink radios list --driver rtlsdr"})
    static final class ListDevices implements Callable<Integer> {

        @Mixin
        private CommonOptions common;

        @Mixin
        private JsonOption json;

        @Option(names = "--driver", paramLabel = "NAME", description = "Ask this driver only.")
        private String driver;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            PrintWriter out = json.text(spec.commandLine().getOut());
            if (driver == null) {
                SimProfiles.descriptions().forEach((name, description) -> out.printf("sim:profile=%s%n    %s%n", name, description));
                out.flush();
            }
            SoapySdr soapy = soapy();
            Set<String> drivers = driver == null ? installed(soapy) : Set.of(driver);
            List<Map<String, Object>> found = new ArrayList<>();
            for (String name : drivers) {
                for (Map<String, String> device : soapy.devices(Map.of("driver", name), SEARCH)) {
                    out.println("soapy:driver=" + name);
                    device.forEach((key, value) -> out.printf("    %s = %s%n", key, value));
                    found.add(Map.of("radio", "soapy:driver=" + name, "device", device));
                }
            }
            if (json.wanted()) {
                JsonOption.print(spec.commandLine().getOut(), Map.of("profiles", SimProfiles.descriptions(), "devices", found));
            }
            if (found.isEmpty()) {
                throw SemlinkException.environment("no device found by drivers %s; plug one in, or see 'semlink radios doctor'", drivers);
            }
            return 0;
        }

        /** Without SoapySDR there are the profiles still. */
        private SoapySdr soapy() {
            try {
                return SoapySdr.load();
            } catch (SemlinkException e) {
                if (json.wanted()) {
                    JsonOption.print(spec.commandLine().getOut(), Map.of("profiles", SimProfiles.descriptions(), "devices", List.of(), "devices_reason",
                            e.getMessage()));
                }
                throw e;
            }
        }

        private static Set<String> installed(SoapySdr soapy) {
            soapy.loadModules();
            Set<String> drivers = new TreeSet<>();
            soapy.modules().forEach(module -> drivers.addAll(soapy.loaderResult(module).keySet()));
            return drivers;
        }
    }

    /** {@code semlink radios probe RADIO}. */
    @Command(name = "probe", mixinStandardHelpOptions = true, description = "Print what a device can do and how it is set.",
            footerHeading = "%nExamples:%n", footer = "  semlink radios probe soapy:driver=hackrf")
    static final class Probe implements Callable<Integer> {

        @Mixin
        private CommonOptions common;

        @Mixin
        private JsonOption json;

        @Parameters(paramLabel = "RADIO", description = "Device arguments, such as soapy:driver=hackrf,serial=...")
        private String radio;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            RadioSpec parsed = RadioSpec.parse(radio);
            if (!parsed.scheme().equals("soapy")) {
                throw SemlinkException.input("radio to probe must be a soapy: one, got '%s'; write soapy:driver=NAME", radio);
            }
            parsed.options().keySet().forEach(key -> parsed.text(key).orElseThrow());
            PrintWriter out = json.text(spec.commandLine().getOut());
            try (SoapyDevice device = SoapySdr.load().open(parsed.options(), SEARCH)) {
                out.printf("driver %s, hardware %s%n", device.driverKey(), device.hardwareKey());
                device.hardwareInfo().forEach((key, value) -> out.printf("    %s = %s%n", key, value));
                out.printf("hardware time %s%nclock sources %s%ntime sources %s%nsensors %s%n", device.hasHardwareTime(),
                        device.clockSources(), device.timeSources(), device.sensorReadings());
                device.settings().forEach(setting -> out.printf("setting %s%n", setting));
                List<Map<String, Object>> channels = new ArrayList<>();
                for (Direction direction : Direction.values()) {
                    for (int i = 0; i < device.channels(direction); i++) {
                        print(out, device.channel(direction, i));
                        channels.add(figures(device.channel(direction, i)));
                    }
                }
                if (json.wanted()) {
                    JsonOption.print(spec.commandLine().getOut(), Map.of("driver", device.driverKey(), "hardware", device.hardwareKey(), "hardware_info",
                            device.hardwareInfo(), "hardware_time", device.hasHardwareTime(), "clock_sources", device.clockSources(), "time_sources",
                            device.timeSources(), "channels", channels));
                }
            }
            return 0;
        }

        /** Ranges as they are printed for people. */
        private static Map<String, Object> figures(SoapyChannel channel) {
            Map<String, Object> gains = new LinkedHashMap<>();
            channel.gainElements().forEach(element -> gains.put(element, channel.gainRangeDb(element).toString()));
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("direction", channel.direction().toString());
            figures.put("channel", channel.index());
            figures.put("full_duplex", channel.fullDuplex());
            figures.put("antennas", channel.antennas());
            figures.put("frequency_hz", channel.frequencyRangesHz().toString());
            figures.put("sample_rate", channel.sampleRateRangesHz().toString());
            figures.put("bandwidth_hz", channel.bandwidthRangesHz().toString());
            figures.put("gains_db", gains);
            figures.put("native_format", channel.nativeFormat().name());
            return figures;
        }

        private static void print(PrintWriter out, SoapyChannel channel) {
            out.printf("%s channel %d%n", channel.direction(), channel.index());
            out.printf("    full duplex   %s%n", channel.fullDuplex());
            out.printf("    antennas      %s, now %s%n", channel.antennas(), channel.antenna());
            out.printf("    frequency     %s Hz%n", channel.frequencyRangesHz());
            out.printf("    sample rate   %s%n", channel.sampleRateRangesHz());
            out.printf("    bandwidth     %s Hz%n", channel.bandwidthRangesHz());
            channel.gainElements().forEach(element -> out.printf("    gain %-9s%s dB%n", element, channel.gainRangeDb(element)));
            out.printf("    formats       %s, native %s%n", channel.formats(), channel.nativeFormat().name());
            out.printf("    corrections   frequency %s, DC %s, IQ %s%n", channel.corrections().hasFrequencyCorrection(),
                    channel.corrections().hasAutomaticDcOffset(), channel.corrections().hasAutomaticIqBalance());
            channel.tuneArguments().forEach(argument -> out.printf("    tune argument   %s%n", argument));
            channel.sensors().forEach(key -> out.printf("    sensor %s = %s %s%n", key, channel.sensor(key), channel.sensorInfo(key).units()));
            channel.settings().forEach(setting -> out.printf("    setting %s%n", setting));
            channel.streamArguments().forEach(argument -> out.printf("    stream argument %s%n", argument));
        }
    }

    /** {@code semlink radios doctor}. */
    @Command(name = "doctor", mixinStandardHelpOptions = true, description = "Say why devices are or are not found, and what to install.",
            footerHeading = "%nExamples:%n", footer = "  semlink radios doctor")
    static final class Doctor implements Callable<Integer> {

        @Mixin
        private CommonOptions common;

        @Mixin
        private JsonOption json;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            SoapyDoctor doctor = SoapyDoctor.examine();
            if (json.wanted()) {
                JsonOption.print(spec.commandLine().getOut(), Map.of("findings", doctor.lines(), "configuration", ConfigurationFile.ofUser().path().toString(),
                        "configuration_exists", ConfigurationFile.ofUser().exists(), "exit_code", doctor.exitCode()));
                return doctor.exitCode();
            }
            doctor.lines().forEach(spec.commandLine().getOut()::println);
            spec.commandLine().getOut().printf("configuration %s%s; see 'semlink radios limits'%n", ConfigurationFile.ofUser().path(),
                    ConfigurationFile.ofUser().exists() ? "" : " (not there: nothing may be transmitted)");
            return doctor.exitCode();
        }
    }
}
