// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

/** A filter that does not change, streaming; the quicker of two ways, by its number of taps. */
interface FixedFilter {

    /** More taps than this are quicker by Fourier transforms. */
    int MOST_DIRECT = 96;

    void clear();

    /** Filters the block in place. */
    void process(Block block);

    /** @param delays ascending; {@code taps} interleaved, in the same order */
    static FixedFilter of(int[] delays, float[] taps) {
        if (delays.length <= MOST_DIRECT) {
            TapDelayLine line = new TapDelayLine(delays);
            return new FixedFilter() {
                @Override
                public void clear() {
                    line.clear();
                }

                @Override
                public void process(Block block) {
                    line.filter(block.iq, 0, block.length, taps);
                }
            };
        }
        float[] all = new float[2 * (delays[delays.length - 1] + 1)];
        for (int k = 0; k < delays.length; k++) {
            all[2 * delays[k]] = taps[2 * k];
            all[2 * delays[k] + 1] = taps[2 * k + 1];
        }
        FastConvolution convolution = new FastConvolution(all);
        return new FixedFilter() {
            @Override
            public void clear() {
                convolution.clear();
            }

            @Override
            public void process(Block block) {
                convolution.filter(block.iq, 0, block.length);
            }
        };
    }
}
