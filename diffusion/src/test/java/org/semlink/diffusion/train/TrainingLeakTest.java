// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.semlink.codec.djl.Compute;

/** Training in thousands of steps leaves nothing behind. */
class TrainingLeakTest {

    /** What the process may grow by: a kilobyte left behind by each step would be 4 MB, the gradients of one step 16. */
    private static final long SLACK_BYTES = 16L << 20;

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "resident memory is read from /proc")
    void fiveThousandStepsLeaveNothingBehind() throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(TrainingLeakProbe.OPTIONS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), TrainingLeakProbe.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        // Nothing here is worth a second thread, and waiting for one on a busy machine takes longer than the work.
        builder.environment().put("OMP_NUM_THREADS", "1");
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).isZero();
        long[] figures = java.util.Arrays.stream(printed.substring(printed.lastIndexOf('\n') + 1).split(" ")).mapToLong(Long::parseLong).toArray();
        assertThat(figures[1]).as("arrays").isEqualTo(figures[0]);
        assertThat(figures[3] - figures[2]).as("growth of resident memory from %d bytes", figures[2]).isLessThan(SLACK_BYTES);
    }

    /** The count is not blind: one array a step left with the network's own manager shows. */
    @Test
    void anArrayLeftByEachStepIsCounted() {
        try (Compute compute = Compute.open("cpu"); Trainer<float[]> trainer = TrainingLeakProbe.trainer(compute, true)) {
            int arrays = TrainingLeakProbe.arrays(compute.manager(), trainer);
            TrainingLeakProbe.run(trainer, 10);
            assertThat(TrainingLeakProbe.arrays(compute.manager(), trainer)).isEqualTo(arrays + 10);
        }
    }
}
