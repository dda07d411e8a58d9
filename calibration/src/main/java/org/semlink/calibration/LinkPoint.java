// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

/**
 * One burst of known symbols through the link: what the receiver read, and what really happened.
 *
 * @param levelDb    where on the ladder it was sent: the simulated SNR, or the transmit gain, dB
 * @param snrDb      Es/N0 as the receiver estimated it, dB
 * @param errorDb    measured symbol-error power over what the noise map predicted, averaged over the burst's symbols, dB; 0 for an
 *                   honest map. Its counterpart in latents is measured over predicted latent error
 * @param residualDb noise in known header and pilot symbols over the noise estimate, dB: what ordinary traffic shows too
 * @param symbols    payload symbols behind {@code errorDb}
 */
public record LinkPoint(double levelDb, double snrDb, double errorDb, double residualDb, int symbols) {

    public LinkPoint {
        if (!Double.isFinite(levelDb + snrDb + errorDb + residualDb) || symbols < 1) {
            throw new IllegalArgumentException("link point must be finite with at least one symbol, got level " + levelDb + ", SNR " + snrDb
                    + ", error " + errorDb + ", residual " + residualDb + ", symbols " + symbols);
        }
    }

    /** The SNR that the symbols really had, dB: an honest noise map makes it the estimate. */
    public double realSnrDb() {
        return snrDb - errorDb;
    }
}
