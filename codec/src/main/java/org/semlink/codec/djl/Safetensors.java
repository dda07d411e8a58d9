// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.semlink.common.SemlinkException;

/**
 * Reads and writes the safetensors format: 8 bytes little-endian header length, a JSON header, then raw little-endian data.
 *
 * <p>Reads F32 and F16 (widened). Every length and offset is checked against the bytes that are there before anything is allocated, and
 * values that are not finite are refused: a damaged or hostile file ends in one clear line.
 * Format: <a href="https://github.com/huggingface/safetensors">huggingface/safetensors</a>.
 */
public final class Safetensors {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** How values are stored. */
    public enum Storage {
        F32(4), F16(2);

        private final int bytes;

        Storage(int bytes) {
            this.bytes = bytes;
        }
    }

    private Safetensors() {
    }

    /**
     * All tensors of a file, in the file's order.
     *
     * @param file the whole file
     * @param name what error messages call it
     */
    public static Map<String, StoredTensor> read(byte[] file, String name) {
        int headerLength = headerLength(file, name);
        ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int dataStart = 8 + headerLength;
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : header(file, headerLength, name).properties()) {
            if (!entry.getKey().equals("__metadata__")) {
                tensors.put(entry.getKey(), tensor(buffer, dataStart, entry.getKey(), entry.getValue(), name));
            }
        }
        return tensors;
    }

    /** The header's length, known to fit the file. */
    private static int headerLength(byte[] file, String name) {
        if (file.length < 8) {
            throw damaged(name, "it has " + file.length + " bytes, less than a header length");
        }
        long length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 2 || length > file.length - 8) {
            throw damaged(name, "header length " + length + " does not fit the file of " + file.length + " bytes");
        }
        return (int) length;
    }

    private static JsonNode header(byte[] file, int length, String name) {
        try {
            JsonNode header = JSON.readTree(file, 8, length);
            if (header != null && header.isObject()) {
                return header;
            }
        } catch (IOException e) {
            throw damaged(name, "its header is not JSON").causedBy(e);
        }
        throw damaged(name, "its header is not a JSON object");
    }

    private static StoredTensor tensor(ByteBuffer file, int dataStart, String key, JsonNode entry, String name) {
        String type = entry.path("dtype").asText();
        if (!type.equals("F32") && !type.equals("F16")) {
            throw damaged(name, "tensor " + key + " has type '" + type + "', F32 and F16 are supported");
        }
        int bytes = Storage.valueOf(type).bytes;
        long[] shape = new long[entry.path("shape").size()];
        long elements = 1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = entry.path("shape").get(i).asLong(-1);
            if (shape[i] < 0 || shape[i] > file.capacity() || elements * shape[i] > file.capacity()) {
                throw damaged(name, "tensor " + key + " has the impossible shape " + entry.path("shape"));
            }
            elements *= shape[i];
        }
        long begin = entry.path("data_offsets").path(0).asLong(-1);
        long end = entry.path("data_offsets").path(1).asLong(-1);
        if (begin < 0 || end - begin != elements * bytes || end > file.capacity() - dataStart) {
            throw damaged(name, "tensor " + key + " claims bytes " + begin + " to " + end + " of " + (file.capacity() - dataStart));
        }
        return new StoredTensor(shape, values(file, dataStart + (int) begin, (int) elements, bytes, key, name));
    }

    private static float[] values(ByteBuffer file, int at, int count, int bytes, String key, String name) {
        float[] values = new float[count];
        ByteBuffer part = file.slice(at, count * bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes == 4) {
            part.asFloatBuffer().get(values);
        } else {
            short[] halves = new short[count];
            part.asShortBuffer().get(halves);
            Half.toFloats(halves, values);
        }
        for (int i = 0; i < count; i++) {
            if (!Float.isFinite(values[i])) {
                throw damaged(name, "tensor " + key + " holds " + values[i] + " at element " + i);
            }
        }
        return values;
    }

    /** The text entries that a file carries beside its tensors; empty if none. */
    public static Map<String, String> metadata(byte[] file, String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        header(file, headerLength(file, name), name).path("__metadata__").properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    /** The bytes of a file holding these tensors in map order; F16 rounds to nearest. */
    public static byte[] write(Map<String, StoredTensor> tensors, Map<String, String> metadata, Storage precision) {
        ObjectNode header = JSON.createObjectNode();
        metadata.forEach((key, value) -> header.withObject("/__metadata__").put(key, value));
        long offset = 0;
        for (Map.Entry<String, StoredTensor> entry : tensors.entrySet()) {
            ObjectNode node = header.putObject(entry.getKey()).put("dtype", precision.name());
            for (long side : entry.getValue().shape()) {
                node.withArray("shape").add(side);
            }
            if (entry.getValue().shape().length == 0) {
                node.putArray("shape");
            }
            node.putArray("data_offsets").add(offset).add(offset += (long) precision.bytes * entry.getValue().values().length);
        }
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        int padded = (text.length + 7) / 8 * 8;
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(8 + padded + offset)).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(padded).put(text);
        for (int i = text.length; i < padded; i++) {
            out.put((byte) ' ');
        }
        for (StoredTensor tensor : tensors.values()) {
            for (float value : tensor.values()) {
                if (precision == Storage.F32) {
                    out.putFloat(value);
                } else {
                    out.putShort(Half.fromFloat(value));
                }
            }
        }
        return out.array();
    }

    private static SemlinkException damaged(String name, String what) {
        return SemlinkException.input("model file %s is damaged: %s; fetch it again", name, what);
    }
}
