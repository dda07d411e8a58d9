// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.semlink.common.Registry;
import org.semlink.common.SemlinkException;
import org.semlink.radio.RadioSpec;
import org.semlink.radio.SampleFormat;
import org.semlink.radio.SiNumber;

/**
 * The options of {@code soapy:driver=...,freq=2.4G,gain=LNA=16/VGA=20,txgain=30}.
 *
 * <p>{@code freq}, {@code gain} (receiver only), {@code antenna}, {@code channel}, {@code bw} may be given for one direction with
 * {@code tx} or {@code rx} before them; a transmit gain is never taken from {@code gain}. {@code stream.KEY}, {@code tune.KEY}, {@code setting.KEY}
 * and {@code arg.KEY} go to the driver, {@code tx.KEY} and {@code rx.KEY} make one direction another device; any other key is a device
 * argument, unless it looks like a slip of one of ours.
 */
final class SoapyOptions {

    static final List<String> KEYS = List.of("freq", "txfreq", "rxfreq", "rate", "bw", "txbw", "rxbw", "gain", "txgain", "rxgain", "antenna",
            "txantenna", "rxantenna", "channel", "txchannel", "rxchannel", "direction", "format", "ppm", "dc", "iq", "clock", "timesource",
            "timed", "lead", "timeout");
    /** Arguments that drivers share; never taken for a slip. */
    private static final List<String> DEVICE_KEYS = List.of("driver", "serial", "label", "addr", "type", "product", "name", "device", "uri",
            "hostname", "remote", "module", "rtl");
    private static final List<String> DIRECTIONS = List.of("rx", "tx", "both");
    private static final String ELEMENT = "[A-Z][A-Z0-9_]*";

    private final RadioSpec spec;
    private final Map<String, String> device = new LinkedHashMap<>();
    private final Map<String, String> txDevice = new LinkedHashMap<>();
    private final Map<String, String> rxDevice = new LinkedHashMap<>();
    private final Map<String, String> streamArgs = new LinkedHashMap<>();
    private final Map<String, String> tuneArgs = new LinkedHashMap<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, String> gains = new LinkedHashMap<>();

    SoapyOptions(RadioSpec spec) {
        this.spec = spec;
        String lastGain = null;
        for (Map.Entry<String, String> option : spec.options().entrySet()) {
            String key = option.getKey();
            boolean gain = key.endsWith("gain") && KEYS.contains(key);
            if (gain) {
                gains.put(key, spec.text(key).orElseThrow());
            } else if (key.matches(ELEMENT) && lastGain != null && gains.get(lastGain).contains("=")) {
                gains.merge(lastGain, key + "=" + spec.text(key).orElseThrow(), (before, more) -> before + "/" + more);
                continue;
            } else if (!KEYS.contains(key)) {
                passOn(key);
            }
            lastGain = gain ? key : null;
        }
    }

    private void passOn(String key) {
        String value = spec.text(key).orElseThrow();
        int dot = key.indexOf('.');
        Map<String, String> target = dot < 1 ? null : switch (key.substring(0, dot)) {
            case "arg" -> device;
            case "tx" -> txDevice;
            case "rx" -> rxDevice;
            case "stream" -> streamArgs;
            case "tune" -> tuneArgs;
            case "setting" -> settings;
            default -> null;
        };
        if (target != null) {
            target.put(key.substring(dot + 1), value);
            return;
        }
        // A slip seldom spoils the first letter; without that, short arguments of drivers would look like ours.
        Optional<String> slip = DEVICE_KEYS.contains(key) || key.contains(":") ? Optional.empty()
                : Registry.nearest(key, KEYS).filter(ours -> ours.charAt(0) == key.charAt(0));
        if (slip.isPresent()) {
            throw SemlinkException.input("unknown option '%s' of radio soapy, did you mean '%s'? An argument of the driver by this name is "
                    + "written arg.%s", key, slip.get(), key);
        }
        device.put(key, value);
    }

    boolean receives() {
        return !direction().equals("tx");
    }

    /** Whether it is asked to transmit: never without a frequency and a transmit gain given for it. */
    boolean transmits() {
        boolean complete = given("freq", Direction.TX).isPresent() && gains.containsKey("txgain");
        if (spec.has("direction") && !direction().equals("rx") && !complete) {
            throw SemlinkException.input(NO_TRANSMISSION, spec);
        }
        return !direction().equals("rx") && complete;
    }

    static final String NO_TRANSMISSION = "radio %s may not transmit: frequency and transmit gain must be given; add freq=HZ,txgain=DB for a "
            + "band that your configuration allows";

    private String direction() {
        String direction = spec.text("direction").orElse("both");
        SoapyChannel.requireListed("direction", direction, DIRECTIONS);
        return direction;
    }

    /** Arguments of the device of one direction; equal for both where it is one device. */
    Map<String, String> deviceArgs(Direction direction) {
        Map<String, String> args = new LinkedHashMap<>(device);
        args.putAll(direction == Direction.TX ? txDevice : rxDevice);
        return args;
    }

    private Optional<String> given(String key, Direction direction) {
        return spec.text((direction == Direction.TX ? "tx" : "rx") + key).or(() -> spec.text(key));
    }

    private OptionalDouble number(String key, Direction direction, double min, double max) {
        return given(key, direction).map(text -> OptionalDouble.of(SiNumber.parse("radio option " + key, text, min, max)))
                .orElse(OptionalDouble.empty());
    }

    double frequencyHz(Direction direction) {
        return number("freq", direction, 0, 1e12).orElseThrow(() -> SemlinkException.input(
                "radio %s needs its frequency; add freq=HZ such as freq=2.45G", spec));
    }

    OptionalDouble bandwidthHz(Direction direction) {
        return number("bw", direction, 1, 1e10);
    }

    Optional<SoapyGain> gain(Direction direction) {
        String own = direction == Direction.TX ? "txgain" : gains.containsKey("rxgain") ? "rxgain" : "gain";
        return Optional.ofNullable(gains.get(own)).map(text -> SoapyGain.parse("radio option " + own, text));
    }

    Optional<String> antenna(Direction direction) {
        return given("antenna", direction);
    }

    int channel(Direction direction) {
        double channel = number("channel", direction, 0, 1023).orElse(0);
        if (channel != Math.rint(channel)) {
            throw SemlinkException.input("radio option channel must be a whole number, got %s; use 0 for the first", channel);
        }
        return (int) channel;
    }

    /** The rate of the waveform; a rate in the options may only confirm it. */
    double rateHz(double waveformRateHz) {
        double rate = spec.number("rate", waveformRateHz, 1, 1e10);
        if (Math.abs(rate - waveformRateHz) > 1e-6 * rate) {
            throw SemlinkException.input("radio option rate must be the waveform's %.0f samples per second, got %.0f; leave it out",
                    waveformRateHz, rate);
        }
        return waveformRateHz;
    }

    SampleFormat format() {
        return SampleFormat.of(spec.text("format").orElse("CF32"));
    }

    OptionalDouble correctionPpm() {
        return spec.has("ppm") ? OptionalDouble.of(spec.number("ppm", 0, -1000, 1000)) : OptionalDouble.empty();
    }

    Optional<Boolean> automaticDcOffset() {
        return onOrOff("dc");
    }

    Optional<Boolean> automaticIqBalance() {
        return onOrOff("iq");
    }

    /** Whether bursts are timed by the device's clock: as it can, unless the options say {@code timed=off}. */
    boolean mayTime() {
        return onOrOff("timed").orElse(true);
    }

    private Optional<Boolean> onOrOff(String key) {
        Optional<String> text = spec.text(key);
        text.ifPresent(t -> SoapyChannel.requireListed("radio option " + key, t, List.of("auto", "off")));
        return text.map("auto"::equals);
    }

    Optional<String> clockSource() {
        return spec.text("clock");
    }

    Optional<String> timeSource() {
        return spec.text("timesource");
    }

    Map<String, String> streamArgs() {
        return streamArgs;
    }

    /** How the driver is to reach a frequency, such as {@code OFFSET}. */
    Map<String, String> tuneArgs() {
        return tuneArgs;
    }

    Map<String, String> settings() {
        return settings;
    }

    /** How far ahead of the device's clock a burst is timed. */
    Duration lead() {
        return seconds("lead", 0.05, 10);
    }

    /** How long making the device may take. */
    Duration timeout() {
        return seconds("timeout", 20, 600);
    }

    private Duration seconds(String key, double usual, double most) {
        return Duration.ofNanos(Math.round(spec.number(key, usual, 0.001, most) * 1e9));
    }
}
