// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import org.semlink.common.SemlinkException;
import org.semlink.radio.RadioSpec;

/**
 * The order of the signal path as the user wants it.
 *
 * <p>{@code order=iq/snr/cfo}: the stages named share the places that they have in the physical order, so that they come in the order
 * named; all others stay where they are. {@code order=given} names the stages in the order in which their options stand in the radio's
 * string. Stages are called by their first option, as in {@link Impairments#SIGNAL_PATH}.
 */
final class StageOrder {

    static final String KEY = "order";
    private static final String GIVEN = "given";

    private StageOrder() {
    }

    /** The stages {@code present}, which come in physical order, in the order asked for. */
    static List<String> arrange(Collection<String> present, RadioSpec spec) {
        List<String> arranged = new ArrayList<>(present);
        if (!spec.has(KEY)) {
            return arranged;
        }
        String text = spec.text(KEY).orElseThrow();
        List<String> named = text.equals(GIVEN) ? given(arranged, spec) : named(text, arranged);
        List<Integer> places = named.stream().map(arranged::indexOf).sorted().toList();
        for (int i = 0; i < places.size(); i++) {
            arranged.set(places.get(i), named.get(i));
        }
        return arranged;
    }

    private static List<String> given(List<String> present, RadioSpec spec) {
        List<String> options = new ArrayList<>(spec.options().keySet());
        // Sorting is stable: two stages that one option makes keep their physical order.
        return present.stream().filter(name -> firstOption(name, options) < options.size())
                .sorted(Comparator.comparingInt(name -> firstOption(name, options))).toList();
    }

    /** Place of the first option that belongs to the stage; behind all where there is none. */
    private static int firstOption(String name, List<String> options) {
        return Impairments.SIGNAL_PATH.get(name).keys().stream().mapToInt(options::indexOf).filter(i -> i >= 0).min()
                .orElse(options.size());
    }

    private static List<String> named(String text, List<String> present) {
        List<String> named = List.of(text.split("/", -1));
        for (String name : named) {
            if (Impairments.SENDING_HOST.names().contains(name) || Impairments.RECEIVING_HOST.names().contains(name)) {
                throw SemlinkException.input("radio option order cannot move '%s', which happens in the host and not to the waveform; "
                        + "it can move: %s", name, String.join(", ", present));
            }
            Impairments.SIGNAL_PATH.get(name);
            if (!present.contains(name)) {
                throw SemlinkException.input("radio option order names '%s', which this radio does not have; leave it out, or ask for it "
                        + "with its own option", name);
            }
        }
        if (named.size() < 2 || new HashSet<>(named).size() < named.size()) {
            throw SemlinkException.input("radio option order must be 'given' or at least two different stages joined by '/', got '%s'; "
                    + "write one such as order=snr/cfo", text);
        }
        return named;
    }
}
