// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import java.time.Duration;
import java.util.List;
import org.semlink.common.SemlinkException;
import org.semlink.radio.Radios;
import org.semlink.radio.RadioContext;
import org.semlink.radio.waveform.OfdmWaveform;
import org.semlink.radio.waveform.ReceivedFrame;
import org.semlink.radio.waveform.Waveform;

/**
 * Sends frames through a SoapySDR server on this host, then kills the server and says what it is told; for {@link RemoteTest}.
 *
 * <p>Arguments: protocol of the samples (tcp, udp), or killed: over UDP, and then it is this process that dies, in the middle of a burst;
 * process number of the server.
 */
final class RemoteProbe {

    /** Low enough for UDP on a busy machine of two cores. */
    private static final double RATE = 200_000;

    private RemoteProbe() {
    }

    public static void main(String[] args) throws Exception {
        OfdmWaveform waveform = new OfdmWaveform(RATE);
        SoapyRadio radio = connect("soapy:driver=remote,remote=tcp://127.0.0.1:55132,remote:driver=loopback,freq=1G,txgain=3,lead=0.5,stream.remote:prot="
                + (args[0].equals("tcp") ? "tcp" : "udp") + (args[0].equals("killed") ? ",direction=tx" : "") + ",stream.remote:format=CF32", waveform);
        if (args[0].equals("killed")) {
            radio.transmit(SoapyRadioTest.burst(waveform, 1));
            new ProcessBuilder("kill", "-9", "" + ProcessHandle.current().pid()).start();
            while (true) {
                radio.transmit(SoapyRadioTest.burst(waveform, 2));
            }
        }
        System.out.println("mtu " + ((java.util.Map<?, ?>) radio.description().get("rx")).get("mtu"));
        for (int i = 1; i <= 3; i++) {
            radio.transmit(SoapyRadioTest.burst(waveform, i));
        }
        List<ReceivedFrame> frames = SoapyRadioTest.frames(waveform, radio);
        System.out.println("frames " + frames.stream().map(f -> f.header().isEmpty() ? -1 : f.header().get().transmission()).toList()
                + " " + radio.counters());
        new ProcessBuilder("kill", "-9", args[1]).start().waitFor();
        try {
            while (true) {
                radio.receive(4096, Duration.ofSeconds(1));
            }
        } catch (SemlinkException e) {
            System.out.println("lost: " + e.getMessage());
        }
        try {
            radio.close();
            System.out.println("closed");
        } catch (SemlinkException e) {
            System.out.println("closed: " + e.getMessage());
        }
    }

    /** Connects as soon as the server is up. */
    private static SoapyRadio connect(String spec, OfdmWaveform waveform) throws InterruptedException {
        RadioContext context = new RadioContext(RATE, Waveform.BURST_POWER, waveform.sampleSnrPerSymbolSnr(), waveform.occupiedBandwidthHz(), 1);
        for (int i = 0; ; i++) {
            try {
                return (SoapyRadio) Radios.open(spec, context);
            } catch (SemlinkException e) {
                if (i == 100) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }
}
