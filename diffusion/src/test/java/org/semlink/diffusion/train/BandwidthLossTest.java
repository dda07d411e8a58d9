// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.semlink.codec.djl.Compute;

/** A Gaussian posterior N(m, v) of one element: its two points m +- sqrt(v) have the same moments, so means over them are exact. */
class BandwidthLossTest {

    private static Compute compute;

    @BeforeAll
    static void open() {
        compute = Compute.open("cpu");
    }

    @AfterAll
    static void close() {
        compute.close();
    }

    /** Mean loss over the posterior N(m, v) when the network says {@code mean} and {@code variance}. */
    private static double loss(double l1, double l2, double abar, double m, double v, double mean, double variance) {
        try (NDManager scope = compute.manager().newSubManager()) {
            BandwidthLoss loss = new BandwidthLoss(l1, l2);
            NDArray alphaBar = scope.create((float) abar);
            NDArray clean = scope.create(new float[] {(float) (m + Math.sqrt(v)), (float) (m - Math.sqrt(v))});
            BandwidthLoss.Emission emission = loss.emission(scope.create((float) mean), scope.create((float) variance), alphaBar);
            return loss.of(emission, clean, alphaBar).mean().getFloat();
        }
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0.1, 0.5, 0.8, 0.3", "0.1, 0.1, 0.99, 1.5, 0.05", "0.1, 0.1, 0.24, -0.4, 0.9", "0.3, 0.1, 0.9, 2, 0.2", "0.05, 0.4, 0.7, -1, 0.1"})
    void isLeastWhereTheNetworkSaysThePosterior(double l1, double l2, double abar, double m, double v) {
        double least = loss(l1, l2, abar, m, v, m, v);
        for (double by : new double[] {0.03, 0.1, 0.3}) {
            assertThat(loss(l1, l2, abar, m, v, m * (1 + by), v)).as("mean up %s", by).isGreaterThan(least);
            assertThat(loss(l1, l2, abar, m, v, m * (1 - by), v)).as("mean down %s", by).isGreaterThan(least);
        }
        for (double by : new double[] {1.3, 2}) {
            assertThat(loss(l1, l2, abar, m, v, m, v * by)).as("variance by %s", by).isGreaterThan(least);
            assertThat(loss(l1, l2, abar, m, v, m, v / by)).as("variance over %s", by).isGreaterThan(least);
        }
    }

    @Test
    void theEmissionIsTheMinimiserInClosedForm() {
        try (NDManager scope = compute.manager().newSubManager()) {
            BandwidthLoss.Emission emission = new BandwidthLoss(0.1, 0.1).emission(scope.create(0f), scope.create(0.3f), scope.create(0.5f));
            // l1 = l2: the variance that the divergence from the teacher asks for, 1 - abar + abar v = .65, under a square root.
            assertThat(emission.variance().getFloat()).isCloseTo((float) Math.sqrt(0.65), within(1e-5f));
            BandwidthLoss.Emission teacherAlone = new BandwidthLoss(1e-4, 0.1).emission(scope.create(0.8f), scope.create(0.3f), scope.create(0.5f));
            assertThat(teacherAlone.variance().getFloat()).as("without the prior's pull").isCloseTo(0.65f, within(1e-3f));
            assertThat(teacherAlone.mean().getFloat()).isCloseTo((float) (0.8 * Math.sqrt(0.5)), within(1e-3f));
        }
    }

    @Test
    void isThePublishedSum() {
        double l1 = 0.1;
        double l2 = 0.2;
        double abar = 0.6;
        double z = 0.7;
        try (NDManager scope = compute.manager().newSubManager()) {
            double mu = 0.3;
            double s = 0.5;
            BandwidthLoss.Emission emission = new BandwidthLoss.Emission(scope.create((float) mu), scope.create((float) (s * s)));
            double kl1 = -0.5 * (1 + 2 * Math.log(s) - mu * mu - s * s);
            double kl2 = Math.log(s / Math.sqrt(1 - abar)) + (1 - abar + Math.pow(Math.sqrt(abar) * z - mu, 2)) / (2 * s * s) - 0.5;
            double squared = Math.pow(mu - Math.sqrt(abar) * z, 2) + 1 - abar;
            assertThat(new BandwidthLoss(l1, l2).of(emission, scope.create((float) z), scope.create((float) abar)).getFloat())
                    .isCloseTo((float) (squared + l1 * kl1 + l2 * kl2), within(1e-5f));
        }
    }
}
