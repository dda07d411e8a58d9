// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a point of the grid has been measured well enough: when the confidence interval of a metric's mean is narrow enough, looked at after
 * every {@code atLeast} trials, so that the trials which are run do not depend on how many run at once.
 *
 * @param metric     dotted name of the metric
 * @param halfWidth  of the interval, in the metric's unit, greater than 0
 * @param confidence of the interval, between 0.5 and 1
 * @param atLeast    trials before the first look and between two, at least 2
 * @param atMost     trials at a point
 */
record StopRule(String metric, double halfWidth, double confidence, int atLeast, int atMost) {

    private static final Pattern TEXT = Pattern.compile("StopRule\\[metric=(.+), halfWidth=(.+), confidence=(.+), atLeast=(.+), atMost=(.+)]");

    /**
     * The same rule over whole passes through the pictures: a point that stopped within a pass would be compared with others over other pictures.
     * A pass is all of them, or the first {@code atMost}, to which the most is rounded down and the least up.
     */
    StopRule overWholePasses(int pictures) {
        int pass = Math.min(pictures, atMost);
        int most = atMost / pass * pass;
        return new StopRule(metric, halfWidth, confidence, Math.min(most, (atLeast + pass - 1) / pass * pass), most);
    }

    /** The rule that gave this text; empty for {@value Experiment#NONE}. */
    static Optional<StopRule> parse(String text) {
        Matcher rule = TEXT.matcher(text);
        return rule.matches() ? Optional.of(new StopRule(rule.group(1), Double.parseDouble(rule.group(2)), Double.parseDouble(rule.group(3)),
                Integer.parseInt(rule.group(4)), Integer.parseInt(rule.group(5)))) : Optional.empty();
    }
}
