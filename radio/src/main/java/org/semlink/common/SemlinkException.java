// SPDX-License-Identifier: Apache-2.0
package org.semlink.common;

/**
 * An error that the user can act on, said in one line: parameter, rule, value received, remedy.
 *
 * <p>The kind decides the exit code of the command line; anything that is not a {@code SemlinkException} is a bug.
 */
public final class SemlinkException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Who has to act, and the exit code that says so. */
    public enum Kind {
        /** The experiment ran and failed its own criteria. */
        FAILED(1),
        /** Wrong usage or bad input. */
        INPUT(2),
        /** Hardware or environment: no device, no GPU, an unwritable folder. */
        ENVIRONMENT(3);

        private final int exitCode;

        Kind(int exitCode) {
            this.exitCode = exitCode;
        }

        public int exitCode() {
            return exitCode;
        }
    }

    private final Kind kind;

    private SemlinkException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public static SemlinkException input(String format, Object... args) {
        return new SemlinkException(Kind.INPUT, String.format(java.util.Locale.ROOT, format, args), null);
    }

    public static SemlinkException environment(String format, Object... args) {
        return new SemlinkException(Kind.ENVIRONMENT, String.format(java.util.Locale.ROOT, format, args), null);
    }

    public static SemlinkException failed(String format, Object... args) {
        return new SemlinkException(Kind.FAILED, String.format(java.util.Locale.ROOT, format, args), null);
    }

    /** The same error with what caused it, shown by {@code --verbose}. */
    public SemlinkException causedBy(Throwable cause) {
        return new SemlinkException(kind, getMessage(), cause);
    }

    public Kind kind() {
        return kind;
    }
}
