// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.live;

/** A verb that can be watched while it runs. */
public interface Watchable {

    /** Told before the verb runs where to put what it does; {@link LiveFeed#NONE} unless told. */
    void watchedBy(LiveFeed feed);
}
