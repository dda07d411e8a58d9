// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.safety;

import java.util.LinkedHashMap;
import java.util.Map;
import org.semlink.common.SemlinkException;

/** One radio's leave to transmit in one allowed band; made by {@link TransmitLimits#permit}, the only way to a {@link TransmitGuard}. */
public final class TransmitPermit {

    private final TransmitLimits limits;
    private final AllowedBand band;
    private final String radio;
    private final double bandwidthHz;

    TransmitPermit(TransmitLimits limits, AllowedBand band, String radio, double bandwidthHz) {
        this.limits = limits;
        this.band = band;
        this.radio = radio;
        this.bandwidthHz = bandwidthHz;
    }

    /** Refuses what the device made of the settings, where that leaves the permit: to be asked with values read back, before it runs. */
    public void requireActual(double frequencyHz, double gainDb) {
        if (!band.contains(frequencyHz, bandwidthHz)) {
            throw SemlinkException.environment("radio %s may not transmit: its device tuned to %s MHz, outside the band %s of %s; choose a "
                    + "frequency that it has", radio, AllowedBand.megahertz(frequencyHz), band, limits.source());
        }
        // Written so that NaN is refused too; gains are stored in steps, hence the slack.
        if (!(gainDb <= band.maxGainDb() + 1e-6)) {
            throw SemlinkException.input("radio %s may not transmit: its transmit gain is %s dB, %s allows %s dB in the band %s; lower txgain",
                    radio, gainDb, limits.source(), band.maxGainDb(), band);
        }
    }

    /** The guard that every burst must pass, behind what was sent before. */
    public TransmitGuard guard(TransmitHistory history) {
        return new TransmitGuard(this, history, System::nanoTime, TransmitGuard::sleep);
    }

    TransmitLimits limits() {
        return limits;
    }

    AllowedBand band() {
        return band;
    }

    String radio() {
        return radio;
    }

    /** Where it comes from and what it says, for results. */
    Map<String, Object> description() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("file", limits.source());
        all.put("from_hz", band.fromHz());
        all.put("to_hz", band.toHz());
        all.put("note", band.note());
        all.put("occupied_bandwidth_hz", bandwidthHz);
        if (Double.isFinite(band.maxGainDb())) {
            all.put("max_gain_db", band.maxGainDb());
        }
        all.put("duty_cycle", band.dutyCycle());
        all.put("window_s", limits.window().toNanos() / 1e9);
        all.put("max_continuous_s", band.maxContinuous().toNanos() / 1e9);
        all.put("max_total_s", limits.maxTotal().toNanos() / 1e9);
        return all;
    }
}
