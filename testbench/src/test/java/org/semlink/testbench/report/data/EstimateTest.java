// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.semlink.testbench.quality.Mean;

class EstimateTest {

    private static final Mean MEAN = new Mean(30, 20, 40);

    /** Student's t is 12.7 deviations of the mean for two pictures, 2.8 for five. */
    @Test
    void aFewPicturesHaveNoBandAndOtherIntervalsKeepTheirs() {
        assertThat(new Estimate(MEAN, 400, 4, true).hasBand()).isFalse();
        assertThat(new Estimate(MEAN, 5, 5, true).hasBand()).isTrue();
        assertThat(new Estimate(MEAN, 400, 1, false).hasBand()).as("of bursts lost").isTrue();
    }
}
