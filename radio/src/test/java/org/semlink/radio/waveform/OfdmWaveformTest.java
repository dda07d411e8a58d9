// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

/** {@link WaveformContract} for OFDM. */
class OfdmWaveformTest extends WaveformContract {

    @Override
    Waveform waveform() {
        return TestLink.WAVEFORM;
    }

    @Override
    double exactness() {
        return 1e-5;
    }
}
