// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.semlink.codec.djl.Safetensors.Storage;
import org.semlink.common.SemlinkException;

class SafetensorsTest {

    @Test
    void singlePrecisionComesBackExactlyWithNamesOrderAndMetadata() {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensors.put("b.weight", new StoredTensor(new long[] {2, 3}, new float[] {1, -2, 3.5f, 0, 1e-30f, 7}));
        tensors.put("a", new StoredTensor(new long[] {}, new float[] {4}));
        byte[] file = Safetensors.write(tensors, Map.of("step", "12"), Storage.F32);
        Map<String, StoredTensor> back = Safetensors.read(file, "t");
        assertThat(back.keySet()).containsExactly("b.weight", "a");
        assertThat(back.get("b.weight").values()).isEqualTo(tensors.get("b.weight").values());
        assertThat(back.get("b.weight").shape()).containsExactly(2, 3);
        assertThat(back.get("a").shape()).isEmpty();
        assertThat(Safetensors.metadata(file, "t")).containsExactly(Map.entry("step", "12"));
        assertThat(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,12]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[-4,12]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[8,24]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[-4],\"data_offsets\":[0,16]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,16]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[65536,65536,65536,65536],\"data_offsets\":[0,0]}}",
            "{\"a\":{\"dtype\":\"I64\",\"shape\":[2],\"data_offsets\":[0,16]}}",
            "{\"a\":{}}", "{\"a\":3}", "[]", "nonsense", "{\"a\":"})
    void hostileHeadersAreRefusedInOneLine(String header) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        byte[] file = ByteBuffer.allocate(8 + text.length + 16).order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).put(text).array();
        assertRefused(file);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, 1000, Long.MAX_VALUE, Integer.MAX_VALUE})
    void absurdHeaderLengthsAreRefused(long length) {
        assertRefused(ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array());
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] file = Safetensors.write(Map.of("a", new StoredTensor(new long[] {5}, new float[5])), Map.of(), Storage.F16);
        for (int length = 0; length < file.length; length++) {
            assertRefused(Arrays.copyOf(file, length));
        }
    }

    @Test
    void damagedBytesNeverEscapeAsAnotherError() {
        SplittableRandom random = new SplittableRandom(8);
        byte[] file = Safetensors.write(Map.of("a", new StoredTensor(new long[] {3}, new float[3])), Map.of(), Storage.F32);
        for (int i = 0; i < 3000; i++) {
            byte[] damaged = file.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            try {
                Safetensors.read(damaged, "damaged");
            } catch (SemlinkException e) {
                assertThat(e.getMessage()).as("case %d", i).contains("damaged").doesNotContain("\n");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    void valuesThatAreNotFiniteAreRefused(float value) {
        byte[] file = Safetensors.write(Map.of("a", new StoredTensor(new long[] {2}, new float[] {1, value})), Map.of(), Storage.F32);
        assertThatThrownBy(() -> Safetensors.read(file, "t")).hasMessageContaining("element 1");
    }

    private static void assertRefused(byte[] file) {
        assertThatThrownBy(() -> Safetensors.read(file, "t")).isInstanceOf(SemlinkException.class).hasMessageContaining("model file t is damaged");
    }
}
