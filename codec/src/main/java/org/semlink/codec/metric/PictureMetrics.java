// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.metric;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.WeakHashMap;
import org.semlink.codec.Picture;
import org.semlink.codec.djl.Compute;

/** All metrics of a run by the names that results use: the registered ones, and LPIPS where its weights were given. Used by one thread. */
public final class PictureMetrics implements AutoCloseable {

    /** Name of the metric that needs weights. */
    public static final String LPIPS = "lpips";
    /** Environment variable that names the weights where no option does. */
    public static final String LPIPS_VARIABLE = "SEMLINK_LPIPS";

    private final Map<String, PictureMetric> metrics = new LinkedHashMap<>();
    private final Compute compute;
    private final Lpips lpips;
    /** What was measured, as long as the received picture is in use: a codec's ceiling comes again with every trial of its picture. */
    private final Map<Picture, Measured> known = new WeakHashMap<>();

    private record Measured(WeakReference<Picture> sent, Map<String, OptionalDouble> values) {
    }

    private PictureMetrics(Compute compute, Lpips lpips) {
        this.compute = compute;
        this.lpips = lpips;
        PictureMetric.REGISTRY.names().forEach(name -> metrics.put(name, PictureMetric.REGISTRY.get(name)));
        if (lpips != null) {
            metrics.put(LPIPS, lpips);
        }
    }

    /** The registered metrics alone. */
    public static PictureMetrics withoutLpips() {
        return new PictureMetrics(null, null);
    }

    /** With LPIPS on a device, if {@code weights} or else the environment names its file. */
    public static PictureMetrics open(Optional<Path> weights, String device) {
        Optional<Path> file = weights.or(() -> Optional.ofNullable(System.getenv(LPIPS_VARIABLE)).filter(text -> !text.isBlank()).map(Path::of));
        if (file.isEmpty()) {
            return withoutLpips();
        }
        Compute compute = Compute.open(device);
        try {
            return new PictureMetrics(compute, Lpips.open(file.get(), compute));
        } catch (RuntimeException e) {
            compute.close();
            throw e;
        }
    }

    /** Metrics by name, in the order of results. */
    public Map<String, PictureMetric> byName() {
        return Collections.unmodifiableMap(metrics);
    }

    /** Every metric of {@code received} by name, empty where it is not defined for this size. */
    public Map<String, OptionalDouble> measure(Picture sent, Picture received) {
        Measured before = known.get(received);
        if (before != null && before.sent().get() == sent) {
            return before.values();
        }
        Map<String, OptionalDouble> values = new LinkedHashMap<>();
        Comparison pair = new Comparison(sent, received);
        metrics.forEach((name, metric) -> values.put(name, metric.measure(pair)));
        known.put(received, new Measured(new WeakReference<>(sent), Collections.unmodifiableMap(values)));
        return known.get(received).values();
    }

    @Override
    public void close() {
        if (lpips != null) {
            lpips.close();
            compute.close();
        }
    }
}
