// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec;

/**
 * What a codec's latents look like: channels, stride, and per channel the scale and the transmit power.
 *
 * <p>Latents travel standardised: every channel has zero mean and unit variance over the training pictures. {@code scale[c]} is the
 * standard deviation of channel c in the codec's own units, so {@code scale[c]^2} weighs its errors in these: as the picture feels them where
 * the codec is orthonormal, by the latents' own variance where it is somebody's frozen network. {@code power[c]} is the relative transmit power of
 * channel c, mean 1; at link SNR gamma the channel's own SNR is {@code gamma * power[c]}.
 */
public final class LatentFormat {

    private final int stride;
    private final float[] scale;
    private final float[] power;

    /**
     * @param stride picture pixels per latent position, in both directions
     * @param scale  length = channels, positive
     * @param power  length = channels, positive, mean 1
     */
    public LatentFormat(int stride, float[] scale, float[] power) {
        if (scale.length != power.length || scale.length == 0) {
            throw new IllegalArgumentException("latent format needs as many scales as powers, got " + scale.length + " and " + power.length);
        }
        this.stride = stride;
        this.scale = scale.clone();
        this.power = power.clone();
    }

    public int stride() {
        return stride;
    }

    public int channels() {
        return scale.length;
    }

    public float scale(int channel) {
        return scale[channel];
    }

    public float power(int channel) {
        return power[channel];
    }

    /** Shape of the latent of a picture whose sides are padded up to whole strides. */
    public LatentShape shapeFor(int pictureWidth, int pictureHeight) {
        return new LatentShape(channels(), ceilDiv(pictureHeight), ceilDiv(pictureWidth));
    }

    private int ceilDiv(int pixels) {
        return (pixels + stride - 1) / stride;
    }
}
