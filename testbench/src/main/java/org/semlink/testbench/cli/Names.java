// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.semlink.codec.NoiseMap;
import org.semlink.codec.djl.Precision;
import org.semlink.diffusion.model.ModelSource;
import org.semlink.diffusion.sampler.Sampler;
import org.semlink.radio.waveform.Waveforms;
import org.semlink.testbench.baseline.Baselines;
import org.semlink.testbench.line.LoadedModel;

/** What shells offer as values of options: the names in the registries. */
public abstract class Names implements Iterable<String> {

    private final List<String> names;

    private Names(Collection<String> names, String... more) {
        this.names = new ArrayList<>(names);
        this.names.addAll(List.of(more));
    }

    @Override
    public Iterator<String> iterator() {
        return names.iterator();
    }

    /** Beginnings of radio strings. */
    public static final class OfRadios extends Names {
        public OfRadios() {
            super(List.of("sim:", "soapy:", "file:"));
        }
    }

    /** Beginnings of the strings of radios that another host or program is at the other end of. */
    public static final class OfOneWayRadios extends Names {
        public OfOneWayRadios() {
            super(List.of("soapy:", "file:"));
        }
    }

    /** Models that need no path. */
    public static final class OfModels extends Names {
        public OfModels() {
            super(ModelSource.BUILT_IN, LoadedModel.LINEAR);
        }
    }

    /** What pictures are sent by: the model, and what it is compared with. */
    public static final class OfCodecs extends Names {
        public OfCodecs() {
            super(Baselines.REGISTRY.names(), CodecOptions.MODEL);
        }
    }

    /** Samplers. */
    public static final class OfSamplers extends Names {
        public OfSamplers() {
            super(Sampler.REGISTRY.names());
        }
    }

    /** Noise maps. */
    public static final class OfNoiseMaps extends Names {
        public OfNoiseMaps() {
            super(NoiseMap.REGISTRY.names());
        }
    }

    /** Waveforms without their options. */
    public static final class OfWaveforms extends Names {
        public OfWaveforms() {
            super(Waveforms.names());
        }
    }

    /** Precisions of networks. */
    public static final class OfPrecisions extends Names {
        public OfPrecisions() {
            super(Precision.REGISTRY.names());
        }
    }

    /** Devices for networks. */
    public static final class OfDevices extends Names {
        public OfDevices() {
            super(List.of("auto", "cpu", "gpu"));
        }
    }
}
