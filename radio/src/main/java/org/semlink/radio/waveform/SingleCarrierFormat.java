// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.waveform;

/**
 * Payload as a single carrier of root-raised-cosine pulses, with known words between the data; sizes in {@link SingleCarrierLayout}.
 *
 * @param rollOffStep roll-off in steps: 0.10, 0.15, 0.20, 0.25, 0.30 for 0 to 4
 */
record SingleCarrierFormat(int rollOffStep) implements PayloadFormat {

    static final int KIND = 1;
    static final int STEPS = 5;
    private static final double SMALLEST = 0.1;
    private static final double STEP = 0.05;
    private static final RootRaisedCosine[] PULSES = pulses();

    SingleCarrierFormat {
        if (rollOffStep < 0 || rollOffStep >= STEPS) {
            throw new IllegalArgumentException("roll-off step must be 0 to " + (STEPS - 1) + ", got " + rollOffStep);
        }
    }

    /** The step of a roll-off, or -1 for one that there is no step for. */
    static int step(double rollOff) {
        long step = Math.round((rollOff - SMALLEST) / STEP);
        return step >= 0 && step < STEPS && Math.abs(SMALLEST + step * STEP - rollOff) < 1e-9 ? (int) step : -1;
    }

    double rollOff() {
        return PULSES[rollOffStep].rollOff();
    }

    private static RootRaisedCosine[] pulses() {
        RootRaisedCosine[] pulses = new RootRaisedCosine[STEPS];
        for (int step = 0; step < STEPS; step++) {
            pulses[step] = new RootRaisedCosine(SMALLEST + STEP * step);
        }
        return pulses;
    }

    @Override
    public int code() {
        return PayloadFormat.code(KIND, 0, rollOffStep);
    }

    @Override
    public int maxSymbols() {
        return SingleCarrierLayout.MAX_EPOCHS * SingleCarrierLayout.DATA;
    }

    @Override
    public int samples(int symbols) {
        return SingleCarrierLayout.samples(SingleCarrierLayout.epochs(symbols));
    }

    @Override
    public void modulate(float[] symbols, float[] burst, int from) {
        new SingleCarrierModulator(PULSES[rollOffStep]).modulate(symbols, burst, from);
    }

    @Override
    public PayloadDemodulator demodulator(BurstState burst) {
        return new SingleCarrierDemodulator(burst, PULSES[rollOffStep]);
    }
}
