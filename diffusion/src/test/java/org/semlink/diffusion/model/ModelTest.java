// SPDX-License-Identifier: Apache-2.0
package org.semlink.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
            Model.save(folder, "untrained", "none", 32, vae.store(), denoiser.store(), "none");
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

    /** From one text that must stand in the manifest to another, and what the refusal must say. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            format: 2                 | format: 9                  | format must be 2, got 9
            format: 2                 | formatt: 2                 | format must be 2, got none
            name: ddpm-linear         | name: ddpm-linaer          | did you mean 'ddpm-linear'
            cleanest-db: 40.000       | cleanest-db: 30.702        | trained with a schedule ddpm-linear from 30.702
            cleanest-db: 40.000       | cleanest-db: forty         | cleanest-db must be a number, got 'forty'
            prediction: x0            | prediction: eps            | prediction must be x0 with the denoiser architecture unet, got eps
            prediction: x0            | prediction: y              | must be x0, eps or v, got 'y'
            file: denoiser.safetensors | fil: denoiser.safetensors | unknown key 'fil', did you mean 'file'?
            file: vae.safetensors     | file: ../vae.safetensors   | must be a plain file name
            channels: 32              | channels: 16               | power.log_gain must have shape [16], has [32]
            stride: 8                 | stride: 16                 | says 32 latent channels at stride 16, its codec has 32 at 8
            channels: 32              | channels: 3.5              | must be a whole number
            architecture: unet        | architecture: unit         | did you mean 'unet'
            width: 128                | widht: 128                 | needs the size 'width'
            role: weights             | role: wait                 | names no file of role 'weights'
            """)
    void damagedManifestsAreRefused(String from, String to, String why) throws IOException {
        edit(from, to);
        refused(why);
    }

    /** TorchScript is code: it is not even read unless the model is trusted by name. */
    @Test
    void codeIsRefusedUnlessTrustedByName() throws IOException {
        edit("architecture: unet", "architecture: torchscript");
        refused("add --trust untrained");
        try (Compute compute = Compute.open("cpu")) {
            ModelSource source = ModelSource.find(folder.toString(), ModelCache.at(folder));
            assertThatThrownBy(() -> Model.open(source, new Trust(Set.of("other")), compute)).hasMessageContaining("add --trust untrained");
            assertThatThrownBy(() -> Model.open(source, new Trust(Set.of("untrained")), compute)).isInstanceOf(SemlinkException.class)
                    .hasMessageContaining("denoiser.safetensors is no TorchScript");
        }
    }

    @Test
    void missingWeightsAndUnknownNamesAreRefused() throws IOException {
        Files.delete(folder.resolve("vae.safetensors"));
        refused("lacks its weights (vae.safetensors)");
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
