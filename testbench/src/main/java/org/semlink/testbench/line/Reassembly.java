// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.line;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.semlink.calibration.FlatShare;
import org.semlink.common.Snr;
import org.semlink.radio.waveform.LinkState;
import org.semlink.radio.waveform.ReceivedSymbols;

/**
 * What arrived of one picture: every symbol with its noise variance, +Infinity for those of lost bursts.
 *
 * @param header         what the bursts say of the picture
 * @param symbols        all symbols of the picture, in order
 * @param framesExpected bursts that the header announces
 * @param links          what was measured on each burst that arrived, in order of arrival
 * @param starts         first symbol of each of {@code links} among all
 * @param payloads       payload symbols of each of {@code links}
 * @param duplicates     bursts of it that came again after they had arrived
 * @param strayFrames    bursts that were heard but do not belong: broken header, other transmission
 */
public record Reassembly(PictureHeader header, ReceivedSymbols symbols, int framesExpected, List<LinkState> links, List<Integer> starts,
        List<Integer> payloads, int duplicates, int strayFrames) {

    public Reassembly {
        links = List.copyOf(links);
        starts = List.copyOf(starts);
        payloads = List.copyOf(payloads);
    }

    /** Bursts that arrived. */
    public int framesReceived() {
        return links.size();
    }

    /** Mean linear Es/N0 of the payload symbols that arrived, by the receiver's estimate per burst: it indexes the diffusion; 0 when none arrived. */
    public double snr() {
        double sum = 0;
        long weight = 0;
        for (int i = 0; i < links.size(); i++) {
            sum += links.get(i).snr() * payloads.get(i);
            weight += payloads.get(i);
        }
        return weight == 0 ? 0 : sum / weight;
    }

    /**
     * The symbols, with a noise map that is evened out burst by burst; those in whose map the receiver put an error floor stay as they are.
     *
     * @param flatShare estimated SNR of a burst (linear) to the share of its noise that is alike on all symbols
     */
    public ReceivedSymbols evened(DoubleUnaryOperator flatShare) {
        float[] variance = symbols.noiseVariance().clone();
        for (int i = 0; i < links.size(); i++) {
            if (links.get(i).noise().errorFloor() == 0) {
                FlatShare.apply(flatShare.applyAsDouble(links.get(i).snr()), variance, starts.get(i), starts.get(i) + payloads.get(i));
            }
        }
        return new ReceivedSymbols(symbols.symbols(), variance);
    }

    /**
     * One over the arithmetic mean of the noise variance of the symbols that arrived; 0 when none did.
     *
     * <p>It lies below {@link #snr} by the loss of the channel estimate, and by more where the channel is not flat: few deep
     * fades decide it. The diffusion therefore follows {@link #snr} and its map, not this.
     */
    public double effectiveSnr() {
        double sum = 0;
        int count = 0;
        for (float variance : symbols.noiseVariance()) {
            if (variance < Float.POSITIVE_INFINITY) {
                sum += variance;
                count++;
            }
        }
        return count == 0 ? 0 : Snr.fromNoiseVariance(sum / count);
    }
}
