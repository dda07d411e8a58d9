// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import com.sun.jna.CallbackThreadInitializer;
import com.sun.jna.Native;
import java.util.function.Consumer;
import org.semlink.radio.soapy.SoapyLibrary.LogHandler;

/**
 * Sends what the library and its drivers log to a consumer instead of standard error, until closed.
 *
 * <p>One at a time in a process. The consumer is called on the drivers' threads and must not throw.
 */
public final class SoapyLog implements AutoCloseable {

    private static final String[] LEVELS = {"", "fatal", "critical", "error", "warning", "notice", "info", "debug", "trace", "stream"};

    /** The library keeps only the address: without this reference the callback would be collected under it. */
    private static LogHandler registered;

    private SoapyLog() {
    }

    /** @param consumer takes one message, "level: text" */
    public static SoapyLog to(Consumer<String> consumer) {
        SoapySdr.load();
        LogHandler handler = (level, message) ->
                consumer.accept((level > 0 && level < LEVELS.length ? LEVELS[level] : "log") + ": " + message);
        Native.setCallbackThreadInitializer(handler, new CallbackThreadInitializer(true, false, "soapy log"));
        register(handler);
        return new SoapyLog();
    }

    private static synchronized void register(LogHandler handler) {
        SoapyLibrary.SoapySDR_registerLogHandler(handler);
        registered = handler;
    }

    @Override
    public void close() {
        register(null);
    }
}
