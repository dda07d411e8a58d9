// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

/**
 * A channel estimate over the symbols of one burst, with its error.
 *
 * <p>Symbols are counted from the first header symbol, carriers 0 to 207 in order of frequency.
 */
interface Channel {

    /** Response at symbol {@code m} per carrier, interleaved; read only, until the next call. */
    float[] at(int m);

    /** Error variance of the estimate at symbol {@code m}, carrier {@code u}, as a fraction of N0. */
    double loss(int m, int u);

    /** Whether the estimate used what was received of symbol {@code m}: then its residual is the smaller for it. */
    boolean learnedFrom(int m);

    /** Whether {@link #at} and {@link #loss} depend on the symbol. */
    boolean moves();
}
