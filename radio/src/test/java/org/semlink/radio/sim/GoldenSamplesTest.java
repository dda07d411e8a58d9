// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.radio.Iq;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioContext;
import org.semlink.radio.Radios;
import org.semlink.radio.ReceivedSamples;

/**
 * The samples of a seed stay what they were: experiments are repeated by their seeds, so a change of an impairment's random numbers or
 * arithmetic must be meant. Whether the samples are right is for the other tests; whoever changes them on purpose puts the new sums here.
 *
 * <p>Checksums are of samples rounded to 2^-12, so that a last bit of a sine on another processor does not count.
 */
class GoldenSamplesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "snr=10 | 78b64342", "channel=multipath,taps=0/2.5:-6 | a79dd8d1", "channel=rayleigh | 6d56f249", "channel=rayleigh,doppler=100 | 41a7fadd",
        "channel=rician,doppler=50 | 60a03af0", "channel=tdl-a,doppler=20,rms=1u | cdd79a8d", "channel=tdl-e,rms=1u | a0bdc17d", "sfo=20 | 1a7eb718",
        "cfo=2k,cfo-drift=1M | 14b35546", "clock=+-20,freq=2.4G | d15223f7", "phasenoise=50 | b912133f", "interferer=0,interferer-drift=1k | 5f131a3b",
        "gain-step=6 | 7cca1e", "iq=1,iq-phase=3 | 94be864e", "startup=500 | 10610fda", "lo=-20 | 792b1fbe", "pa=3 | 5c443c94", "dac=6 | 67cc39f3", "adc=6 | 67cc39f3",
        "delay=random | 5acb273b", "loss=0.5 | a5e36aea", "late=0.5 | 104c0e21", "underflow=0.5,underflow-samples=50 | fa8c3144",
        "overflow=0.5,overflow-samples=50 | 13f18ab", "slip=0.5,slip-samples=50 | bc4b2343", "hold | 71963893"})
    void samplesOfASeedStay(String options, String sum) {
        CRC32 crc = new CRC32();
        try (Radio radio = Radios.open("sim:ideal," + options, new RadioContext(1e6, 1.0 / 16, 200.0 / 256, 0.82e6, 12))) {
            for (int burst = 0; burst < 5; burst++) {
                float[] iq = new float[2 * 1000];
                for (int n = 0; n < 1000; n++) {
                    // Exact numbers: a ramp that starts anew every 64 samples, power near 1/16.
                    iq[2 * n] = (n % 64 - 32) / 128f;
                    iq[2 * n + 1] = (n * 7 % 64 - 32) / 128f;
                }
                radio.transmit(new Iq(iq, 1e6, 0));
            }
            for (ReceivedSamples got = radio.receive(4096, Duration.ZERO); !got.ended(); got = radio.receive(4096, Duration.ZERO)) {
                for (float x : got.iq().samples()) {
                    int rounded = Math.round(x * 4096);
                    crc.update(rounded >> 8);
                    crc.update(rounded);
                }
            }
        }
        assertThat(Long.toHexString(crc.getValue())).isEqualTo(sum);
    }
}
