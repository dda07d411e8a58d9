// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.semlink.common.Registry;
import org.semlink.common.SemlinkException;
import org.semlink.radio.soapy.SoapyLibrary.Range;
import org.semlink.radio.soapy.SoapyLibrary.SizeT;

/**
 * One direction of one channel of a device: tuning, gains, antenna, filters, formats, sensors, settings.
 *
 * <p>Units: Hz, samples per second, dB, ppm. Values outside what the device lists and names that it does not know are input errors that
 * say what would be right; what a device made of a value is read back by the getters. Lives as long as its device.
 */
public final class SoapyChannel {

    private final SoapyDevice device;
    private final Direction direction;
    private final int index;
    private final int way;
    private final SizeT channel;

    SoapyChannel(SoapyDevice device, Direction direction, int index) {
        this.device = device;
        this.direction = direction;
        this.index = index;
        this.way = direction.code();
        this.channel = new SizeT(index);
    }

    public Direction direction() {
        return direction;
    }

    public int index() {
        return index;
    }

    private <T> T call(String name, Function<Pointer, T> function) {
        return device.call(name, function);
    }

    private boolean flag(String name, Function<Pointer, Byte> function) {
        return call(name, function) != 0;
    }

    public Map<String, String> info() {
        return call("getChannelInfo", d -> SoapyMemory.takeKwargs(SoapyLibrary.SoapySDRDevice_getChannelInfo(d, way, channel)));
    }

    /** Whether the other direction of this channel can run at the same time. */
    public boolean fullDuplex() {
        return flag("getFullDuplex", d -> SoapyLibrary.SoapySDRDevice_getFullDuplex(d, way, channel));
    }

    public List<String> antennas() {
        return call("listAntennas", d -> SoapyMemory.takeTexts(n -> SoapyLibrary.SoapySDRDevice_listAntennas(d, way, channel, n)));
    }

    public String antenna() {
        return call("getAntenna", d -> SoapyMemory.takeText(SoapyLibrary.SoapySDRDevice_getAntenna(d, way, channel)));
    }

    /** @param name one of {@link #antennas} */
    public void setAntenna(String name) {
        requireListed("antenna", name, antennas());
        call("setAntenna", d -> SoapyLibrary.SoapySDRDevice_setAntenna(d, way, channel, name));
    }

    /** Gain elements from the antenna inwards. */
    public List<String> gainElements() {
        return call("listGains", d -> SoapyMemory.takeTexts(n -> SoapyLibrary.SoapySDRDevice_listGains(d, way, channel, n)));
    }

    /** The overall gain in dB; 0 asks for the minimum of every element. */
    public double gainDb() {
        return call("getGain", d -> SoapyLibrary.SoapySDRDevice_getGain(d, way, channel));
    }

    /** Overall gain in dB, spread over the elements by the driver. */
    public void setGainDb(double gainDb) {
        SoapyRange range = call("getGainRange", d -> range(SoapyLibrary.SoapySDRDevice_getGainRange(d, way, channel)));
        require("gain", gainDb, List.of(range), "dB");
        call("setGain", d -> SoapyLibrary.SoapySDRDevice_setGain(d, way, channel, gainDb));
    }

    public SoapyRange gainRangeDb(String element) {
        return call("getGainElementRange", d -> range(SoapyLibrary.SoapySDRDevice_getGainElementRange(d, way, channel, element)));
    }

    /** Gain of one element in dB. */
    public void setGainDb(String element, double gainDb) {
        requireListed("gain element", element, gainElements());
        require("gain " + element, gainDb, List.of(gainRangeDb(element)), "dB");
        call("setGainElement", d -> SoapyLibrary.SoapySDRDevice_setGainElement(d, way, channel, element, gainDb));
    }

    /** The gain of every element in dB as it really is. */
    public Map<String, Double> gainsDb() {
        Map<String, Double> gains = new LinkedHashMap<>();
        for (String element : gainElements()) {
            gains.put(element,
                    call("getGainElement", d -> SoapyLibrary.SoapySDRDevice_getGainElement(d, way, channel, element)));
        }
        return gains;
    }

    public boolean hasAutomaticGain() {
        return flag("hasGainMode", d -> SoapyLibrary.SoapySDRDevice_hasGainMode(d, way, channel));
    }

    public boolean automaticGain() {
        return flag("getGainMode", d -> SoapyLibrary.SoapySDRDevice_getGainMode(d, way, channel));
    }

    /** Automatic gain steps inside a frame and spoils its SNR: leave it off where a frame is to be measured. */
    public void setAutomaticGain(boolean on) {
        call("setGainMode", d -> SoapyLibrary.SoapySDRDevice_setGainMode(d, way, channel, bool(on)));
    }

    public List<SoapyRange> frequencyRangesHz() {
        return call("getFrequencyRange",
                d -> SoapyMemory.takeRanges(n -> SoapyLibrary.SoapySDRDevice_getFrequencyRange(d, way, channel, n)));
    }

    public double frequencyHz() {
        return call("getFrequency", d -> SoapyLibrary.SoapySDRDevice_getFrequency(d, way, channel));
    }

    /** Centre frequency of the whole chain. */
    public void setFrequencyHz(double frequencyHz) {
        setFrequencyHz(frequencyHz, Map.of());
    }

    /** @param args how the driver is to reach it, as {@link #tuneArguments} lists them, such as {@code OFFSET} */
    public void setFrequencyHz(double frequencyHz, Map<String, String> args) {
        require("frequency", frequencyHz, frequencyRangesHz(), "Hz");
        SoapyMemory.withKwargs(args, kwargs -> call("setFrequency",
                d -> SoapyLibrary.SoapySDRDevice_setFrequency(d, way, channel, frequencyHz, kwargs)));
    }

    public List<SoapyArgument> tuneArguments() {
        return call("getFrequencyArgsInfo",
                d -> SoapyMemory.takeArguments(n -> SoapyLibrary.SoapySDRDevice_getFrequencyArgsInfo(d, way, channel, n)));
    }

    /** Tunable parts from the antenna inwards, such as {@code RF}, {@code BB}. */
    public List<String> frequencyComponents() {
        return call("listFrequencies",
                d -> SoapyMemory.takeTexts(n -> SoapyLibrary.SoapySDRDevice_listFrequencies(d, way, channel, n)));
    }

    public double frequencyHz(String component) {
        return call("getFrequencyComponent",
                d -> SoapyLibrary.SoapySDRDevice_getFrequencyComponent(d, way, channel, component));
    }

    public List<SoapyRange> frequencyRangesHz(String component) {
        return call("getFrequencyRangeComponent", d -> SoapyMemory.takeRanges(
                n -> SoapyLibrary.SoapySDRDevice_getFrequencyRangeComponent(d, way, channel, component, n)));
    }

    public void setFrequencyHz(String component, double frequencyHz) {
        requireListed("frequency component", component, frequencyComponents());
        require("frequency " + component, frequencyHz, frequencyRangesHz(component), "Hz");
        call("setFrequencyComponent",
                d -> SoapyLibrary.SoapySDRDevice_setFrequencyComponent(d, way, channel, component, frequencyHz, null));
    }

    public List<SoapyRange> sampleRateRangesHz() {
        return call("getSampleRateRange",
                d -> SoapyMemory.takeRanges(n -> SoapyLibrary.SoapySDRDevice_getSampleRateRange(d, way, channel, n)));
    }

    public double sampleRateHz() {
        return call("getSampleRate", d -> SoapyLibrary.SoapySDRDevice_getSampleRate(d, way, channel));
    }

    public void setSampleRateHz(double rateHz) {
        require("sample rate", rateHz, sampleRateRangesHz(), "samples per second");
        call("setSampleRate", d -> SoapyLibrary.SoapySDRDevice_setSampleRate(d, way, channel, rateHz));
    }

    public List<SoapyRange> bandwidthRangesHz() {
        return call("getBandwidthRange",
                d -> SoapyMemory.takeRanges(n -> SoapyLibrary.SoapySDRDevice_getBandwidthRange(d, way, channel, n)));
    }

    public double bandwidthHz() {
        return call("getBandwidth", d -> SoapyLibrary.SoapySDRDevice_getBandwidth(d, way, channel));
    }

    /** Width of the analog filter. */
    public void setBandwidthHz(double bandwidthHz) {
        require("bandwidth", bandwidthHz, bandwidthRangesHz(), "Hz");
        call("setBandwidth", d -> SoapyLibrary.SoapySDRDevice_setBandwidth(d, way, channel, bandwidthHz));
    }

    /** Its corrections of frequency, DC and IQ. */
    public SoapyCorrections corrections() {
        return new SoapyCorrections(device, direction, index);
    }

    /** Sample formats that a stream can have, such as {@code CF32}. */
    public List<String> formats() {
        return call("getStreamFormats",
                d -> SoapyMemory.takeTexts(n -> SoapyLibrary.SoapySDRDevice_getStreamFormats(d, way, channel, n)));
    }

    /** The format that the converters have, and the level of their full scale in it. */
    public NativeFormat nativeFormat() {
        try (Memory fullScale = new Memory(Double.BYTES)) {
            fullScale.clear();
            String name = call("getNativeStreamFormat", d -> SoapyMemory.takeText(
                    SoapyLibrary.SoapySDRDevice_getNativeStreamFormat(d, way, channel, fullScale)));
            return new NativeFormat(name, fullScale.getDouble(0));
        }
    }

    /** A format's name as the library writes it, and the number that stands for full scale. */
    public record NativeFormat(String name, double fullScale) {
    }

    public List<SoapyArgument> streamArguments() {
        return call("getStreamArgsInfo",
                d -> SoapyMemory.takeArguments(n -> SoapyLibrary.SoapySDRDevice_getStreamArgsInfo(d, way, channel, n)));
    }

    public List<String> sensors() {
        return call("listChannelSensors",
                d -> SoapyMemory.takeTexts(n -> SoapyLibrary.SoapySDRDevice_listChannelSensors(d, way, channel, n)));
    }

    /** What a sensor measures, and its unit. */
    public SoapyArgument sensorInfo(String key) {
        return call("getChannelSensorInfo " + key,
                d -> SoapyMemory.takeArgument(SoapyLibrary.SoapySDRDevice_getChannelSensorInfo(d, way, channel, key)));
    }

    public String sensor(String key) {
        return call("readChannelSensor " + key,
                d -> SoapyMemory.takeText(SoapyLibrary.SoapySDRDevice_readChannelSensor(d, way, channel, key)));
    }

    public List<SoapyArgument> settings() {
        return call("getChannelSettingInfo",
                d -> SoapyMemory.takeArguments(n -> SoapyLibrary.SoapySDRDevice_getChannelSettingInfo(d, way, channel, n)));
    }

    public String setting(String key) {
        return call("readChannelSetting " + key,
                d -> SoapyMemory.takeText(SoapyLibrary.SoapySDRDevice_readChannelSetting(d, way, channel, key)));
    }

    public void setSetting(String key, String value) {
        call("writeChannelSetting " + key, d -> SoapyLibrary.SoapySDRDevice_writeChannelSetting(d, way, channel, key, value));
    }

    private void require(String what, double value, List<SoapyRange> ranges, String unit) {
        if (!Double.isFinite(value) || !SoapyRange.anyContains(ranges, value)) {
            throw SemlinkException.input("%s %s must be %s %s, got %s; choose a value the device has", direction, what,
                    SoapyRange.text(ranges), unit, value);
        }
    }

    static void requireListed(String what, String name, Collection<String> listed) {
        if (!listed.contains(name)) {
            throw SemlinkException.input("%s must be one of %s, got '%s'%s", what, listed, name,
                    Registry.nearest(name, listed).map(n -> "; did you mean '" + n + "'?").orElse("; see 'semlink radios probe'"));
        }
    }

    private static SoapyRange range(Range range) {
        return new SoapyRange(range.minimum, range.maximum, range.step);
    }

    static byte bool(boolean value) {
        return (byte) (value ? 1 : 0);
    }
}
