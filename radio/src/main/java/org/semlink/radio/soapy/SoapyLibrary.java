// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import com.sun.jna.Callback;
import com.sun.jna.IntegerType;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.ptr.ByReference;

/**
 * The C API of SoapySDR 0.8, mapped directly: names, order and units of the arguments as in its headers, no logic.
 *
 * <p>Times are nanoseconds, time-outs microseconds, directions 0 = transmit and 1 = receive. C's {@code bool} is one byte here: JNA would
 * read a Java {@code boolean} from four, of which three are undefined. A {@code Pointer} to text is owned by the caller and goes back
 * through {@code SoapySDR_free}; a {@code String} is a constant of the library. Nothing may be called before {@link SoapySdr#load} has
 * bound this class.
 */
final class SoapyLibrary {

    private SoapyLibrary() {
    }

    /** C's {@code size_t}. Public, as are the types below, because JNA makes instances of them. */
    public static final class SizeT extends IntegerType {

        private static final long serialVersionUID = 1L;

        public SizeT() {
            this(0);
        }

        public SizeT(long value) {
            super(Native.SIZE_T_SIZE, value, true);
        }

        /** C's {@code size_t *}. */
        public static final class Reference extends ByReference {

            public Reference() {
                super(Native.SIZE_T_SIZE);
            }

            Reference(int value) {
                this();
                if (Native.SIZE_T_SIZE == Long.BYTES) {
                    getPointer().setLong(0, value);
                } else {
                    getPointer().setInt(0, value);
                }
            }

            int get() {
                return Math.toIntExact(Native.SIZE_T_SIZE == Long.BYTES ? getPointer().getLong(0) : getPointer().getInt(0));
            }
        }
    }

    /** {@code SoapySDRRange}. */
    @Structure.FieldOrder({"minimum", "maximum", "step"})
    public static final class Range extends Structure implements Structure.ByValue {

        public double minimum;
        public double maximum;
        public double step;
    }

    /** {@code SoapySDRKwargs}, returned by value; its content is owned by the caller. */
    @Structure.FieldOrder({"size", "keys", "vals"})
    public static final class Kwargs extends Structure implements Structure.ByValue {

        public SizeT size;
        public Pointer keys;
        public Pointer vals;

        public Kwargs() {
        }

        Kwargs(Pointer at) {
            super(at);
            read();
        }
    }

    /** {@code SoapySDRArgInfo}. */
    @Structure.FieldOrder({"key", "value", "name", "description", "units", "type", "range", "numOptions", "options", "optionNames"})
    public static class ArgInfo extends Structure {

        public Pointer key;
        public Pointer value;
        public Pointer name;
        public Pointer description;
        public Pointer units;
        public int type;
        public Range range;
        public SizeT numOptions;
        public Pointer options;
        public Pointer optionNames;

        ArgInfo() {
        }

        ArgInfo(Pointer at) {
            super(at);
            read();
        }

        /** Returned by value; its content is owned by the caller. */
        public static final class Value extends ArgInfo implements Structure.ByValue {

            public Value() {
            }
        }
    }

    /** {@code SoapySDRLogHandler}; the library keeps the address, so whoever registers one must keep it reachable. */
    interface LogHandler extends Callback {

        void log(int level, String message);
    }

    // Versions
    static native String SoapySDR_getAPIVersion();
    static native String SoapySDR_getABIVersion();
    static native String SoapySDR_getLibVersion();

    // Modules
    static native String SoapySDR_getRootPath();
    static native Pointer SoapySDR_listSearchPaths(SizeT.Reference length);
    static native Pointer SoapySDR_listModules(SizeT.Reference length);
    static native Kwargs SoapySDR_getLoaderResult(String path);
    static native Pointer SoapySDR_getModuleVersion(String path);
    static native void SoapySDR_loadModules();

    // Log
    static native void SoapySDR_log(int logLevel, String message);
    static native void SoapySDR_registerLogHandler(LogHandler handler);
    static native void SoapySDR_setLogLevel(int logLevel);

    // Errors
    static native String SoapySDR_errToStr(int errorCode);

    // Memory
    static native void SoapySDR_free(Pointer ptr);
    static native void SoapySDRStrings_clear(Pointer elems, SizeT length);
    static native int SoapySDRKwargs_set(Pointer args, String key, String val);
    static native void SoapySDRKwargs_clear(Pointer args);
    static native void SoapySDRKwargsList_clear(Pointer args, SizeT length);
    static native void SoapySDRArgInfo_clear(Pointer info);
    static native void SoapySDRArgInfoList_clear(Pointer info, SizeT length);

    // Last error of the calling thread
    static native int SoapySDRDevice_lastStatus();
    static native String SoapySDRDevice_lastError();

    // Devices
    static native Pointer SoapySDRDevice_enumerate(Pointer args, SizeT.Reference length);
    static native Pointer SoapySDRDevice_make(Pointer args);
    static native int SoapySDRDevice_unmake(Pointer device);
    static native Pointer SoapySDRDevice_getDriverKey(Pointer device);
    static native Pointer SoapySDRDevice_getHardwareKey(Pointer device);
    static native Kwargs SoapySDRDevice_getHardwareInfo(Pointer device);
    static native int SoapySDRDevice_setFrontendMapping(Pointer device, int direction, String mapping);
    static native Pointer SoapySDRDevice_getFrontendMapping(Pointer device, int direction);

    // Channels
    static native SizeT SoapySDRDevice_getNumChannels(Pointer device, int direction);
    static native Kwargs SoapySDRDevice_getChannelInfo(Pointer device, int direction, SizeT channel);
    static native byte SoapySDRDevice_getFullDuplex(Pointer device, int direction, SizeT channel);

    // Streams
    static native Pointer SoapySDRDevice_getStreamFormats(Pointer device, int direction, SizeT channel, SizeT.Reference length);
    static native Pointer SoapySDRDevice_getNativeStreamFormat(Pointer device, int direction, SizeT channel, Pointer fullScale);
    static native Pointer SoapySDRDevice_getStreamArgsInfo(Pointer device, int direction, SizeT channel, SizeT.Reference length);
    static native Pointer SoapySDRDevice_setupStream(Pointer device, int direction, String format, SizeT.Reference channels,
            SizeT numChans, Pointer args);
    static native int SoapySDRDevice_closeStream(Pointer device, Pointer stream);
    static native SizeT SoapySDRDevice_getStreamMTU(Pointer device, Pointer stream);
    static native int SoapySDRDevice_activateStream(Pointer device, Pointer stream, int flags, long timeNs, SizeT numElems);
    static native int SoapySDRDevice_deactivateStream(Pointer device, Pointer stream, int flags, long timeNs);
    static native int SoapySDRDevice_readStream(Pointer device, Pointer stream, Pointer buffs, SizeT numElems, Pointer flags,
            Pointer timeNs, NativeLong timeoutUs);
    static native int SoapySDRDevice_writeStream(Pointer device, Pointer stream, Pointer buffs, SizeT numElems, Pointer flags,
            long timeNs, NativeLong timeoutUs);
    static native int SoapySDRDevice_readStreamStatus(Pointer device, Pointer stream, SizeT.Reference chanMask, Pointer flags,
            Pointer timeNs, NativeLong timeoutUs);

    // Antennas
    static native Pointer SoapySDRDevice_listAntennas(Pointer device, int direction, SizeT channel, SizeT.Reference length);
    static native int SoapySDRDevice_setAntenna(Pointer device, int direction, SizeT channel, String name);
    static native Pointer SoapySDRDevice_getAntenna(Pointer device, int direction, SizeT channel);

    // Corrections of the front end
    static native byte SoapySDRDevice_hasDCOffsetMode(Pointer device, int direction, SizeT channel);
    static native int SoapySDRDevice_setDCOffsetMode(Pointer device, int direction, SizeT channel, byte automatic);
    static native byte SoapySDRDevice_getDCOffsetMode(Pointer device, int direction, SizeT channel);
    static native byte SoapySDRDevice_hasDCOffset(Pointer device, int direction, SizeT channel);
    static native int SoapySDRDevice_setDCOffset(Pointer device, int direction, SizeT channel, double offsetI, double offsetQ);
    static native int SoapySDRDevice_getDCOffset(Pointer device, int direction, SizeT channel, Pointer offsetI, Pointer offsetQ);
    static native byte SoapySDRDevice_hasIQBalance(Pointer device, int direction, SizeT channel);
    static native int SoapySDRDevice_setIQBalance(Pointer device, int direction, SizeT channel, double balanceI, double balanceQ);
    static native int SoapySDRDevice_getIQBalance(Pointer device, int direction, SizeT channel, Pointer balanceI, Pointer balanceQ);
    static native byte SoapySDRDevice_hasIQBalanceMode(Pointer device, int direction, SizeT channel);
    static native int SoapySDRDevice_setIQBalanceMode(Pointer device, int direction, SizeT channel, byte automatic);
    static native byte SoapySDRDevice_getIQBalanceMode(Pointer device, int direction, SizeT channel);
    static native byte SoapySDRDevice_hasFrequencyCorrection(Pointer device, int direction, SizeT channel);
    static native int SoapySDRDevice_setFrequencyCorrection(Pointer device, int direction, SizeT channel, double value);
    static native double SoapySDRDevice_getFrequencyCorrection(Pointer device, int direction, SizeT channel);

    // Gains
    static native Pointer SoapySDRDevice_listGains(Pointer device, int direction, SizeT channel, SizeT.Reference length);
    static native byte SoapySDRDevice_hasGainMode(Pointer device, int direction, SizeT channel);
    static native int SoapySDRDevice_setGainMode(Pointer device, int direction, SizeT channel, byte automatic);
    static native byte SoapySDRDevice_getGainMode(Pointer device, int direction, SizeT channel);
    static native int SoapySDRDevice_setGain(Pointer device, int direction, SizeT channel, double value);
    static native int SoapySDRDevice_setGainElement(Pointer device, int direction, SizeT channel, String name, double value);
    static native double SoapySDRDevice_getGain(Pointer device, int direction, SizeT channel);
    static native double SoapySDRDevice_getGainElement(Pointer device, int direction, SizeT channel, String name);
    static native Range SoapySDRDevice_getGainRange(Pointer device, int direction, SizeT channel);
    static native Range SoapySDRDevice_getGainElementRange(Pointer device, int direction, SizeT channel, String name);

    // Frequency
    static native int SoapySDRDevice_setFrequency(Pointer device, int direction, SizeT channel, double frequency, Pointer args);
    static native int SoapySDRDevice_setFrequencyComponent(Pointer device, int direction, SizeT channel, String name,
            double frequency, Pointer args);
    static native double SoapySDRDevice_getFrequency(Pointer device, int direction, SizeT channel);
    static native double SoapySDRDevice_getFrequencyComponent(Pointer device, int direction, SizeT channel, String name);
    static native Pointer SoapySDRDevice_listFrequencies(Pointer device, int direction, SizeT channel, SizeT.Reference length);
    static native Pointer SoapySDRDevice_getFrequencyRange(Pointer device, int direction, SizeT channel, SizeT.Reference length);
    static native Pointer SoapySDRDevice_getFrequencyRangeComponent(Pointer device, int direction, SizeT channel, String name,
            SizeT.Reference length);
    static native Pointer SoapySDRDevice_getFrequencyArgsInfo(Pointer device, int direction, SizeT channel, SizeT.Reference length);

    // Sample rate and bandwidth
    static native int SoapySDRDevice_setSampleRate(Pointer device, int direction, SizeT channel, double rate);
    static native double SoapySDRDevice_getSampleRate(Pointer device, int direction, SizeT channel);
    static native Pointer SoapySDRDevice_getSampleRateRange(Pointer device, int direction, SizeT channel, SizeT.Reference length);
    static native int SoapySDRDevice_setBandwidth(Pointer device, int direction, SizeT channel, double bw);
    static native double SoapySDRDevice_getBandwidth(Pointer device, int direction, SizeT channel);
    static native Pointer SoapySDRDevice_getBandwidthRange(Pointer device, int direction, SizeT channel, SizeT.Reference length);

    // Clocks and time
    static native int SoapySDRDevice_setMasterClockRate(Pointer device, double rate);
    static native double SoapySDRDevice_getMasterClockRate(Pointer device);
    static native Pointer SoapySDRDevice_getMasterClockRates(Pointer device, SizeT.Reference length);
    static native int SoapySDRDevice_setReferenceClockRate(Pointer device, double rate);
    static native double SoapySDRDevice_getReferenceClockRate(Pointer device);
    static native Pointer SoapySDRDevice_getReferenceClockRates(Pointer device, SizeT.Reference length);
    static native Pointer SoapySDRDevice_listClockSources(Pointer device, SizeT.Reference length);
    static native int SoapySDRDevice_setClockSource(Pointer device, String source);
    static native Pointer SoapySDRDevice_getClockSource(Pointer device);
    static native Pointer SoapySDRDevice_listTimeSources(Pointer device, SizeT.Reference length);
    static native int SoapySDRDevice_setTimeSource(Pointer device, String source);
    static native Pointer SoapySDRDevice_getTimeSource(Pointer device);
    static native byte SoapySDRDevice_hasHardwareTime(Pointer device, String what);
    static native long SoapySDRDevice_getHardwareTime(Pointer device, String what);
    static native int SoapySDRDevice_setHardwareTime(Pointer device, long timeNs, String what);
    static native int SoapySDRDevice_setCommandTime(Pointer device, long timeNs, String what);

    // Sensors
    static native Pointer SoapySDRDevice_listSensors(Pointer device, SizeT.Reference length);
    static native ArgInfo.Value SoapySDRDevice_getSensorInfo(Pointer device, String key);
    static native ArgInfo.Value SoapySDRDevice_getChannelSensorInfo(Pointer device, int direction, SizeT channel, String key);
    static native Pointer SoapySDRDevice_readSensor(Pointer device, String key);
    static native Pointer SoapySDRDevice_listChannelSensors(Pointer device, int direction, SizeT channel, SizeT.Reference length);
    static native Pointer SoapySDRDevice_readChannelSensor(Pointer device, int direction, SizeT channel, String key);

    // Settings
    static native Pointer SoapySDRDevice_getSettingInfo(Pointer device, SizeT.Reference length);
    static native int SoapySDRDevice_writeSetting(Pointer device, String key, String value);
    static native Pointer SoapySDRDevice_readSetting(Pointer device, String key);
    static native Pointer SoapySDRDevice_getChannelSettingInfo(Pointer device, int direction, SizeT channel, SizeT.Reference length);
    static native int SoapySDRDevice_writeChannelSetting(Pointer device, int direction, SizeT channel, String key, String value);
    static native Pointer SoapySDRDevice_readChannelSetting(Pointer device, int direction, SizeT channel, String key);
}
