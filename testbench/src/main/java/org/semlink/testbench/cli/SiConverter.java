// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import java.math.BigDecimal;
import java.util.function.Function;
import org.semlink.common.SemlinkException;
import org.semlink.radio.SiNumber;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Numbers of all options as radio strings take them, with SI suffixes from p to G: {@code --interval 500m}, {@code --noise-samples 20M}.
 *
 * <p>Options in dB say so with {@link Decibels}: 10k there is a slip.
 *
 * @param <T> type of the option
 */
public final class SiConverter<T> implements ITypeConverter<T> {

    private final Function<String, T> reader;

    private SiConverter(Function<String, T> reader) {
        this.reader = reader;
    }

    /** Makes all numbers of a command and its verbs take suffixes. */
    public static CommandLine installOn(CommandLine line) {
        SiConverter<Double> real = new SiConverter<>(text -> number(text, Double.POSITIVE_INFINITY));
        SiConverter<Integer> count = new SiConverter<>(text -> Math.toIntExact(whole(text, Integer.MAX_VALUE)));
        SiConverter<Long> large = new SiConverter<>(text -> whole(text, Long.MAX_VALUE));
        return line.registerConverter(double.class, real).registerConverter(Double.class, real).registerConverter(int.class, count)
                .registerConverter(Integer.class, count).registerConverter(long.class, large).registerConverter(Long.class, large);
    }

    @Override
    public T convert(String text) {
        return reader.apply(text);
    }

    private static double number(String text, double largest) {
        try {
            return SiNumber.parse("value", text, -largest, largest);
        } catch (SemlinkException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    private static long whole(String text, long largest) {
        // A double does not hold every long, and seeds may be any.
        if (text.matches("[+-]?\\d{1,18}")) {
            number(text, largest);
            return Long.parseLong(text);
        }
        double value = number(text, largest);
        if (value != Math.rint(value)) {
            throw new TypeConversionException("value must be a whole number, got '" + text + "'");
        }
        return new BigDecimal(value).longValue();
    }

    /** Levels and ratios in dB, which have no suffix. */
    public static final class Decibels implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            if (!text.matches("[+-]?[0-9.]+([eE][+-]?\\d+)?")) {
                throw new TypeConversionException("value must be a number of dB, got '" + text + "'; write one such as 10 or -3.5, without suffix");
            }
            return number(text, Double.MAX_VALUE);
        }
    }
}
