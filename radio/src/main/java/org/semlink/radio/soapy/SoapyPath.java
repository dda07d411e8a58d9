// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.semlink.common.SemlinkException;

/**
 * One direction of a radio, set up: the device's channel with all settings made and read back, and its stream, not yet active.
 *
 * @param rateHz the waveform's rate; the device is within a millionth of it
 */
record SoapyPath(SoapyDevice device, SoapyChannel channel, SoapyStream stream, double rateHz, boolean timed) {

    /** Rad per sample. Receivers find bursts up to 0.175 off, which both ends' steps must share with the errors of their crystals. */
    private static final double TUNING_TOLERANCE = 0.05;

    static SoapyPath open(SoapyDevice device, Direction direction, SoapyOptions options, double rateHz) {
        SoapyChannel channel = device.channel(direction, options.channel(direction));
        options.clockSource().ifPresent(device::setClockSource);
        options.timeSource().ifPresent(device::setTimeSource);
        options.settings().forEach(device::setSetting);
        options.antenna(direction).ifPresent(channel::setAntenna);
        setRate(channel, rateHz);
        options.bandwidthHz(direction).ifPresent(channel::setBandwidthHz);
        setFrequency(channel, options.frequencyHz(direction), options.tuneArgs(), TUNING_TOLERANCE * rateHz / (2 * Math.PI));
        if (channel.hasAutomaticGain()) {
            channel.setAutomaticGain(false);
        }
        options.gain(direction).ifPresent(gain -> gain.applyTo(channel));
        SoapyCorrections corrections = channel.corrections();
        options.correctionPpm().ifPresent(ppm -> {
            requireAbility(corrections::hasFrequencyCorrection, "ppm", channel);
            corrections.setFrequencyCorrectionPpm(ppm);
        });
        options.automaticDcOffset().ifPresent(on -> {
            requireAbility(corrections::hasAutomaticDcOffset, "dc", channel);
            corrections.setAutomaticDcOffset(on);
        });
        options.automaticIqBalance().ifPresent(on -> {
            requireAbility(corrections::hasAutomaticIqBalance, "iq", channel);
            corrections.setAutomaticIqBalance(on);
        });
        SoapyStream stream = device.openStream(channel, options.format(), options.streamArgs());
        return new SoapyPath(device, channel, stream, rateHz, options.mayTime() && device.hasHardwareTime());
    }

    private static void setRate(SoapyChannel channel, double rateHz) {
        channel.setSampleRateHz(rateHz);
        double actual = channel.sampleRateHz();
        if (!(Math.abs(actual - rateHz) <= 1e-6 * rateHz)) {
            throw SemlinkException.input("%s sample rate must be one that the device has, it made %s of %s; choose among %s",
                    channel.direction(), actual, rateHz, SoapyRange.text(channel.sampleRateRangesHz()));
        }
    }

    private static void setFrequency(SoapyChannel channel, double frequencyHz, Map<String, String> tuneArgs, double mostHz) {
        channel.setFrequencyHz(frequencyHz, tuneArgs);
        double actual = channel.frequencyHz();
        // Written so that NaN is refused too.
        if (!(Math.abs(actual - frequencyHz) <= mostHz)) {
            throw SemlinkException.input("%s frequency must be one that the device reaches, it tuned to %s of %s Hz, more than %.0f Hz "
                    + "off; choose another or remove what limits its tuning", channel.direction(), actual, frequencyHz, mostHz);
        }
    }

    private static void requireAbility(BooleanSupplier ability, String option, SoapyChannel channel) {
        if (!ability.getAsBoolean()) {
            throw SemlinkException.input("the %s device cannot do what radio option %s asks; leave it out", channel.direction(), option);
        }
    }

    /** Identity and settings as read back from the device. */
    Map<String, Object> description() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("driver", device.driverKey());
        all.put("hardware", device.hardwareKey());
        all.put("info", device.hardwareInfo());
        all.put("channel", channel.index());
        all.put("frequency_hz", channel.frequencyHz());
        all.put("device_sample_rate_hz", channel.sampleRateHz());
        all.put("bandwidth_hz", channel.bandwidthHz());
        all.put("antenna", channel.antenna());
        all.put("gain_db", channel.gainDb());
        all.put("gains_db", channel.gainsDb());
        if (channel.corrections().hasFrequencyCorrection()) {
            all.put("frequency_correction_ppm", channel.corrections().frequencyCorrectionPpm());
        }
        all.put("native_format", channel.nativeFormat().name());
        all.put("mtu", stream.mtu());
        all.put("timed", timed);
        return all;
    }
}
