// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The shape of the house: testbench to calibration to radio and diffusion, diffusion to codec, nothing back up. */
@AnalyzeClasses(packages = "org.semlink", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String COMMON = "org.semlink.common..";
    private static final String RADIO = "org.semlink.radio..";
    private static final String CODEC = "org.semlink.codec..";
    private static final String DIFFUSION = "org.semlink.diffusion..";
    private static final String CALIBRATION = "org.semlink.calibration..";
    private static final String TESTBENCH = "org.semlink.testbench..";

    @ArchTest
    static final ArchRule COMMON_KNOWS_NOBODY = noClasses().that().resideInAPackage(COMMON)
            .should().dependOnClassesThat().resideInAnyPackage(RADIO, CODEC, DIFFUSION, CALIBRATION, TESTBENCH);

    @ArchTest
    static final ArchRule RADIO_KNOWS_NO_PICTURES = noClasses().that().resideInAPackage(RADIO)
            .should().dependOnClassesThat().resideInAnyPackage(CODEC, DIFFUSION, CALIBRATION, TESTBENCH);

    @ArchTest
    static final ArchRule CODEC_KNOWS_NO_RADIO = noClasses().that().resideInAPackage(CODEC)
            .should().dependOnClassesThat().resideInAnyPackage(RADIO, DIFFUSION, CALIBRATION, TESTBENCH);

    @ArchTest
    static final ArchRule DIFFUSION_KNOWS_NO_RADIO = noClasses().that().resideInAPackage(DIFFUSION)
            .should().dependOnClassesThat().resideInAnyPackage(RADIO, CALIBRATION, TESTBENCH);

    @ArchTest
    static final ArchRule CALIBRATION_KNOWS_NO_TESTBENCH = noClasses().that().resideInAPackage(CALIBRATION)
            .should().dependOnClassesThat().resideInAPackage(TESTBENCH);

    @ArchTest
    static final ArchRule NO_CYCLES_BETWEEN_MODULES = slices().matching("org.semlink.(*)..").should().beFreeOfCycles();

    /** Networks are native code: they stay behind interfaces of plain floats. */
    @ArchTest
    static final ArchRule DJL_ONLY_WHERE_NETWORKS_ARE = noClasses().that().resideOutsideOfPackages(
                    "org.semlink.codec.djl..", "org.semlink.codec.bandwidth..", "org.semlink.codec.vae..", "org.semlink.codec.taef2..", "org.semlink.codec.djscc..",
                    "org.semlink.diffusion.network..", "org.semlink.diffusion.refine..", "org.semlink.diffusion.train..")
            .should().dependOnClassesThat().resideInAPackage("ai.djl..");

    /** The command runs without JUnit. */
    @ArchTest
    static final ArchRule JUNIT_ONLY_FOR_TESTS_OF_USERS = noClasses().that().resideOutsideOfPackage("org.semlink.testbench.junit..")
            .should().dependOnClassesThat().resideInAnyPackage("org.junit..", "org.semlink.testbench.junit..");

    @ArchTest
    static final ArchRule JNA_ONLY_WHERE_SOAPY_IS = noClasses().that().resideOutsideOfPackage("org.semlink.radio.soapy..")
            .should().dependOnClassesThat().resideInAPackage("com.sun.jna..");
}
