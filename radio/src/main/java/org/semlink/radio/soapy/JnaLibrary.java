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
            // From the second time on Java says only that it failed before, because of what did.
            String reason = String.valueOf((e.getCause() == null ? e : e.getCause()).getMessage()).lines().findFirst().orElse("");
            throw SemlinkException.environment("JNA's native library does not load (%s); name a folder that it may be unpacked to and run from with "
                    + "SEMLINK_JAVA_OPTIONS=-Djna.tmpdir=FOLDER", reason).causedBy(e);
        }
    }
}
