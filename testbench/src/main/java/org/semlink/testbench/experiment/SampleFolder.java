// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.semlink.codec.image.PictureWriter;
import org.semlink.common.Snr;
import org.semlink.radio.Iq;
import org.semlink.radio.waveform.ReceivedSymbols;
import org.semlink.testbench.line.TrialResult;
import org.semlink.testbench.plot.Welch;
import org.semlink.testbench.result.ResultWriter;

/**
 * {@code samples/NUMBER/} of a few trials, for pictures in a report: {@code sent.png}, {@code received.png}, {@code denoised.png} and
 * {@code link.json} with at most {@value #SYMBOLS} symbols and {@value Welch#SIZE} spectrum bins.
 */
final class SampleFolder {

    private static final int SYMBOLS = 1000;

    private SampleFolder() {
    }

    /** Whether a trial is one of the {@code samples}: of each point the first, or where there are more points than samples, of every so manieth. */
    static boolean wants(Plan plan, int samples, long number) {
        if (samples >= plan.points()) {
            return number < samples;
        }
        return number < plan.points() && number * samples / plan.points() != (number - 1) * samples / plan.points() || number == 0 && samples > 0;
    }

    /** Writes the folder of a trial, in the place of an earlier one. */
    static void write(Path experimentFolder, long number, TrialResult trial) {
        Path folder = experimentFolder.resolve("samples").resolve(String.valueOf(number));
        trial.truth().ifPresent(truth -> PictureWriter.writePng(truth.picture(), folder.resolve("sent.png")));
        PictureWriter.writePng(trial.reception().received(), folder.resolve("received.png"));
        PictureWriter.writePng(trial.reception().denoised(), folder.resolve("denoised.png"));
        ObjectNode link = JsonNodeFactory.instance.objectNode();
        link.put("number", number);
        constellation(link.putArray("constellation"), trial.reception().reassembly().symbols());
        spectrum(link.putObject("spectrum"), trial.capture());
        ResultWriter.json(folder.resolve("link.json"), link);
    }

    /** Received payload symbols after equalisation as [in phase, quadrature]; those of lost bursts are left out. */
    private static void constellation(ArrayNode points, ReceivedSymbols received) {
        int step = Math.max(1, (received.length() + SYMBOLS - 1) / SYMBOLS);
        for (int j = 0; j < received.length(); j += step) {
            if (received.noiseVariance()[j] < Float.POSITIVE_INFINITY) {
                points.addArray().add(rounded(received.symbols()[2 * j])).add(rounded(received.symbols()[2 * j + 1]));
            }
        }
    }

    /** Power per bin in dB of full scale over the frequency from the carrier, upwards; empty where too little was received. */
    private static void spectrum(ObjectNode node, Iq capture) {
        ArrayNode frequency = node.putArray("frequency_hz");
        ArrayNode level = node.putArray("level_dbfs");
        if (capture.length() < Welch.SIZE) {
            return;
        }
        double[] power = Welch.power(capture);
        for (int k = 0; k < Welch.SIZE; k++) {
            frequency.add(rounded((k - Welch.SIZE / 2) * capture.sampleRateHz() / Welch.SIZE));
            level.add(rounded(Snr.toDb(Math.max(1e-14, power[(k + Welch.SIZE / 2) % Welch.SIZE]))));
        }
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
