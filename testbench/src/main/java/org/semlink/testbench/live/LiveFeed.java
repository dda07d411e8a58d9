// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.live;

import org.semlink.codec.ImageCodec;
import org.semlink.codec.Picture;
import org.semlink.codec.bandwidth.Bandwidth;
import org.semlink.diffusion.Denoiser;
import org.semlink.radio.waveform.FrameReceiver;

/**
 * Where work that runs puts what a person may want to watch; {@link #NONE} when nobody does.
 *
 * <p>No method blocks, throws, copies an array or depends on how many watch: an implementation keeps references to what it is given, which
 * must not change afterwards. Called by any thread.
 */
public interface LiveFeed {

    /** Nobody watches. */
    LiveFeed NONE = new LiveFeed() { };

    /** The same receiver; samples that go in and bursts that come out are shown. */
    default FrameReceiver over(FrameReceiver receiver) {
        return receiver;
    }

    /**
     * The same denoiser; its estimates are shown.
     *
     * @param model identity of codec and denoiser, as headers carry it
     */
    default Denoiser over(Denoiser denoiser, int model) {
        return denoiser;
    }

    /**
     * Says how pictures of {@code model} are coded; called by the thread that owns the codec and what makes its codes narrower, which may be
     * asked to code a few small pictures.
     */
    default void codec(ImageCodec codec, Bandwidth bandwidth, int model) {
    }

    /**
     * A picture is restored.
     *
     * @param received decoded as it came
     * @param denoised after reverse diffusion
     * @param snr      of its link, linear Es/N0
     * @param timestep where the reverse diffusion began
     */
    default void restored(Picture received, Picture denoised, double snr, double timestep) {
    }

    /** A count that stands at {@code value} now, such as "trials done". */
    default void count(String what, long value) {
    }

    /** What is being done now, in a line. */
    default void say(String doing) {
    }
}
