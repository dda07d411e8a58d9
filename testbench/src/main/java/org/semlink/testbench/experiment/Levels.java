// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.semlink.common.SemlinkException;
import org.semlink.radio.SiNumber;

/** Levels in dB as plain decimal texts; each entry of the file a number or FROM..TO:STEP, both ends included. */
final class Levels {

    private static final double LIMIT_DB = 200;
    private static final int MOST = 1000;
    private static final Pattern RANGE = Pattern.compile("(.+?)\\.\\.(.+?)(?::(.+))?");

    private Levels() {
    }

    /** @param where what error messages call the entries */
    static List<String> of(List<String> entries, String where) {
        Set<String> levels = new LinkedHashSet<>();
        for (String entry : entries) {
            Matcher range = RANGE.matcher(entry);
            List<String> more = range.matches() ? range(where, range) : List.of(plain(number(where, entry)));
            for (String level : more) {
                if (!levels.add(level)) {
                    throw SemlinkException.input("%s: %s dB is given twice; give it once", where, level);
                }
            }
        }
        return List.copyOf(levels);
    }

    private static List<String> range(String where, Matcher range) {
        BigDecimal from = number(where, range.group(1));
        BigDecimal to = number(where, range.group(2));
        BigDecimal step = range.group(3) == null ? BigDecimal.ONE : number(where, range.group(3));
        if (step.signum() <= 0 || from.compareTo(to) > 0 || to.subtract(from).divideToIntegralValue(step).intValue() >= MOST) {
            throw SemlinkException.input("%s: a range goes upwards in less than %d steps, got '%s'; write one such as 0..20:5", where, MOST, range.group());
        }
        List<String> levels = new ArrayList<>();
        for (BigDecimal level = from; level.compareTo(to) <= 0; level = level.add(step)) {
            levels.add(plain(level));
        }
        return levels;
    }

    private static BigDecimal number(String where, String text) {
        return BigDecimal.valueOf(SiNumber.parse(where, text.strip(), -LIMIT_DB, LIMIT_DB));
    }

    private static String plain(BigDecimal level) {
        return level.signum() == 0 ? "0" : level.stripTrailingZeros().toPlainString();
    }
}
