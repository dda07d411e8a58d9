// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.semlink.common.SemlinkException;
import org.semlink.radio.SiNumber;

/**
 * A gain as users write it: one number for the whole chain ({@code 30}) or one for each element ({@code LNA=16/VGA=20/AMP=0}), in dB.
 *
 * @param overallDb  empty where elements are given
 * @param elementsDb element to gain, in the order given
 */
record SoapyGain(OptionalDouble overallDb, Map<String, Double> elementsDb) {

    static SoapyGain parse(String option, String text) {
        if (!text.contains("=")) {
            return new SoapyGain(OptionalDouble.of(decibels(option, text)), Map.of());
        }
        Map<String, Double> elements = new LinkedHashMap<>();
        for (String item : text.split("/", -1)) {
            int equals = item.indexOf('=');
            if (equals < 1) {
                throw SemlinkException.input("%s must be a number or ELEMENT=NUMBER/ELEMENT=NUMBER, got '%s'; write one such as LNA=16/VGA=20",
                        option, text);
            }
            String element = item.substring(0, equals).strip();
            if (elements.put(element, decibels(option + " " + element, item.substring(equals + 1).strip())) != null) {
                throw SemlinkException.input("%s gives element %s twice in '%s'; give it once", option, element, text);
            }
        }
        return new SoapyGain(OptionalDouble.empty(), elements);
    }

    private static double decibels(String name, String text) {
        return SiNumber.parse(name, text, -200, 200);
    }

    /** Sets it; elements that are not named keep what the driver started with. */
    void applyTo(SoapyChannel channel) {
        overallDb.ifPresent(channel::setGainDb);
        elementsDb.forEach(channel::setGainDb);
    }
}
