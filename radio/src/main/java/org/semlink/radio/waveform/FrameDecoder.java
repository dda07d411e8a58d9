// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

import static org.semlink.radio.waveform.OfdmParameters.CARRIERS;
import static org.semlink.radio.waveform.OfdmParameters.DATA;
import static org.semlink.radio.waveform.OfdmParameters.FFT;
import static org.semlink.radio.waveform.OfdmParameters.GROUPS;
import static org.semlink.radio.waveform.OfdmParameters.HEADER_SYMBOLS;
import static org.semlink.radio.waveform.OfdmParameters.PREFIX;
import static org.semlink.radio.waveform.OfdmParameters.SYMBOL;

import java.util.Optional;
import org.semlink.radio.waveform.NoiseCombiner.Measured;

/**
 * From a located burst to its frame: channel, header, phases, noise, equalised payload.
 *
 * <p>The header is read against the channel of the two training symbols, its phases tracked by pilots. Once decoded it is 16 symbols of
 * known data: the channel is estimated again from all 18, and all phases once more against that. Payload symbols are
 * {@code s = y exp(-i psi) / H} (zero forcing, so without bias) with the variance
 * {@code N0 / |H_k|^2 (1 + loss_k) + var(psi_k) + error floor}. Reused burst by burst; one thread.
 */
final class FrameDecoder {

    /** From the middle of the training pair to the first header symbol, in symbols. */
    private static final double FIRST_STEP = (FFT + PREFIX + FFT / 2.0) / SYMBOL;
    /** Noise below this fraction of the signal is that of float arithmetic. */
    private static final double SMALLEST_NOISE = 1e-10;
    /** The tracker is not told of less noise than this fraction of the signal: its covariances keep their precision. */
    private static final double SMALLEST_TRACKER_NOISE = 1e-6;
    /** Prior deviation of the carrier offset beyond what noise explains, rad per symbol. */
    private static final double CFO_WANDER = 0.03;

    private final double sampleRateHz;
    private final SymbolDemodulator demodulator = new SymbolDemodulator();
    private final ChannelEstimator estimator = new ChannelEstimator();
    private final PhaseTracker tracker = new PhaseTracker();
    private final HeaderCoder coder = new HeaderCoder();
    private final KnownSymbols known = new KnownSymbols();
    private final float[] training = new float[4 * CARRIERS];
    private final float[] carriers = new float[2 * CARRIERS * (HEADER_SYMBOLS + OfdmParameters.MAX_PAYLOAD_SYMBOLS)];
    private final float[] soft = new float[HeaderCoder.SLOTS];
    private final double[] phaseVariance = new double[3];
    private final float[] rotor = new float[2 * CARRIERS];

    private long window;
    private double cfo;
    private int symbols;
    private Measured trainingNoise;
    private double noise;

    FrameDecoder(double sampleRateHz) {
        this.sampleRateHz = sampleRateHz;
    }

    /** Window start of symbol {@code m}, counted from the first header symbol. */
    private long windowOf(int m) {
        return window + 2 * FFT + PREFIX + (long) m * SYMBOL;
    }

    /** First stream index behind what {@code count} header and payload symbols need. */
    static long end(long window, int count) {
        return window + 2 * FFT + (long) count * SYMBOL;
    }

    /** Reads training and up to 16 header symbols; the header, if all of it is there and its checksum holds. */
    Optional<FrameHeader> header(SampleBuffer buffer, long window, double cfo) {
        this.window = window;
        this.cfo = cfo;
        demodulator.tune(cfo, window);
        demodulator.demodulate(buffer, window, training, 0);
        demodulator.demodulate(buffer, window + FFT, training, CARRIERS);
        symbols = 0;
        receive(buffer, HEADER_SYMBOLS);
        estimator.clear();
        addTraining();
        estimator.estimate();
        trainingNoise = trainingNoise();
        known.forget();
        measureNoise();
        track();
        if (symbols < HEADER_SYMBOLS) {
            return Optional.empty();
        }
        softBits();
        Optional<FrameHeader> header = coder.decode(soft, OfdmParameters.MAX_PAYLOAD_SYMBOLS * DATA);
        header.ifPresent(this::useHeader);
        return header;
    }

    /** The frame with all payload symbols that the buffer holds. */
    ReceivedFrame frame(SampleBuffer buffer, Optional<FrameHeader> header) {
        if (header.isEmpty()) {
            return new ReceivedFrame(Optional.empty(), Optional.empty(), linkState());
        }
        receive(buffer, HEADER_SYMBOLS + OfdmParameters.payloadSymbols(header.get().payloadSymbols()));
        measureNoise();
        track();
        LinkState link = linkState();
        return new ReceivedFrame(header, Optional.of(equalise(header.get().payloadSymbols(), link.noise())), link);
    }

    /** Demodulates symbols up to {@code count} as far as their samples have come. */
    private void receive(SampleBuffer buffer, int count) {
        while (symbols < count && windowOf(symbols) + FFT <= buffer.end()) {
            demodulator.demodulate(buffer, windowOf(symbols), carriers, symbols * CARRIERS);
            symbols++;
        }
    }

    private void addTraining() {
        float[] sent = TrainingSignals.TRAINING_CARRIERS;
        for (int i = 0; i < 2 * CARRIERS; i++) {
            int u = i % CARRIERS;
            estimator.add(u, training[2 * i], training[2 * i + 1], sent[2 * u], sent[2 * u + 1]);
        }
    }

    /** Half the power of the difference; the carrier offset, estimated from the same pair, took half a degree of freedom. */
    private Measured trainingNoise() {
        double power = 0;
        for (int i = 0; i < 2 * CARRIERS; i++) {
            double difference = training[i] - training[2 * CARRIERS + i];
            power += difference * difference / 2;
        }
        double degrees = CARRIERS - 0.5;
        return new Measured(Math.max(power / degrees, smallest()), degrees);
    }

    private double smallest() {
        return Math.max(SMALLEST_NOISE * estimator.meanPower(), Double.MIN_NORMAL);
    }

    private Measured nullNoise() {
        double power = 0;
        int count = 0;
        for (int m = 0; m < symbols; m++) {
            for (int group = 0; group < GROUPS; group++) {
                int i = 2 * (m * CARRIERS + CarrierMap.nullCarrier(m, group));
                power += (double) carriers[i] * carriers[i] + (double) carriers[i + 1] * carriers[i + 1];
                count++;
            }
        }
        return count == 0 ? trainingNoise : new Measured(Math.max(power / count, smallest()), count);
    }

    /** Noise as far as it is known without the phases. */
    private void measureNoise() {
        noise = trainingNoise.and(nullNoise()).variance();
    }

    private void track() {
        double power = estimator.meanPower();
        double trackerNoise = Math.max(noise, SMALLEST_TRACKER_NOISE * power);
        double ratio = trackerNoise / Math.max(power, Double.MIN_NORMAL);
        double step = (double) SYMBOL / FFT;
        double cfoPrior = ratio * (1 + ratio / 2) / CARRIERS * step * step + CFO_WANDER * CFO_WANDER;
        for (int m = 0; m < symbols; m++) {
            known.compress(m, carriers, estimator.channel(), tracker);
        }
        tracker.track(symbols, Math.max(trackerNoise, Double.MIN_NORMAL), FIRST_STEP, cfoPrior);
    }

    private void softBits() {
        float[] channel = estimator.channel();
        for (int m = 0; m < HEADER_SYMBOLS; m++) {
            KnownSymbols.rotor(tracker.phase(m), tracker.slope(m), rotor);
            int[] data = CarrierMap.data(m);
            for (int i = 0; i < DATA; i++) {
                int u = data[i];
                int at = 2 * (m * CARRIERS + u);
                float re = carriers[at] * rotor[2 * u] - carriers[at + 1] * rotor[2 * u + 1];
                float im = carriers[at] * rotor[2 * u + 1] + carriers[at + 1] * rotor[2 * u];
                soft[m * DATA + i] = re * channel[2 * u] + im * channel[2 * u + 1];
            }
        }
    }

    /** Takes the decoded header as known: tracks its phases with all of it, then estimates the channel anew. */
    private void useHeader(FrameHeader header) {
        known.learn(HeaderCoder.encode(header));
        track();
        estimator.clear();
        addTraining();
        for (int m = 0; m < HEADER_SYMBOLS; m++) {
            KnownSymbols.rotor(tracker.phase(m), tracker.slope(m), rotor);
            for (int u = 0; u < CARRIERS; u++) {
                float x = known.value(m, u);
                int at = 2 * (m * CARRIERS + u);
                float re = carriers[at] * rotor[2 * u] - carriers[at + 1] * rotor[2 * u + 1];
                float im = carriers[at] * rotor[2 * u + 1] + carriers[at + 1] * rotor[2 * u];
                estimator.add(u, re, im, x, 0);
            }
        }
        estimator.estimate();
    }

    private LinkState linkState() {
        PilotResidual residual = PilotResidual.measure(symbols, carriers, known, estimator, tracker, rotor);
        Measured pilots = new Measured(Math.max(residual.variance(), smallest()), residual.degrees());
        Measured nulls = nullNoise();
        double received = estimator.meanPower();
        double loss = estimator.meanLoss();
        // The estimate's own noise adds to its power; the signal is what remains.
        NoiseEstimates raw = NoiseCombiner.combine(trainingNoise, nulls, symbols == 0 ? nulls : pilots, 1, loss);
        double signal = Math.max(received - raw.combined() * loss, SMALLEST_NOISE * received + Double.MIN_NORMAL);
        NoiseEstimates estimates = NoiseCombiner.combine(trainingNoise, nulls, symbols == 0 ? nulls : pilots, signal, loss);
        double degrees = estimates.degreesOfFreedom();
        double snr = (degrees - 1) / degrees / estimates.combined();
        double arrival = window + estimator.strongestDelay() - OfdmParameters.TRAINING_START;
        return new LinkState(snr, cfoHz(), arrival, estimates, residual.evm(), channel(), carrierOffsetsHz());
    }

    private double cfoHz() {
        double rate = 0;
        for (int m = 0; m < symbols; m++) {
            rate += tracker.rate(m) / symbols;
        }
        return (cfo + rate / SYMBOL) * sampleRateHz / (2 * Math.PI);
    }

    private float[] channel() {
        float[] channel = estimator.channel().clone();
        for (int i = 0; i < channel.length; i++) {
            channel[i] /= (float) OfdmParameters.CARRIER_AMPLITUDE;
        }
        return channel;
    }

    private double[] carrierOffsetsHz() {
        double[] offsets = new double[CARRIERS];
        for (int u = 0; u < CARRIERS; u++) {
            offsets[u] = OfdmParameters.frequency(u) * sampleRateHz / FFT;
        }
        return offsets;
    }

    private ReceivedSymbols equalise(int count, NoiseEstimates estimates) {
        PayloadEqualiser equaliser = new PayloadEqualiser(estimator, estimates);
        float[] payload = new float[2 * count];
        float[] variance = new float[count];
        java.util.Arrays.fill(variance, Float.POSITIVE_INFINITY);
        for (int m = HEADER_SYMBOLS; m < symbols; m++) {
            KnownSymbols.rotor(tracker.phase(m), tracker.slope(m), rotor);
            tracker.variance(m, phaseVariance);
            equaliser.equalise(m, carriers, rotor, phaseVariance, payload, variance);
        }
        return new ReceivedSymbols(payload, variance);
    }
}
