// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.semlink.common.SemlinkException;

/**
 * Impulse responses from a text file: a run of lines {@code RE, IM} is one response, anything else stands between responses.
 *
 * <p>That covers a plain table and the accumulator logs of DW1000 evaluation kits, whose line {@code Accum Len N} announces N taps; a
 * response that is shorter or longer than announced is an input error.
 */
final class ImpulseResponses {

    private static final Pattern TAP = Pattern.compile(
            "\\s*([+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d{1,3})?)\\s*,\\s*([+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d{1,3})?)\\s*");
    private static final Pattern ANNOUNCED = Pattern.compile("Accum Len (\\d{1,6})\\s*");
    private static final int MOST_TAPS = 1 << 16;

    private ImpulseResponses() {
    }

    /** Response {@code index} of the file, counted from 0: its taps, interleaved, at least one of them not zero. */
    static double[] read(Path path, int index) {
        int found = -1;
        double[] taps = new double[2048];
        int length = 0;
        long announced = -1;
        boolean inside = false;
        // The logs hold stray bytes; this charset takes any.
        try (BufferedReader reader = Files.newBufferedReader(path, StandardCharsets.ISO_8859_1)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                Matcher tap = TAP.matcher(line);
                boolean isTap = line.indexOf(',') > 0 && tap.matches();
                if (!isTap && inside && found == index) {
                    break;
                }
                Matcher length0 = ANNOUNCED.matcher(line);
                if (found < index && length0.matches()) {
                    announced = Long.parseLong(length0.group(1));
                } else if (found < index && inside && !isTap) {
                    announced = -1;
                }
                found += isTap && !inside ? 1 : 0;
                inside = isTap;
                if (isTap && found == index) {
                    if (length == 2 * MOST_TAPS) {
                        throw SemlinkException.input("impulse response %d of %s has more than %d taps; cut it", index, path, MOST_TAPS);
                    }
                    taps = length == taps.length ? Arrays.copyOf(taps, 2 * length) : taps;
                    taps[length++] = Double.parseDouble(tap.group(1));
                    taps[length++] = Double.parseDouble(tap.group(2));
                }
            }
        } catch (IOException e) {
            throw SemlinkException.input("impulse responses %s cannot be read; give path=FILE with lines RE, IM", path).causedBy(e);
        }
        if (found < index) {
            throw SemlinkException.input("%s has %d impulse responses, so index must be below that, got %d; a response is a run of lines "
                    + "RE, IM", path, found + 1, index);
        }
        if (announced >= 0 && announced != length / 2) {
            throw SemlinkException.input("impulse response %d of %s has %d taps where its log announces %d; leave it out", index, path,
                    length / 2, announced);
        }
        double[] response = Arrays.copyOf(taps, length);
        if (Arrays.stream(response).allMatch(x -> x == 0)) {
            throw SemlinkException.input("impulse response %d of %s is zero throughout; take another index", index, path);
        }
        return response;
    }
}
