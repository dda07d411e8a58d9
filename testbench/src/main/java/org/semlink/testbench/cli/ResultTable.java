// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Locale;

/** The short table that {@code link} prints, one column per picture. */
final class ResultTable {

    private static final int LABEL = 34;
    private static final int COLUMN = 16;

    private final StringBuilder text = new StringBuilder();
    private final Collection<? extends JsonNode> results;

    private ResultTable(Collection<? extends JsonNode> results) {
        this.results = results;
    }

    /** The table of these results. */
    static String of(Collection<? extends JsonNode> results) {
        ResultTable table = new ResultTable(results);
        table.row("", r -> r.get("image").textValue().replaceAll(".*[/\\\\]", ""));
        table.row("size", r -> r.at("/size/width").intValue() + "x" + r.at("/size/height").intValue());
        table.row("frames received / sent", r -> r.at("/link/frames/received").intValue() + " / " + r.at("/link/frames/sent").intValue());
        table.row("channel uses per value, payload/all", r -> number(r, "/bandwidth_ratio/payload", "%.4f") + " / "
                + number(r, "/bandwidth_ratio/with_overhead", "%.3f"));
        table.number("SNR true, of all bursts, dB", "/link/true_snr_db", "%.2f");
        table.number("SNR estimated, of those received", "/link/snr_db", "%.2f");
        table.number("carrier offset, Hz", "/link/cfo_hz", "%.1f");
        table.number("timestep", "/diffusion/timestep", "%.1f");
        table.number("latent NMSE predicted, dB", "/latent_nmse_db/predicted", "%.2f");
        table.number("latent NMSE received, dB", "/latent_nmse_db/received", "%.2f");
        table.number("  after linear shrinkage, dB", "/latent_nmse_db/mmse_shrinkage", "%.2f");
        table.number("  after denoising, dB", "/latent_nmse_db/denoised", "%.2f");
        table.number("PSNR received, dB", "/quality/received/psnr_db", "%.2f");
        table.number("  after linear shrinkage, dB", "/quality/mmse_shrinkage/psnr_db", "%.2f");
        table.number("  after denoising, dB", "/quality/denoised/psnr_db", "%.2f");
        table.number("  codec alone (ceiling), dB", "/quality/codec_ceiling/psnr_db", "%.2f");
        table.row("time, s", r -> String.format(Locale.ROOT, "%.2f", seconds(r.get("time_ms"))));
        return table.text.toString();
    }

    private interface Cell {
        String of(JsonNode result);
    }

    private void number(String label, String pointer, String format) {
        row(label, r -> number(r, pointer, format));
    }

    private void row(String label, Cell cell) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-" + LABEL + "s", label));
        for (JsonNode result : results) {
            line.append("  ").append(String.format(Locale.ROOT, "%" + COLUMN + "s", shortened(cell.of(result))));
        }
        text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }

    private static String shortened(String cell) {
        return cell.length() <= COLUMN ? cell : cell.substring(0, COLUMN - 1) + "~";
    }

    private static String number(JsonNode result, String pointer, String format) {
        JsonNode value = result.at(pointer);
        return value.isNumber() ? String.format(Locale.ROOT, format, value.doubleValue()) : "-";
    }

    private static double seconds(JsonNode times) {
        double sum = 0;
        for (JsonNode ms : times) {
            sum += ms.asDouble();
        }
        return sum / 1000;
    }
}
