// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.result;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.semlink.codec.Picture;
import org.semlink.codec.metric.LatentError;
import org.semlink.radio.waveform.Waveform;
import org.semlink.testbench.line.AirPass;
import org.semlink.testbench.line.ContentHash;
import org.semlink.testbench.line.Execution;
import org.semlink.testbench.line.Framing;
import org.semlink.testbench.line.PictureHeader;
import org.semlink.testbench.line.Reassembly;
import org.semlink.testbench.line.Reception;
import org.semlink.testbench.line.Stopwatch;
import org.semlink.testbench.line.TrialResult;
import org.semlink.testbench.line.Truth;

/**
 * {@code result.json} of one received picture: the schema is {@code result.schema.json} beside this class, version {@value #SCHEMA}.
 *
 * <p>Levels are in dB, everything else is linear. What could not be computed is null, and {@code KEY_reason} says why.
 */
public final class ResultJson {

    /** Version of the schema. */
    public static final int SCHEMA = 1;

    /** Why there is nothing to compare with. */
    static final String UNKNOWN = "the picture sent is not known here; name it with --reference";

    /** Why there is no effective SNR: the latent was sent as it is, at the model's own bandwidth ratio. */
    public static final String OWN_RATIO = "no bandwidth module";

    private static final String NOTHING = "no burst arrived";
    private static final List<String> STAGES = List.of("encode", "modulate", AirPass.STAGE, "demodulate", "denoise", "decode");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ResultJson() {
    }

    /** The result of a trial. */
    public static ObjectNode of(TrialResult trial, RunInfo run) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        PictureHeader header = trial.reception().reassembly().header();
        root.put("schema", SCHEMA);
        if (trial.name().isPresent()) {
            root.put("image", trial.name().get());
        } else {
            Numbers.putNull(root, "image", UNKNOWN);
        }
        root.putObject("size").put("width", header.width()).put("height", header.height());
        root.put("content_hash", ContentHash.text(header.contentHash()));
        root.put("date", run.date());
        root.putObject("model").put("name", run.model().name()).put("sha256", run.model().sha256());
        Execution execution = run.model().execution();
        root.put("device", execution.device()).put("precision", execution.precision().toString()).put("batch", execution.batch()).put("refine", execution.refine());
        root.put("seed", run.seed());
        root.set("radio", MAPPER.valueToTree(trial.radio()));
        bandwidth(root.putObject("bandwidth_ratio"), trial, run.line().waveform());
        LinkJson.write(root.putObject("link"), trial, run.line().waveform());
        diffusion(root.putObject("diffusion"), trial.reception(), run);
        long compareNs = System.nanoTime();
        latentError(root.putObject("latent_nmse_db"), trial, run);
        ObjectNode quality = root.putObject("quality");
        Optional<Picture> sent = trial.truth().map(Truth::picture);
        QualityJson.write(quality.putObject("received"), run.metrics(), sent, trial.reception().received());
        QualityJson.write(quality.putObject("mmse_shrinkage"), run.metrics(), sent, trial.reception().shrunk());
        QualityJson.write(quality.putObject("denoised"), run.metrics(), sent, trial.reception().denoised());
        QualityJson.write(quality.putObject("codec_ceiling"), run.metrics(), sent,
                trial.truth().map(Truth::ceiling).orElse(trial.reception().received()));
        double metricsMs = (System.nanoTime() - compareNs) / 1e6;
        ObjectNode times = root.putObject("time_ms");
        for (String stage : STAGES) {
            Numbers.put(times, stage, trial.milliseconds().getOrDefault(stage, Double.NaN), "done on another host");
        }
        times.put(Stopwatch.COMPARE, trial.milliseconds().getOrDefault(Stopwatch.COMPARE, 0.0) + metricsMs);
        return root;
    }

    /** Complex symbols per source value: {@code k / (3 width height)}, those of all transmissions that were combined. */
    private static void bandwidth(ObjectNode node, TrialResult trial, Waveform waveform) {
        Reassembly reassembly = trial.reception().reassembly();
        Framing framing = new Framing(reassembly.symbols().length(), reassembly.framesExpected());
        long all = 0;
        for (int i = 0; i < framing.count(); i++) {
            all += waveform.totalSymbols(framing.length(i));
        }
        double values = 3.0 * reassembly.header().width() * reassembly.header().height() / trial.reception().combined();
        Numbers.put(node, "payload", framing.symbols() / values, "");
        Numbers.put(node, "with_overhead", all / values, "");
        Reception reception = trial.reception();
        boolean plain = reassembly.header().hasOwnRatio();
        Numbers.putDb(node, "effective_snr_db", plain || reassembly.framesReceived() == 0 ? Double.NaN : reception.noisy().snr(),
                plain ? OWN_RATIO : NOTHING);
    }

    private static void diffusion(ObjectNode node, Reception reception, RunInfo run) {
        boolean arrived = reception.reassembly().framesReceived() > 0;
        Numbers.put(node, "timestep", arrived ? reception.timestep() : Double.NaN, NOTHING);
        Numbers.put(node, "alpha_bar", arrived ? reception.alphaBar() : Double.NaN, NOTHING);
        Numbers.putDb(node, "effective_snr_db", reception.reassembly().effectiveSnr(), NOTHING);
        node.put("schedule", run.line().settings().schedule().name());
        node.put("map", run.line().settings().timesteps().name());
        node.put("extrapolated", reception.extrapolated());
        node.put("noise_map", run.line().settings().noiseMap().name());
        node.put("sampler", run.line().settings().samplerName());
        node.put("steps", run.line().settings().steps());
        node.put("evaluations", reception.evaluations());
    }

    private static void latentError(ObjectNode node, TrialResult trial, RunInfo run) {
        Reception reception = trial.reception();
        if (trial.truth().isEmpty()) {
            for (String key : List.of("predicted", "received", "denoised", "mmse_shrinkage")) {
                Numbers.putNull(node, key, UNKNOWN);
            }
            return;
        }
        LatentError error = new LatentError(run.line().settings().codec().format(), trial.truth().get().transmission().latent(),
                !reception.reassembly().header().hasOwnRatio());
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
