// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.testbench.Semlink;

/** Runs every command of the guide's worked example in its order, its files in a temporary folder. */
class ExperimentsGuideTest {

    private static final Path GUIDE = Path.of("src/docs/experiments.md");
    private static final List<String> FILES = List.of("experiment.yaml", "limits.yaml", "results");

    @TempDir
    Path folder;

    @Test
    void everyCommandOfTheWorkedExampleDoesWhatTheGuideSays() throws Exception {
        String example = Files.readString(GUIDE).split("## The file")[0];
        Matcher files = Pattern.compile("`(\\w+\\.yaml)`:\\n\\n```yaml\\n(.*?)```", Pattern.DOTALL).matcher(example);
        List<String> written = new ArrayList<>();
        while (files.find()) {
            Files.writeString(folder.resolve(files.group(1)), files.group(2));
            written.add(files.group(1));
        }
        assertThat(written).containsExactly("experiment.yaml", "limits.yaml");
        List<String> outputs = new ArrayList<>();
        Matcher commands = Pattern.compile("^ {4}\\./semlink (.*)$", Pattern.MULTILINE).matcher(example);
        while (commands.find()) {
            String[] args = Arrays.stream(commands.group(1).split(" ")).map(a -> FILES.contains(a) ? folder.resolve(a).toString() : a).toArray(String[]::new);
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            assertThat(Semlink.execute(new PrintWriter(out), new PrintWriter(err), args)).as(commands.group() + "\n" + err).isZero();
            outputs.add(out.toString());
        }
        assertThat(outputs).hasSize(5);
        assertThat(outputs.get(0)).contains("12", "measured now").contains("nothing was stored");
        assertThat(outputs.get(1)).contains("12 trials in");
        assertThat(outputs.get(2)).contains("0 trials in");
        assertThat(folder.resolve("results/trials.csv")).isNotEmptyFile();
        assertThat(folder.resolve("results/trials.parquet")).isNotEmptyFile();
        assertThat(folder.resolve("results/compressai/semlink.json")).isNotEmptyFile();
        assertThat(folder.resolve("results/check.xml")).isNotEmptyFile();
        assertThat(outputs.get(4)).contains("All 9 checks passed").doesNotContain("failed");
    }
}
