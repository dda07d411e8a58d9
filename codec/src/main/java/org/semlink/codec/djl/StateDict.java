// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.semlink.codec.djl.StateDictPickle.TensorPlace;
import org.semlink.common.SemlinkException;

/**
 * Reads weights that PyTorch wrote with {@code torch.save(model.state_dict(), file)}, the zip format since PyTorch 1.6, without running
 * anything in it.
 *
 * <p>Half and single precision, little-endian. The same checks as {@link Safetensors}: sizes against what is there, finite values.
 */
public final class StateDict {

    /** Far above any network that this project runs; keeps a zip bomb from filling the memory. */
    private static final long MAX_BYTES = 1L << 30;

    private StateDict() {
    }

    /** Whether these are the bytes of such a file rather than of safetensors. */
    public static boolean looksLikeOne(byte[] file) {
        return file.length > 4 && file[0] == 'P' && file[1] == 'K' && file[2] == 3 && file[3] == 4;
    }

    /**
     * All tensors of a file, in the file's order.
     *
     * @param name what error messages call the file
     */
    public static Map<String, StoredTensor> read(byte[] file, String name) {
        Map<String, byte[]> entries = unzip(file, name);
        byte[] pickle = entries.get("data.pkl");
        if (pickle == null) {
            throw damaged(name, "it holds no data.pkl");
        }
        byte[] order = entries.get("byteorder");
        if (order != null && !new String(order, java.nio.charset.StandardCharsets.US_ASCII).equals("little")) {
            throw damaged(name, "it was written on a big-endian machine");
        }
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        StateDictPickle.read(pickle, name).forEach((key, place) ->
                tensors.put(key, tensor(entries.get("data/" + place.storage().key()), place, key, name)));
        return tensors;
    }

    private static StoredTensor tensor(byte[] data, TensorPlace place, String key, String name) {
        int bytes = place.storage().half() ? 2 : 4;
        long elements = StoredTensor.elements(place.shape());
        if (data == null || place.offset() < 0 || (place.offset() + elements) * bytes > data.length) {
            throw damaged(name, "the data of tensor " + key + " are missing or cut short");
        }
        ByteBuffer buffer = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[(int) elements];
        int start = (int) place.offset() * bytes;
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes == 4 ? buffer.getFloat(start + 4 * i) : Half.toFloat(buffer.getShort(start + 2 * i));
            if (!Float.isFinite(values[i])) {
                throw damaged(name, "tensor " + key + " holds " + values[i] + " at element " + i);
            }
        }
        return new StoredTensor(place.shape(), values);
    }

    /** Entries by path below the archive's one top folder. */
    private static Map<String, byte[]> unzip(byte[] file, String name) {
        Map<String, byte[]> entries = new HashMap<>();
        long total = 0;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] bytes = zip.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, MAX_BYTES - total + 1));
                total += bytes.length;
                if (total > MAX_BYTES) {
                    throw damaged(name, "it unpacks to more than " + MAX_BYTES + " bytes");
                }
                entries.put(entry.getName().substring(entry.getName().indexOf('/') + 1), bytes);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(name, "it is no zip file").causedBy(e);
        }
        return entries;
    }

    private static SemlinkException damaged(String name, String what) {
        return SemlinkException.input("model file %s is damaged: %s; fetch it again", name, what);
    }
}
