// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report;

import org.semlink.testbench.report.figure.Xml;

/**
 * A part of the page with its own place in the navigation.
 *
 * @param id    of its anchor
 * @param name  in the navigation
 * @param title above it
 * @param html  what it holds, escaped
 */
record Section(String id, String name, String title, String html) {

    String link() {
        return "<a href=\"#" + id + "\">" + Xml.escape(name) + "</a>\n";
    }

    String element() {
        return "<section id=\"" + id + "\" aria-labelledby=\"" + id + "-title\">\n<h2 id=\"" + id + "-title\">" + Xml.escape(title) + "</h2>\n" + html
                + "</section>\n";
    }
}
