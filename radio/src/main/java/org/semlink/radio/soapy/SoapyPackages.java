// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import java.util.LinkedHashMap;
import java.util.Map;

/** What to install for what is missing. */
final class SoapyPackages {

    static final String LIBRARY = "install SoapySDR 0.8 (Debian, Ubuntu: apt-get install libsoapysdr0.8 soapysdr-tools; macOS: brew install "
            + "soapysdr; Windows: PothosSDR), or name its folder with "
            + "SEMLINK_JAVA_OPTIONS=-Djna.library.path=FOLDER";

    /** Driver key to the Debian package that has it, of the radios most asked for. */
    private static final Map<String, String> MODULES = new LinkedHashMap<>();

    static {
        MODULES.put("hackrf", "soapysdr-module-hackrf");
        MODULES.put("uhd", "soapysdr-module-uhd");
        MODULES.put("lime", "soapysdr-module-lms7");
        MODULES.put("bladerf", "soapysdr-module-bladerf");
        MODULES.put("rtlsdr", "soapysdr-module-rtlsdr");
        MODULES.put("airspy", "soapysdr-module-airspy");
        MODULES.put("xtrx", "soapysdr-module-xtrx");
        MODULES.put("redpitaya", "soapysdr-module-redpitaya");
        MODULES.put("remote", "soapysdr-module-remote");
    }

    private SoapyPackages() {
    }

    static Map<String, String> modules() {
        return MODULES;
    }

    /** How to get the module of one driver. */
    static String install(String driver) {
        String debian = MODULES.get(driver);
        return debian == null ? "build the SoapySDR module of " + driver + " from its source, against ABI " + SoapySdr.ABI
                : "apt-get install " + debian;
    }
}
