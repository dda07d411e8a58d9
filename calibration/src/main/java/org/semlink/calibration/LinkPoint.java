// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

/**
 * One burst through the link: what the receiver read, and what really happened.
 *
 * @param levelDb where on the ladder it was sent: the simulated SNR, or the transmit gain, dB; the SNR read where traffic told of it
 * @param errorDb symbol-error power over what the noise map predicted, averaged over the burst's symbols, dB; 0 for an honest map. Its
 *                counterpart in latents is measured over predicted latent error
 * @param symbols payload symbols behind {@code errorDb}
 * @param known   SNR read, and what the known symbols showed: what ordinary traffic shows too
 * @param flat    share of the noise that is alike on all symbols against the map
 */
public record LinkPoint(double levelDb, double errorDb, int symbols, KnownSymbolNoise known, FlatShare flat) {

    public LinkPoint {
        if (!Double.isFinite(levelDb + errorDb) || symbols < 1 || known == null || flat == null) {
            throw new IllegalArgumentException("link point must be finite with at least one symbol, got level " + levelDb + ", error " + errorDb
                    + ", symbols " + symbols + ", known symbols " + known + ", flat share " + flat);
        }
    }

    /** Es/N0 as the receiver estimated it, dB. */
    public double snrDb() {
        return known.snrDb();
    }

    /** The SNR that the symbols really had, dB: an honest noise map makes it the estimate. */
    public double realSnrDb() {
        return snrDb() - errorDb;
    }
}
