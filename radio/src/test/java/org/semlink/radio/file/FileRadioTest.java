// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.common.SemlinkException;
import org.semlink.radio.Iq;
import org.semlink.radio.Radio;
import org.semlink.radio.RadioContext;
import org.semlink.radio.RadioContract;
import org.semlink.radio.RadioCounters;
import org.semlink.radio.Radios;
import org.semlink.radio.SampleFormat;

class FileRadioTest extends RadioContract {

    private static final double RATE = 1e6;

    @TempDir
    private Path folder;
    private int opened;

    static Radio open(String spec, double rateHz) {
        return Radios.open(spec, new RadioContext(rateHz, 1.0 / 16, 200.0 / 256, 0.82 * rateHz, 1));
    }

    private Radio open(String name) {
        return open("file:" + folder.resolve(name), RATE);
    }

    @Override
    protected Radio open() {
        return open("contract-" + opened++ + ".sigmf-meta");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.sigmf-meta", "a.sigmf-data", "a.cf32", "a.cs16", "a.cs8", "a.cu8"})
    void replaysWhatItRecordedTwiceTheSame(String name) throws IOException {
        float[] heard;
        try (Radio radio = open(name)) {
            radio.transmit(burst(70_000, RATE, 1));
            radio.transmit(burst(100, RATE, 2));
            heard = drain(radio, 1 << 30);
        }
        assertThat(heard.length / 2).isEqualTo(70_100 + 4 * 1024);
        assertThat(names()).allMatch(n -> n.startsWith("a."));
        String spec = "file:" + folder.resolve(name) + ",rate=1M";
        for (int maxSamples : new int[] {1 << 30, 777}) {
            try (Radio radio = open(spec, RATE)) {
                assertThat(Arrays.equals(drain(radio, maxSamples), heard)).as("replayed by %s", maxSamples).isTrue();
                assertThat(radio.receive(10, TIMEOUT).iq().length()).isZero();
            }
        }
    }

    @Test
    void recordsBurstsExactlyBetweenZerosAndNotesThem() {
        Iq burst = burst(5000, RATE, 3);
        try (Radio radio = open("b.sigmf-meta,freq=2.4G,hw=a bench")) {
            radio.transmit(burst);
            radio.transmit(burst);
        }
        SigmfMetadata metadata = new SigmfFile(folder.resolve("b.sigmf-data")).read();
        assertThat(metadata.sampleRateHz()).hasValue(RATE);
        assertThat(metadata.frequencyHz()).hasValue(2.4e9);
        assertThat(metadata.hardware()).contains("a bench");
        assertThat(metadata.sha512()).isPresent();
        assertThat(metadata.annotations()).extracting(SigmfAnnotation::sampleStart).containsExactly(1024L, 3 * 1024L + 5000);
        float[] samples = RawFormatTest.read(folder.resolve("b.sigmf-data"), SampleFormat.CF32, 4096);
        for (SigmfAnnotation a : metadata.annotations()) {
            int start = (int) a.sampleStart();
            assertThat(a.sampleCount()).isEqualTo(5000);
            assertThat(Arrays.copyOfRange(samples, 2 * start, 2 * (start + 5000))).isEqualTo(burst.samples());
            assertThat(Arrays.copyOfRange(samples, 2 * (start - 1024), 2 * start)).containsOnly(0);
            assertThat(Arrays.copyOfRange(samples, 2 * (start + 5000), 2 * (start + 6024))).containsOnly(0);
        }
    }

    @Test
    void hearsEachBurstBeforeTheNext() {
        float[] together;
        try (Radio radio = open("t.cs16")) {
            radio.transmit(burst(3000, RATE, 1));
            radio.transmit(burst(3000, RATE, 2));
            together = drain(radio, 4096);
        }
        try (Radio radio = open("u.cs16")) {
            radio.transmit(burst(3000, RATE, 1));
            float[] first = drain(radio, 1000);
            radio.transmit(burst(3000, RATE, 2));
            float[] second = drain(radio, 1000);
            assertThat(first).isEqualTo(Arrays.copyOf(together, first.length));
            assertThat(second).isEqualTo(Arrays.copyOfRange(together, first.length, together.length));
        }
    }

    @Test
    void countsClippingAndBadSamples() throws IOException {
        float[] iq = new float[200];
        Arrays.fill(iq, 0, 20, 1.5f);
        iq[50] = Float.NaN;
        try (Radio radio = open("c.sigmf-meta,format=cs8")) {
            radio.transmit(new Iq(iq, RATE, 0));
            assertThat(radio.counters()).isEqualTo(new RadioCounters(0, 0, 0, 10));
            assertThat(radio.description()).containsEntry("samples_not_finite", 1L);
        }
        assertThat(new SigmfFile(folder.resolve("c.sigmf-meta")).read().values()).containsEntry("clipped_samples", 10)
                .containsEntry("samples_not_finite", 1);
        // Two NaN samples, a whole one and 3 bytes.
        byte[] bytes = new byte[27];
        Arrays.fill(bytes, 0, 16, (byte) 0x7f);
        bytes[2] = (byte) 0xff;
        bytes[10] = (byte) 0xff;
        Files.write(folder.resolve("n.cf32"), bytes);
        try (Radio radio = open("n.cf32,rate=1M")) {
            assertThat(drain(radio, 100)).hasSize(6).containsOnly(0);
            assertThat(radio.description()).containsEntry("samples_not_finite", 2L).containsEntry("trailing_bytes", 3)
                    .containsEntry("samples", 3L).containsEntry("mode", "read").containsEntry("format", "cf32_le");
        }
    }

    @Test
    void neverReplacesARecordingUnasked() throws IOException {
        Path file = Files.write(folder.resolve("kept.cs8"), new byte[] {1, 2, 3, 4});
        try (Radio radio = open("kept.cs8,rate=1M")) {
            assertThat(catchThrowableOfType(SemlinkException.class, () -> radio.transmit(burst(10, RATE, 1))))
                    .hasMessageContaining("exists and is replayed").hasMessageContaining("mode=write");
        }
        open("kept.cs8,mode=write").close();
        assertThat(file).hasBinaryContent(new byte[] {1, 2, 3, 4});
        try (Radio radio = open("kept.cs8,mode=write")) {
            assertThat(radio.receive(10, TIMEOUT).iq().length()).isZero();
            radio.transmit(burst(10, RATE, 1));
            assertThat(file).hasSize(4);
        }
        assertThat(file).hasSize(2 * 2058);
        assertThat(names()).containsExactly("kept.cs8");
    }

    @Test
    void receivingFromNothingIsAnErrorAndLeavesNothing() throws IOException {
        try (Radio radio = open("none.sigmf-meta")) {
            assertThat(catchThrowableOfType(SemlinkException.class, () -> radio.receive(10, TIMEOUT)))
                    .hasMessageContaining("none.sigmf-meta does not exist");
        }
        assertThat(names()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "file:                                | radio file needs a path",
        "file:rate=1M                         | radio file needs a path",
        "file:/                               | recording / is a folder",
        "file:DIR/a.wav                       | recording must end in .sigmf-meta, .sigmf-data or one of cf32, cs16, cs8, cu8, got",
        "file:DIR/a.cs8,DIR/b.cs8             | unknown option",
        "file:DIR/a.cs8,path=DIR/b.cs8        | radio option path is given twice",
        "file:DIR/a.cs8,format=cs16           | radio option format=cs16 contradicts the name",
        "file:DIR/a.cs8,format=wav            | sample format must be one of cf32, cs16, cs8, cu8, got 'wav'",
        "file:DIR/a.cs8,mode=append           | radio option mode must be read or write, got 'append'",
        "file:DIR/a.cs8,mode=read             | recording DIR/a.cs8 does not exist",
        "file:DIR/a.sigmf-meta,mode=read      | recording DIR/a.sigmf-meta does not exist",
        "file:DIR/a.cs8,rate=2M               | rate of recording DIR/a.cs8 must be the waveform's 1000000.0 samples per second, got 2000000.0",
        "file:DIR/a.cs8,rate=0                | radio option rate must be from",
        "file:DIR/a.cs8,freq=1G               | radio option freq is recorded only in SigMF metadata",
        "file:DIR/a.cs8,speed=2               | unknown option 'speed' of radio file",
        "file:DIR/there.cs8                   | raw recording DIR/there.cs8 does not say its sample rate; add it, such as file:DIR/there.cs8,rate=1M",
        "file:DIR/there.cs8,rate=3M           | rate of recording DIR/there.cs8 must be the waveform's",
        "file:DIR/there.sigmf-meta,rate=3M    | radio option rate=3000000.0 contradicts DIR/there.sigmf-meta, which has 2000000.0",
        "file:DIR/there.sigmf-meta,format=cs8 | radio option format=cs8 contradicts DIR/there.sigmf-meta, which has cf32",
        "file:DIR/there.sigmf-meta            | core:sample_rate of recording DIR/there.sigmf-meta must be the waveform's 1000000.0",
        "file:DIR/there.sigmf-meta,hw=x       | radio option hw is recorded only in SigMF metadata, got it when reading",
        "file:DIR/empty.cs16,rate=1M          | recording DIR/empty.cs16 has no whole sample",
        "file:DIR/folder.cs8,rate=1M          | recording DIR/folder.cs8 is not a regular file"})
    void refusesBadInputInOneLine(String spec, String message) throws IOException {
        Files.write(folder.resolve("there.cs8"), new byte[4]);
        Files.write(folder.resolve("empty.cs16"), new byte[3]);
        Files.createDirectory(folder.resolve("folder.cs8"));
        try (Radio radio = open("file:" + folder.resolve("there.sigmf-meta"), 2e6)) {
            radio.transmit(burst(10, 2e6, 1));
        }
        String real = spec.replace("DIR", folder.toString());
        SemlinkException e = catchThrowableOfType(SemlinkException.class, () -> open(real, RATE).close());
        assertThat(e).as("error for %s", spec).isNotNull().hasMessageStartingWith(message.replace("DIR", folder.toString()))
                .hasMessageNotContaining("\n");
        assertThat(e.kind()).isEqualTo(SemlinkException.Kind.INPUT);
        assertThat(names()).containsExactly("empty.cs16", "folder.cs8", "there.cs8", "there.sigmf-data", "there.sigmf-meta");
    }

    @Test
    void pathsMayHoldEqualsSignsAndForeignSuffixes() {
        try (Radio radio = open("file:path=" + folder.resolve("x=1.dat") + ",format=cu8", RATE)) {
            radio.transmit(burst(100, RATE, 1));
        }
        assertThat(folder.resolve("x=1.dat")).hasSize(2 * 2148);
    }

    @ParameterizedTest
    @CsvSource({"cs16, 86.04", "cs8, 37.88", "cu8, 37.88"})
    void quantisesByItsStep(String format, double snrDb) {
        Iq burst = burst(50_000, RATE, 5);
        double power = 0;
        double error = 0;
        try (Radio radio = open("q." + format)) {
            radio.transmit(burst);
            float[] heard = drain(radio, 4096);
            for (int i = 0; i < burst.samples().length; i++) {
                power += Math.pow(burst.samples()[i], 2);
                error += Math.pow(heard[i + 2048] - burst.samples()[i], 2);
            }
        }
        // Power 1/16 over 1/6 of a step's square: 37.88 dB for a step of 1/128.
        assertThat(org.semlink.common.Snr.toDb(power / error)).isCloseTo(snrDb, within(0.1));
    }
}
