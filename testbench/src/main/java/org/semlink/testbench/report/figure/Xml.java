// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.figure;

/** Text of the user made harmless for HTML and XML, between tags and in quoted attributes. */
public final class Xml {

    private Xml() {
    }

    /** Replaces the five special characters; control characters, which XML 1.0 cannot hold, become U+FFFD. */
    public static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c < ' ' && c != '\n' && c != '\t' ? '\ufffd' : c);
            }
        }
        return out.toString();
    }
}
