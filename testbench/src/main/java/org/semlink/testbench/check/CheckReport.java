// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.check;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.semlink.common.SafeFiles;
import org.semlink.testbench.check.Checks.Check;

/** Checks for machines and people: {@value #XML} in the form of JUnit, {@value #MARKDOWN} for a summary such as a pull request shows. */
public final class CheckReport {

    /** Name of the file for CI servers. */
    public static final String XML = "check.xml";
    /** Name of the file for people. */
    public static final String MARKDOWN = "check.md";

    /** What XML 1.0 has no way to write (its production 2), such as control characters in the name of a file. */
    private static final Pattern NOT_IN_XML = Pattern.compile("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

    private CheckReport() {
    }

    /** Writes both files into {@code folder}; {@code experiment} is its name. */
    public static void write(Path folder, String experiment, List<Check> checks) {
        SafeFiles.write(folder.resolve(XML), out -> xml(out, experiment, checks));
        SafeFiles.writeText(folder.resolve(MARKDOWN), markdown(experiment, checks));
    }

    private static long failures(List<Check> checks) {
        return checks.stream().filter(check -> !check.passed()).count();
    }

    private static void xml(OutputStream out, String experiment, List<Check> checks) throws IOException {
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out, "UTF-8");
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", "semlink sweep " + experiment);
            xml.writeAttribute("tests", String.valueOf(checks.size()));
            xml.writeAttribute("failures", String.valueOf(failures(checks)));
            xml.writeAttribute("errors", "0");
            xml.writeAttribute("skipped", "0");
            for (Check check : checks) {
                testCase(xml, experiment, check);
            }
            xml.writeCharacters("\n");
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.flush();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private static void testCase(XMLStreamWriter xml, String experiment, Check check) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", "semlink." + experiment);
        xml.writeAttribute("name", inXml(check.name()));
        String text = inXml(check.found() + ", must be " + check.rule());
        if (check.passed()) {
            xml.writeStartElement("system-out");
        } else {
            xml.writeStartElement("failure");
            xml.writeAttribute("message", text);
        }
        xml.writeCharacters(text);
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private static String inXml(String text) {
        return NOT_IN_XML.matcher(text).replaceAll("\ufffd");
    }

    private static String markdown(String experiment, List<Check> checks) {
        StringBuilder text = new StringBuilder("### Experiment " + experiment + ": ");
        text.append(failures(checks) == 0 ? "all " + checks.size() + " checks passed\n" : failures(checks) + " of " + checks.size() + " checks failed\n");
        text.append("\n| | check | must be | found |\n|---|---|---|---|\n");
        for (Check check : checks) {
            text.append(String.format("| %s | %s | %s | %s |%n", check.passed() ? "ok" : "**failed**", cell(check.name()), cell(check.rule()),
                    cell(check.found())));
        }
        return text.toString().replace(System.lineSeparator(), "\n");
    }

    /** Text that neither ends its cell or its row nor is taken for HTML; the backslash first, as the pipe's own must stay single. */
    private static String cell(String text) {
        return text.replace("\\", "\\\\").replace("|", "\\|").replace("&", "&amp;").replace("<", "&lt;").replaceAll("\\p{Cc}", " ");
    }
}
