// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.store;

/** How a stored trial ended. A lost picture is a result, and so {@link #DONE}. */
public enum Status {
    /** It ran and has a result. */
    DONE,
    /** It did not come to a result; the reason is stored, and a resumed sweep tries again. */
    FAILED
}
