// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.function.Function;
import org.semlink.radio.soapy.SoapyLibrary.SizeT;

/**
 * What one direction of one channel corrects of its own faults: the error of its crystal (ppm), DC offset, imbalance of I and Q.
 *
 * <p>Asking for a correction that {@code has...} denies is for the driver to refuse. Lives as long as its device.
 */
public final class SoapyCorrections {

    private final SoapyDevice device;
    private final int way;
    private final SizeT channel;

    SoapyCorrections(SoapyDevice device, Direction direction, int index) {
        this.device = device;
        this.way = direction.code();
        this.channel = new SizeT(index);
    }

    private <T> T call(String name, Function<Pointer, T> function) {
        return device.call(name, function);
    }

    private boolean flag(String name, Function<Pointer, Byte> function) {
        return call(name, function) != 0;
    }

    public boolean hasFrequencyCorrection() {
        return flag("hasFrequencyCorrection", d -> SoapyLibrary.SoapySDRDevice_hasFrequencyCorrection(d, way, channel));
    }

    public double frequencyCorrectionPpm() {
        return call("getFrequencyCorrection", d -> SoapyLibrary.SoapySDRDevice_getFrequencyCorrection(d, way, channel));
    }

    public void setFrequencyCorrectionPpm(double ppm) {
        call("setFrequencyCorrection", d -> SoapyLibrary.SoapySDRDevice_setFrequencyCorrection(d, way, channel, ppm));
    }

    public boolean hasAutomaticDcOffset() {
        return flag("hasDCOffsetMode", d -> SoapyLibrary.SoapySDRDevice_hasDCOffsetMode(d, way, channel));
    }

    public boolean automaticDcOffset() {
        return flag("getDCOffsetMode", d -> SoapyLibrary.SoapySDRDevice_getDCOffsetMode(d, way, channel));
    }

    public void setAutomaticDcOffset(boolean on) {
        call("setDCOffsetMode", d -> SoapyLibrary.SoapySDRDevice_setDCOffsetMode(d, way, channel, SoapyChannel.bool(on)));
    }

    public boolean hasDcOffset() {
        return flag("hasDCOffset", d -> SoapyLibrary.SoapySDRDevice_hasDCOffset(d, way, channel));
    }

    /** Offset subtracted by the device: I, Q, full scale = 1. */
    public double[] dcOffset() {
        return pair("getDCOffset", (d, i, q) -> SoapyLibrary.SoapySDRDevice_getDCOffset(d, way, channel, i, q));
    }

    public void setDcOffset(double i, double q) {
        call("setDCOffset", d -> SoapyLibrary.SoapySDRDevice_setDCOffset(d, way, channel, i, q));
    }

    public boolean hasAutomaticIqBalance() {
        return flag("hasIQBalanceMode", d -> SoapyLibrary.SoapySDRDevice_hasIQBalanceMode(d, way, channel));
    }

    public boolean automaticIqBalance() {
        return flag("getIQBalanceMode", d -> SoapyLibrary.SoapySDRDevice_getIQBalanceMode(d, way, channel));
    }

    public void setAutomaticIqBalance(boolean on) {
        call("setIQBalanceMode", d -> SoapyLibrary.SoapySDRDevice_setIQBalanceMode(d, way, channel, SoapyChannel.bool(on)));
    }

    public boolean hasIqBalance() {
        return flag("hasIQBalance", d -> SoapyLibrary.SoapySDRDevice_hasIQBalance(d, way, channel));
    }

    /** Correction of gain and phase between I and Q: real and imaginary part. */
    public double[] iqBalance() {
        return pair("getIQBalance", (d, i, q) -> SoapyLibrary.SoapySDRDevice_getIQBalance(d, way, channel, i, q));
    }

    public void setIqBalance(double i, double q) {
        call("setIQBalance", d -> SoapyLibrary.SoapySDRDevice_setIQBalance(d, way, channel, i, q));
    }

    private interface PairGetter {
        int get(Pointer device, Pointer i, Pointer q);
    }

    private double[] pair(String name, PairGetter getter) {
        try (Memory values = new Memory(2 * Double.BYTES)) {
            call(name, d -> getter.get(d, values, values.share(Double.BYTES)));
            return values.getDoubleArray(0, 2);
        }
    }
}
