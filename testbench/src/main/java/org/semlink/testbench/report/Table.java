// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report;

import java.util.Locale;
import org.semlink.testbench.report.figure.Scale;
import org.semlink.testbench.report.figure.Xml;

/** An HTML table that a page's script lets the reader sort: columns of text and of numbers, filled row by row. */
final class Table {

    private final StringBuilder html = new StringBuilder();

    /** @param caption what a screen reader calls it */
    Table(String caption) {
        html.append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"").append(Xml.escape(caption))
                .append("\"><table class=\"sortable\"><thead><tr>");
    }

    /** A column of text; all columns come before the first row. */
    Table texts(String head) {
        html.append("<th scope=\"col\">").append(Xml.escape(head)).append("</th>");
        return this;
    }

    /** A column of numbers. */
    Table numbers(String head) {
        html.append("<th scope=\"col\" class=\"n\">").append(Xml.escape(head)).append("</th>");
        return this;
    }

    /** Begins the first row, or the next. */
    Table row() {
        html.append(html.indexOf("<tbody>") < 0 ? "</tr></thead><tbody>\n<tr>" : "</tr>\n<tr>");
        return this;
    }

    Table text(String text) {
        html.append(text.length() > 40 ? "<td class=\"wrap\">" : "<td>").append(Xml.escape(text)).append("</td>");
        return this;
    }

    /** A number with as many digits as it needs. */
    Table number(double value) {
        return cell(value, Double.isFinite(value) ? Scale.plain(value, 6) : "", "");
    }

    /** A number in its format; what is missing is a dash. */
    Table number(String format, double value) {
        return number(format, value, "");
    }

    /** As {@link #number(String, double)}, with a remark in small type. */
    Table number(String format, double value, String remark) {
        return cell(value, String.format(Locale.ROOT, format, value), remark);
    }

    private Table cell(double value, String text, String remark) {
        if (Double.isFinite(value)) {
            html.append("<td class=\"n\" data-v=\"").append(value).append("\">").append(text.replace('-', '\u2212'));
            if (!remark.isEmpty()) {
                html.append(" <small>").append(Xml.escape(remark)).append("</small>");
            }
            html.append("</td>");
        } else {
            html.append("<td class=\"n\" data-v=\"\">\u2013</td>");
        }
        return this;
    }

    /** The whole table, of at least one row. */
    String html() {
        return html + "</tr>\n</tbody></table></div>\n";
    }
}
