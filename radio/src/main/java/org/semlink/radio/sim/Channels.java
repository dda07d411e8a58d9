// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.sim;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.semlink.common.Registry;
import org.semlink.common.SemlinkException;

/** What lies between the antennas, by name: {@code channel=rayleigh}; one line here per model. */
final class Channels {

    private static final Registry<ImpairmentKind> MODELS = Registry.<ImpairmentKind>of("channel")
            .with("awgn", new ImpairmentKind(List.of(), settings -> Optional.empty()))
            .with("none", new ImpairmentKind(List.of(), settings -> Optional.empty()))
            .with("multipath", Multipath.KIND)
            .with("rayleigh", Fading.RAYLEIGH)
            .with("rician", Fading.RICIAN)
            .with(TdlChannel.A.label(), TdlChannel.A.kind())
            .with(TdlChannel.B.label(), TdlChannel.B.kind())
            .with(TdlChannel.C.label(), TdlChannel.C.kind())
            .with(TdlChannel.D.label(), TdlChannel.D.kind())
            .with(TdlChannel.E.label(), TdlChannel.E.kind())
            .with("measured", MeasuredChannel.KIND);

    static final ImpairmentKind KIND = new ImpairmentKind(keys(), Channels::from);

    private Channels() {
    }

    private static List<String> keys() {
        Set<String> keys = new LinkedHashSet<>(List.of("channel"));
        MODELS.names().forEach(name -> keys.addAll(MODELS.get(name).keys()));
        return List.copyOf(keys);
    }

    private static Optional<Impairment> from(SimSettings settings) {
        String name = settings.spec().text("channel").orElse(settings.spec().flag("ideal") ? "none" : "multipath");
        ImpairmentKind model = MODELS.get(name);
        for (String key : KIND.keys()) {
            if (!key.equals("channel") && settings.spec().has(key) && !model.keys().contains(key)) {
                throw SemlinkException.input("radio option %s does not go with channel=%s, which takes: %s", key, name,
                        model.keys().isEmpty() ? "none" : String.join(", ", model.keys()));
            }
        }
        return model.make().apply(settings);
    }
}
