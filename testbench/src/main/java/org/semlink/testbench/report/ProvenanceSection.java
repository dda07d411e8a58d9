// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.semlink.common.SemlinkException;
import org.semlink.testbench.report.figure.Xml;

/** Where the numbers come from: what the store says of the experiment and its runs, incidents, and the experiment's own file. */
final class ProvenanceSection {

    private ProvenanceSection() {
    }

    static Section of(Path folder, Map<String, String> provenance, List<String> incidents) {
        StringBuilder html = new StringBuilder("<dl class=\"facts\">\n");
        provenance.forEach((key, value) -> html.append("<dt>").append(Xml.escape(key.replace('_', ' '))).append("</dt><dd>").append(Xml.escape(value))
                .append("</dd>\n"));
        html.append("</dl>\n");
        if (!incidents.isEmpty()) {
            html.append("<h3>Incidents</h3>\n<pre>").append(Xml.escape(String.join("\n", incidents))).append("</pre>\n");
        }
        Path file = folder.resolve("experiment.yaml");
        if (Files.isRegularFile(file)) {
            try {
                html.append("<details><summary>experiment.yaml</summary>\n<pre>").append(Xml.escape(Files.readString(file))).append("</pre></details>\n");
            } catch (IOException e) {
                throw SemlinkException.environment("cannot read %s (%s); make it readable", file, e.getMessage()).causedBy(e);
            }
        }
        return new Section("provenance", "Provenance", "Provenance", html.toString());
    }
}
