// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.junit;

import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.semlink.common.SemlinkException;
import org.semlink.radio.SiNumber;
import org.semlink.radio.waveform.Waveform;
import org.semlink.radio.waveform.Waveforms;
import org.semlink.testbench.line.LoadedModel;

/** What {@link SimulatedLink} brings: opens links for parameters; models are loaded once for all tests of a run. */
final class SimulatedLinkExtension implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(SimulatedLinkExtension.class);

    /** Part of a store's key: two parameters of one method have a link each. */
    private record LinkOf(ParameterContext parameter) {
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestLink.class;
    }

    @Override
    public TestLink resolveParameter(ParameterContext parameter, ExtensionContext context) {
        SimulatedLink wanted = parameter.findAnnotation(SimulatedLink.class)
                .or(() -> AnnotationSupport.findAnnotation(context.getElement(), SimulatedLink.class))
                .or(() -> onClasses(context))
                .orElseThrow(() -> new ParameterResolutionException("a parameter of type TestLink needs @SimulatedLink on itself, its method or its class"));
        TestLink link = open(wanted, name -> context.getRoot().getStore(NAMESPACE)
                .getOrComputeIfAbsent("model " + name, key -> LoadedModel.open(name, "cpu"), LoadedModel.class));
        // The store closes what it holds when the test ends.
        context.getStore(NAMESPACE).put(new LinkOf(parameter), link);
        return link;
    }

    /** The link that an annotation asks for. */
    static TestLink open(SimulatedLink wanted, Function<String, LoadedModel> models) {
        try {
            Waveform waveform = Waveforms.of(wanted.waveform(), SiNumber.parse("rate", wanted.rate(), 1, 1e9));
            TestLink link = TestLink.open(wanted.radio(), waveform, models.apply(wanted.model()), wanted.seed());
            return link.withSampler(wanted.sampler(), wanted.steps());
        } catch (SemlinkException e) {
            throw new ParameterResolutionException("@SimulatedLink: " + e.getMessage(), e);
        }
    }

    private static Optional<SimulatedLink> onClasses(ExtensionContext context) {
        return context.getTestClass().flatMap(test -> AnnotationSupport.findAnnotation(test, SimulatedLink.class, context.getEnclosingTestClasses()));
    }
}
