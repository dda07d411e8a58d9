// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import com.sun.jna.Native;
import org.semlink.common.SemlinkException;

/** JNA's own native half, which SoapySDR is called through. */
public final class JnaLibrary {

    private JnaLibrary() {
    }

    /** Its version; loads it, and where it does not load that is an error of the environment. */
    public static String version() {
        try {
            return Native.VERSION + ", " + 8 * Native.POINTER_SIZE + " bit";
        } catch (LinkageError e) {
            throw SemlinkException.environment("JNA's native library does not load (%s); make java.io.tmpdir (%s) a folder that programs may run from",
                    e.getMessage(), System.getProperty("java.io.tmpdir")).causedBy(e);
        }
    }
}
