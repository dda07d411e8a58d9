// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.safety;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.semlink.common.SemlinkException;

/**
 * Silences every open transmitter when the process ends in any way that Java notices, or when an error ends any of its threads.
 *
 * <p>What Java does not notice (kill -9, a crash of the virtual machine, {@link Runtime#halt}, loss of power) runs no code at all: then only
 * this helps, that every burst is finite and ends in zeros with END_BURST, and that the system closes the device.
 */
public final class Silencer {

    private static final Set<Runnable> ACTIVE = ConcurrentHashMap.newKeySet();
    private static boolean installed;
    private static boolean ending;
    /** Given back first, so that there is memory left to silence with where all memory is used up. */
    private static byte[] reserve;

    private Silencer() {
    }

    /** Runs {@code silence}, which must be quick and may be asked twice, at the end of the process; call it before anything is sent. */
    public static synchronized void add(Runnable silence) {
        if (ending) {
            throw SemlinkException.environment("the process is ending, no radio can be opened any more; start it again");
        }
        if (!installed) {
            Runtime.getRuntime().addShutdownHook(new Thread(Silencer::atExit, "silencer"));
            Thread.setDefaultUncaughtExceptionHandler(new OnCrash(Thread.getDefaultUncaughtExceptionHandler()));
            installed = true;
        }
        reserve = new byte[1 << 22];
        ACTIVE.add(silence);
    }

    /** Forgets it: its transmitter is closed. */
    public static void remove(Runnable silence) {
        ACTIVE.remove(silence);
    }

    private static void atExit() {
        synchronized (Silencer.class) {
            ending = true;
        }
        silenceAll();
    }

    private static void silenceAll() {
        reserve = null;
        for (Runnable silence : ACTIVE) {
            try {
                silence.run();
            } catch (RuntimeException | Error e) {
                // The others must fall silent all the same.
                System.err.println("semlink: a transmitter may still be on, unplug it: " + e.getMessage());
            }
        }
    }

    /** An error that nobody caught leaves the rest in an unknown state: nothing of it may go on sending. */
    private record OnCrash(Thread.UncaughtExceptionHandler before) implements Thread.UncaughtExceptionHandler {

        @Override
        public void uncaughtException(Thread thread, Throwable error) {
            silenceAll();
            if (before != null) {
                before.uncaughtException(thread, error);
            } else {
                System.err.print("Exception in thread \"" + thread.getName() + "\" ");
                error.printStackTrace();
            }
        }
    }
}
