// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.calibrate;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.semlink.calibration.FlatShare;
import org.semlink.calibration.KnownSymbolNoise;
import org.semlink.calibration.LinkPoint;
import org.semlink.common.Seeds;
import org.semlink.common.Snr;
import org.semlink.radio.Iq;
import org.semlink.radio.Radio;
import org.semlink.radio.waveform.FrameHeader;
import org.semlink.radio.waveform.LinkState;
import org.semlink.radio.waveform.ReceivedFrame;
import org.semlink.radio.waveform.ReceivedSymbols;
import org.semlink.radio.waveform.Waveform;
import org.semlink.testbench.line.AirPass;
import org.semlink.testbench.line.Stopwatch;
import org.semlink.testbench.live.LiveFeed;

/** Sends bursts of known Gaussian symbols, which latents look like, and compares what arrives with what the receiver says of it. */
final class LinkProbe {

    /** A burst tells its error power to 0.06 dB, and fits half a second of a slow link. */
    private static final int SYMBOLS = 4800;

    /**
     * What a visit to a level brought.
     *
     * @param clippedSamples those of a saturated converter, else 0
     */
    record Visit(List<LinkPoint> points, int sent, long clippedSamples) {
    }

    private final Waveform waveform;
    private final long seed;
    private final LiveFeed feed;

    LinkProbe(Waveform waveform, long seed, LiveFeed feed) {
        this.waveform = waveform;
        this.seed = seed;
        this.feed = feed;
    }

    /** Sends {@code ladder.burstsPerVisit()} bursts at a level; {@code number} tells this visit's random numbers from all others'. */
    Visit visit(Ladder ladder, double levelDb, int number) {
        long visitSeed = Seeds.child(seed, "visit", number);
        SplittableRandom random = Seeds.random(visitSeed, "symbols");
        int length = Math.min(SYMBOLS, waveform.maxPayloadSymbols());
        List<float[]> sent = new ArrayList<>();
        List<Iq> bursts = new ArrayList<>();
        for (int i = 0; i < ladder.burstsPerVisit(); i++) {
            float[] symbols = new float[2 * length];
            for (int k = 0; k < symbols.length; k++) {
                symbols[k] = (float) (Math.sqrt(0.5) * random.nextGaussian());
            }
            sent.add(symbols);
            bursts.add(waveform.modulate(new FrameHeader(number & 0xffff, i, ladder.burstsPerVisit(), length,
                    new byte[FrameHeader.METADATA_BYTES]), symbols));
        }
        try (Radio radio = ladder.open(levelDb, waveform, Seeds.child(visitSeed, "radio"))) {
            List<ReceivedFrame> frames = new AirPass(radio, feed.over(waveform.receiver())).run(bursts, new Stopwatch(stage -> { }));
            List<LinkPoint> points = new ArrayList<>();
            for (ReceivedFrame frame : frames) {
                if (frame.header().isPresent() && frame.header().get().transmission() == (number & 0xffff)
                        && frame.header().get().payloadSymbols() == length && frame.payload().filter(LinkProbe::hasArrived).isPresent()) {
                    points.add(point(levelDb, sent.get(frame.header().get().index()), frame.payload().get(), frame.link()));
                }
            }
            long samples = bursts.stream().mapToLong(Iq::length).sum();
            return new Visit(points, bursts.size(), radio.counters().saturated(samples).clippedSamples());
        }
    }

    /** Samples lost right behind a header leave a payload of which nothing came. */
    private static boolean hasArrived(ReceivedSymbols payload) {
        for (float variance : payload.noiseVariance()) {
            if (variance < Float.POSITIVE_INFINITY) {
                return true;
            }
        }
        return false;
    }

    /** Errors in units of what the map predicts for each symbol, so that deep fades count no more than others. */
    private static LinkPoint point(double levelDb, float[] sent, ReceivedSymbols received, LinkState link) {
        double[] errors = new double[received.length()];
        double sum = 0;
        int count = 0;
        for (int k = 0; k < received.length(); k++) {
            double variance = received.noiseVariance()[k];
            if (variance < Double.POSITIVE_INFINITY) {
                double re = received.symbols()[2 * k] - sent[2 * k];
                double im = received.symbols()[2 * k + 1] - sent[2 * k + 1];
                errors[k] = re * re + im * im;
                sum += errors[k] / variance;
                count++;
            }
        }
        return new LinkPoint(levelDb, Snr.toDb(sum / count), count, KnownSymbolNoise.of(link), FlatShare.of(errors, received.noiseVariance()));
    }
}
