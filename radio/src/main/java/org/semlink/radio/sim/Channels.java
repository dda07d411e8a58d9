// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.List;
import java.util.Optional;
import org.semlink.common.Registry;
import org.semlink.common.SemlinkException;

/** What lies between the antennas, by name: {@code channel=awgn|none|multipath|rayleigh|rician}; one line here per model. */
final class Channels {

    static final ImpairmentKind KIND = new ImpairmentKind(List.of("channel", "taps", "doppler", "rician-k"), Channels::from);

    private static final Registry<ImpairmentKind> MODELS = Registry.<ImpairmentKind>of("channel")
            .with("awgn", new ImpairmentKind(List.of(), settings -> Optional.empty()))
            .with("none", new ImpairmentKind(List.of(), settings -> Optional.empty()))
            .with("multipath", Multipath.KIND)
            .with("rayleigh", Fading.RAYLEIGH)
            .with("rician", Fading.RICIAN);

    private Channels() {
    }

    private static Optional<Impairment> from(SimSettings settings) {
        String name = settings.spec().text("channel").orElse(settings.spec().flag("ideal") ? "none" : "multipath");
        ImpairmentKind model = MODELS.get(name);
        for (String key : List.of("taps", "doppler", "rician-k")) {
            if (settings.spec().has(key) && !model.keys().contains(key)) {
                throw SemlinkException.input("radio option %s does not go with channel=%s, which takes: %s", key, name,
                        model.keys().isEmpty() ? "none" : String.join(", ", model.keys()));
            }
        }
        return model.make().apply(settings);
    }
}
