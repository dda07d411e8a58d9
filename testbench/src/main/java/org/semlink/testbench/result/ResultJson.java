// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.result;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.semlink.codec.Picture;
import org.semlink.codec.metric.LatentError;
import org.semlink.radio.waveform.Waveform;
import org.semlink.testbench.line.ContentHash;
import org.semlink.testbench.line.Framing;
import org.semlink.testbench.line.Reception;
import org.semlink.testbench.line.TrialResult;

/**
 * {@code result.json} of one received picture: the schema is {@code result.schema.json} beside this class, version {@value #SCHEMA}.
 *
 * <p>Levels are in dB, everything else is linear. What could not be computed is null, and {@code KEY_reason} says why.
 */
public final class ResultJson {

    /** Version of the schema. */
    public static final int SCHEMA = 1;

    private static final String NOTHING = "no burst arrived";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ResultJson() {
    }

    /** The result of a trial. */
    public static ObjectNode of(TrialResult trial, RunInfo run) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        Picture sent = trial.spec().picture();
        root.put("schema", SCHEMA);
        root.put("image", trial.spec().name());
        root.putObject("size").put("width", sent.width()).put("height", sent.height());
        root.put("content_hash", ContentHash.text(trial.transmission().header().contentHash()));
        root.put("date", run.date());
        root.putObject("model").put("name", run.model().name()).put("sha256", run.model().sha256());
        root.put("device", run.model().device());
        root.put("seed", run.seed());
        root.set("radio", MAPPER.valueToTree(trial.radio()));
        bandwidth(root.putObject("bandwidth_ratio"), trial, run.line().waveform());
        LinkJson.write(root.putObject("link"), trial, run.line().waveform());
        diffusion(root.putObject("diffusion"), trial.reception(), run);
        latentError(root.putObject("latent_nmse_db"), trial, run);
        ObjectNode quality = root.putObject("quality");
        QualityJson.write(quality.putObject("received"), sent, trial.reception().received());
        QualityJson.write(quality.putObject("mmse_shrinkage"), sent, trial.shrunk());
        QualityJson.write(quality.putObject("denoised"), sent, trial.reception().denoised());
        QualityJson.write(quality.putObject("codec_ceiling"), sent, trial.ceiling());
        ObjectNode times = root.putObject("time_ms");
        trial.milliseconds().forEach((stage, ms) -> Numbers.put(times, stage, ms, "not measured"));
        return root;
    }

    /** Complex symbols per source value: {@code k / (3 width height)}. */
    private static void bandwidth(ObjectNode node, TrialResult trial, Waveform waveform) {
        Framing framing = trial.transmission().framing();
        long all = 0;
        for (int i = 0; i < framing.count(); i++) {
            all += waveform.totalSymbols(framing.length(i));
        }
        double values = 3.0 * trial.spec().picture().width() * trial.spec().picture().height();
        Numbers.put(node, "payload", framing.symbols() / values, "");
        Numbers.put(node, "with_overhead", all / values, "");
    }

    private static void diffusion(ObjectNode node, Reception reception, RunInfo run) {
        boolean arrived = reception.reassembly().framesReceived() > 0;
        Numbers.put(node, "timestep", arrived ? reception.timestep() : Double.NaN, NOTHING);
        Numbers.put(node, "alpha_bar", arrived ? reception.alphaBar() : Double.NaN, NOTHING);
        Numbers.putDb(node, "effective_snr_db", reception.reassembly().effectiveSnr(), NOTHING);
        node.put("schedule", run.line().settings().schedule().name());
        node.put("map", run.line().settings().timesteps().name());
        node.put("sampler", run.line().settings().samplerName());
        node.put("steps", run.line().settings().steps());
        node.put("evaluations", reception.evaluations());
    }

    private static void latentError(ObjectNode node, TrialResult trial, RunInfo run) {
        LatentError error = new LatentError(run.line().settings().codec().format(), trial.transmission().latent());
        Reception reception = trial.reception();
        String equal = "no error or no latent energy";
        if (reception.reassembly().framesReceived() > 0) {
            Numbers.putDb(node, "predicted", error.predicted(reception.noisy()), equal);
        } else {
            Numbers.putNull(node, "predicted", NOTHING);
        }
        Numbers.putDb(node, "received", error.received(reception.noisy()), equal);
        Numbers.putDb(node, "denoised", error.of(reception.denoisedLatent()), equal);
        Numbers.putDb(node, "mmse_shrinkage", error.shrunk(reception.noisy()), equal);
    }
}
