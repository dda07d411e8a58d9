// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.codec.djl.Compute;
import org.semlink.codec.djl.Parameters;
import org.semlink.codec.vae.BlockTransform;
import org.semlink.codec.vae.VaeNetwork;
import org.semlink.common.SemlinkException;
import org.semlink.diffusion.network.UNet;

/** A saved model opens again; one that was touched in any way does not, and says why in one line. */
class ModelTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void saveUntrained() {
        try (Compute compute = Compute.open("cpu")) {
            Parameters vae = Parameters.initialised(compute.manager(), 1);
            new VaeNetwork(compute.manager(), vae, VaeNetwork.Config.DEFAULT, BlockTransform.Start.FROM_FILE);
            Parameters denoiser = Parameters.initialised(compute.manager(), 2);
            new UNet(denoiser, UNet.Config.DEFAULT);
            Model.save(folder, "untrained", "none", vae.store(), denoiser.store(), "none");
        }
    }

    @Test
    void savedModelOpens() {
        try (Compute compute = Compute.open("cpu"); Model model = Model.open(folder.toString(), compute)) {
            assertThat(model.name()).isEqualTo("untrained");
            assertThat(model.sha256()).hasSize(64);
            assertThat(model.codec().format().channels()).isEqualTo(32);
            assertThat(model.schedule().name()).isEqualTo("ddpm-linear");
        }
    }

    @Test
    void changedWeightsAreRefusedByChecksum() throws IOException {
        Path file = folder.resolve("denoiser.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        refused("denoiser.safetensors has sha256");
    }

    @Test
    void wrongSizesAreRefusedByTensorShape() throws IOException {
        edit("width: 128", "width: 64");
        refused("must have shape");
    }

    @Test
    void damagedManifestsAreRefused() throws IOException {
        edit("format: 1", "format: 9");
        refused("has format 9");
        edit("format: 9", "formatt: 1");
        refused("model.yaml is not valid at line");
        edit("formatt: 1", "format: 1");
        edit("ddpm-linear", "ddpm-linaer");
        refused("did you mean 'ddpm-linear'");
        edit("ddpm-linaer", "ddpm-linear");
        edit("prediction: x0", "prediction: eps");
        refused("has prediction 'eps', this version knows x0");
        edit("prediction: eps", "prediction: x0");
        edit("file: denoiser.safetensors", "file:");
        refused("lacks a value");
        edit("file:\n", "file: denoiser.safetensors\n");
        edit("vae.safetensors", "../vae.safetensors");
        refused("only files beside model.yaml");
    }

    @Test
    void missingWeightsAndUnknownNamesAreRefused() throws IOException {
        Files.delete(folder.resolve("vae.safetensors"));
        refused("vae.safetensors cannot be read");
        try (Compute compute = Compute.open("cpu")) {
            assertThatThrownBy(() -> Model.open("bass", compute)).isInstanceOf(SemlinkException.class).hasMessageContaining("did you mean 'base'");
        }
    }

    private void edit(String from, String to) throws IOException {
        Path manifest = folder.resolve("model.yaml");
        String text = Files.readString(manifest);
        assertThat(text).contains(from);
        Files.writeString(manifest, text.replace(from, to));
    }

    private void refused(String why) {
        try (Compute compute = Compute.open("cpu")) {
            assertThatThrownBy(() -> Model.open(folder.toString(), compute)).isInstanceOf(SemlinkException.class).hasMessageContaining(why)
                    .hasMessageNotContaining("\n");
        }
    }
}
