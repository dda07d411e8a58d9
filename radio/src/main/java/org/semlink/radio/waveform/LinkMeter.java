// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.CARRIERS;
import static org.semlink.radio.waveform.OfdmParameters.FFT;
import static org.semlink.radio.waveform.OfdmParameters.GROUPS;
import static org.semlink.radio.waveform.OfdmParameters.HEADER_SYMBOLS;
import static org.semlink.radio.waveform.OfdmParameters.SYMBOL;

import org.semlink.radio.waveform.NoiseCombiner.Measured;

/**
 * Measures a burst whose channel and phases are known: three noise estimates, SNR, carrier offset, time of arrival.
 *
 * <p>{@code SNR = (mean |H'|^2 - N0 loss) / N0 * (n - 1) / n}: the channel estimate's own noise is taken off its power, and the last
 * factor undoes the bias of a reciprocal of n degrees of freedom. For one {@link BurstState}; one thread.
 */
final class LinkMeter {

    /** Noise below this fraction of the signal is that of float arithmetic and of block edges: SNRs end at 90 dB. */
    private static final double SMALLEST_NOISE = 1e-9;

    private static final double DEVIATIONS = 4.5;

    private final double sampleRateHz;
    private final ChannelEstimator estimator;
    private final PhaseTracker tracker;
    private final KnownSymbols known;
    private final BurstHead head;
    private final CarrierNoise noise;
    private final ClockFit fit = new ClockFit();
    private final StrongestPath strongest = new StrongestPath();
    private final double[] carrierOffsetsHz = new double[CARRIERS];
    private final float[] rotor = new float[2 * CARRIERS];
    private double signal;

    LinkMeter(double sampleRateHz, ChannelEstimator estimator, PhaseTracker tracker, KnownSymbols known, BurstHead head,
            CarrierNoise noise) {
        this.sampleRateHz = sampleRateHz;
        this.estimator = estimator;
        this.tracker = tracker;
        this.known = known;
        this.head = head;
        this.noise = noise;
        for (int u = 0; u < CARRIERS; u++) {
            carrierOffsetsHz[u] = OfdmParameters.frequency(u) * sampleRateHz / FFT;
        }
    }

    /** Half the power of the training symbols' difference; the carrier offset, estimated from the pair, took half a degree of freedom. */
    Measured training(float[] training) {
        double power = 0;
        for (int i = 0; i < 2 * CARRIERS; i++) {
            double difference = training[i] - training[2 * CARRIERS + i];
            power += noise.weight(i / 2) * difference * difference / 2;
        }
        double degrees = CARRIERS - 0.5;
        return measured(power / degrees, degrees);
    }

    /** Power on the carriers that nothing is sent on, in the preamble too. */
    Measured nulls(int symbols, float[] carriers) {
        double power = head.nullPower(noise);
        for (int m = 0; m < symbols; m++) {
            for (int group = 0; group < GROUPS; group++) {
                int u = CarrierMap.nullCarrier(m, group);
                int i = 2 * (m * CARRIERS + u);
                power += noise.weight(u) * ((double) carriers[i] * carriers[i] + (double) carriers[i + 1] * carriers[i + 1]);
            }
        }
        int count = symbols * GROUPS;
        return measured(power / (count + head.nulls()), count + head.nullDegrees());
    }

    /** The link's state from {@code symbols} header and payload symbols, at least one. */
    LinkState linkState(int symbols, float[] training, float[] carriers, long window, double cfo, Channel channel) {
        int headers = Math.min(symbols, HEADER_SYMBOLS);
        PilotResidual residual = PilotResidual.measure(0, headers, carriers, known, channel, noise, tracker, rotor);
        if (symbols > headers) {
            PilotResidual payload = PilotResidual.measure(headers, symbols, carriers, known, channel, noise, tracker, rotor);
            // A channel that moved fits the header it was estimated from better than the payload: then only the payload counts.
            residual = measured(payload).differs(measured(residual)) ? payload : residual.and(payload);
        }
        Measured ofTraining = training(training);
        Measured ofNulls = nulls(symbols, carriers);
        double received = channel.moves() ? meanPower(channel, symbols) : estimator.meanPower();
        double loss = channel.moves() ? meanLoss(channel, symbols) : estimator.meanLoss();
        // A least-squares estimate has its error's power too much, a posterior mean too little.
        double excess = channel.moves() ? -loss : loss;
        double level = NoiseCombiner.combine(ofTraining, ofNulls, measured(residual), 1, loss, channel.moves()).combined();
        signal = Math.max(received - level * excess, smallest());
        NoiseEstimates estimates = NoiseCombiner.combine(ofTraining, ofNulls, measured(residual), signal, loss, channel.moves());
        fitClock(symbols, symbols, training, carriers, level, channel);
        return state(window, cfo, estimates, residual.evm());
    }

    /**
     * The link's state with a payload that is not OFDM, behind {@link OfdmParameters#HEADER_SYMBOLS} header symbols.
     *
     * @param payload what the payload's known symbols left, scaled to noise per carrier; null for no payload
     * @param phases  header symbols and the payload's in the tracker
     * @param power   power of payload symbols over that of carriers at equal noise
     */
    LinkState linkState(float[] training, float[] carriers, long window, double cfo, PilotResidual payload, int phases, double power) {
        PilotResidual residual = PilotResidual.measure(0, HEADER_SYMBOLS, carriers, known, estimator, noise, tracker, rotor);
        if (payload != null) {
            residual = measured(payload).differs(measured(residual)) ? payload : residual.and(payload);
        }
        Measured ofTraining = training(training);
        Measured ofNulls = nulls(HEADER_SYMBOLS, carriers);
        double loss = estimator.meanLoss();
        double level = NoiseCombiner.combineWithShort(ofTraining, ofNulls, measured(residual), 1, loss).combined();
        signal = power * Math.max(powerWithPreamble(level), smallest());
        NoiseEstimates estimates = NoiseCombiner.combineWithShort(ofTraining, ofNulls, measured(residual), signal, loss);
        fitClock(HEADER_SYMBOLS, phases, training, carriers, level, estimator);
        return state(window, cfo, estimates, residual.evm());
    }

    /** Mean {@code |H|^2} from training, header and, unless its amplitude is another one by more than chance, the preamble. */
    private double powerWithPreamble(double level) {
        double mean = estimator.meanPower() - level * estimator.meanLoss();
        BurstHead.Amplitude preamble = head.amplitude(estimator, noise, level, tracker.rate(0));
        double information = 2 * mean / level * CARRIERS / estimator.lossPerDimension();
        if (!(mean > 0 && preamble.information() > 0)
                || Math.abs(preamble.value() - 1) > DEVIATIONS * Math.sqrt(1 / information + 1 / preamble.information())) {
            return mean;
        }
        double gain = (information + preamble.information() * preamble.value()) / (information + preamble.information());
        return mean * gain * gain;
    }

    private LinkState state(long window, double cfo, NoiseEstimates estimates, double evm) {
        double degrees = estimates.degreesOfFreedom();
        double snr = (degrees - 1) / degrees / estimates.combined();
        double cfoHz = (cfo + fit.cfo()) * sampleRateHz / (2 * Math.PI);
        double arrival = window - OfdmParameters.TRAINING_START + strongest.delay(estimator.channel()) + fit.delay();
        return new LinkState(snr, cfoHz, arrival, estimates, evm, channel(), carrierOffsetsHz);
    }

    /** Equaliser for a channel and what {@link #linkState} measured; a moving channel's excess error does not grow with its gain. */
    PayloadEqualiser equaliser(Channel channel, NoiseEstimates estimates) {
        double floor = estimates.errorFloor();
        return channel.moves() ? new PayloadEqualiser(channel, noise, (estimates.combined() + floor) * signal, 0)
                : new PayloadEqualiser(channel, noise, estimates.combined() * signal, floor);
    }

    /** Signal power per payload symbol that {@link #linkState} measured. */
    double signal() {
        return signal;
    }

    private static double meanPower(Channel channel, int symbols) {
        double sum = 0;
        for (int m = 0; m < symbols; m++) {
            for (float part : channel.at(m)) {
                sum += (double) part * part;
            }
        }
        return sum / symbols / CARRIERS;
    }

    private static double meanLoss(Channel channel, int symbols) {
        double sum = 0;
        for (int m = 0; m < symbols; m++) {
            for (int u = 0; u < CARRIERS; u++) {
                sum += channel.loss(m, u);
            }
        }
        return sum / symbols / CARRIERS;
    }

    private Measured measured(PilotResidual residual) {
        return measured(residual.variance(), residual.degrees());
    }

    private Measured measured(double variance, double degrees) {
        return new Measured(Math.max(variance, smallest()), degrees);
    }

    private double smallest() {
        return Math.max(SMALLEST_NOISE * estimator.meanPower(), Double.MIN_NORMAL);
    }

    /** Carrier offset and delay of the whole burst against the channel as it is known in the end; {@code phases} are in the tracker. */
    private void fitClock(int symbols, int phases, float[] training, float[] carriers, double level, Channel channel) {
        fit.clear();
        head.addTo(fit, training, estimator.channel(), noise, tracker.rate(0));
        for (int m = 0; m < phases; m++) {
            double start = OfdmParameters.HEADER_START + OfdmParameters.PREFIX + (double) m * SYMBOL;
            if (m < symbols) {
                known.compress(m, carriers, channel.at(m), noise, tracker);
            }
            tracker.addTo(fit, m, start + BurstHead.MIDDLE);
        }
        fit.solve(level);
    }

    private float[] channel() {
        float[] channel = estimator.channel().clone();
        for (int i = 0; i < channel.length; i++) {
            channel[i] /= (float) OfdmParameters.CARRIER_AMPLITUDE;
        }
        return channel;
    }
}
