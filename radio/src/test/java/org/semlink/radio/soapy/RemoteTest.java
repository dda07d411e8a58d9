// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames through a real SoapyRemote server, in a network of its own because the server announces itself to all. */
class RemoteTest {

    private static final List<String> NETWORK = "root".equals(System.getProperty("user.name")) ? List.of("unshare", "-n")
            : List.of("unshare", "-rn");
    /** Debian's server ends at once without a message bus; $0 is its log, the arguments are the client. */
    private static final String SERVE = "export DBUS_SYSTEM_BUS_ADDRESS=$DBUS_SESSION_BUS_ADDRESS\n"
            + "SoapySDRServer --bind=127.0.0.1:55132 > \"$0\" 2>&1 & server=$!\n"
            + "timeout 60 \"$@\" $server; code=$?\n"
            // A server takes a moment to notice that its client is gone.
            + "[ $code -lt 128 ] || for i in $(seq 100); do grep -q unmake \"$LOOPBACK_LOG\" && break; sleep 0.1; done\n"
            + "kill $server 2> /dev/null; exit $code";

    @TempDir
    private Path folder;

    @BeforeAll
    static void tools() throws Exception {
        LoopbackModule.require();
        needs("iproute2 and the right to make a network namespace", with(NETWORK, "ip", "link", "set", "lo", "up"));
        needs("soapyremote-server", List.of("SoapySDRServer", "--help"));
        needs("dbus-daemon", List.of("dbus-run-session", "--version"));
        if (SoapySdr.load().modules().stream().noneMatch(module -> module.contains("remote"))) {
            LoopbackModule.skip("tests of network radios: no module for them; apt-get install soapysdr-module-remote");
        }
    }

    private static void needs(String what, List<String> command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            if (process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() != 127 && !(command.contains("ip") && process.exitValue() != 0)) {
                return;
            }
            process.destroyForcibly();
        } catch (IOException e) {
            // Said below.
        }
        LoopbackModule.skip("tests of network radios: they need " + what);
    }

    private static List<String> with(List<String> command, String... more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(more));
        return all;
    }

    /** Runs a client and what serves it; what the client said, with what its device was told. */
    private String run(String mode, int exitCode) throws Exception {
        Path serverLog = folder.resolve("server");
        Path deviceLog = Files.createFile(folder.resolve("device"));
        List<String> command = with(NETWORK, "sh", "-c", "ip link set lo up && exec dbus-run-session -- \"$@\"", "sh", "sh", "-c", SERVE,
                serverLog.toString());
        ProcessBuilder client = LoopbackModule.command(RemoteProbe.class, List.of(mode), "-Xmx128m");
        command.addAll(client.command());
        client.environment().put("LOOPBACK_LOG", deviceLog.toString());
        Process process = client.command(command).start();
        // Bounded: drivers that lose their server can log without end.
        String said = new String(process.getInputStream().readNBytes(1 << 20));
        process.getInputStream().close();
        assertThat(process.waitFor()).as(said).isEqualTo(exitCode);
        return said + "\ndevice: " + Files.readAllLines(deviceLog);
    }

    @ParameterizedTest(name = "samples over {0}")
    @ValueSource(strings = {"tcp", "udp"})
    void framesArriveAndAVanishedServerIsAnError(String protocol) throws Exception {
        assertThat(run(protocol, 0)).contains("frames [1, 2, 3] RadioCounters[overflows=0, underflows=0, lateBursts=0, clippedSamples=0]")
                .containsPattern("mtu \\d{3,4}\n").containsPattern("lost: .*(driver remote|SoapySDR)").contains("\nclosed")
                .as("drivers speak from warnings on").doesNotContain("[INFO]");
    }

    /** The client can do nothing any more; its server closes the stream and gives the device back. Over TCP, SoapyRemote 0.5.2 does not. */
    @Test
    void theServerSilencesTheDeviceOfAKilledClient() throws Exception {
        assertThat(run("killed", 137)).containsPattern("activate TX.*close TX.*unmake");
    }
}
