// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.semlink.codec.djl.StateDictPickle.TensorPlace;
import org.semlink.common.SemlinkException;

/**
 * Reads weights that PyTorch wrote with {@code torch.save(model.state_dict(), file)}, the zip format since PyTorch 1.6, without running
 * anything in it.
 *
 * <p>Half and single precision, little-endian. The same checks as {@link Safetensors}: sizes against what is there, finite values.
 */
public final class StateDict {

    private static final int END = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int ENTRY = 0x02014b50;
    private static final int ENTRY_LENGTH = 46;
    private static final int LOCAL_LENGTH = 30;

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
        if (order != null && !new String(order, StandardCharsets.US_ASCII).equals("little")) {
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

    /**
     * Entries by path below the archive's one top folder, found by the central directory as PKWARE's APPNOTE 4.3.12 lays it out.
     *
     * <p>PyTorch stores without compressing and leaves sizes to the directory, which {@link java.util.zip.ZipInputStream} does not read.
     */
    private static Map<String, byte[]> unzip(byte[] file, String name) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        Map<String, byte[]> entries = new HashMap<>();
        try {
            int end = file.length - END_LENGTH;
            while (in.getInt(end) != END) {
                end--;
            }
            int at = in.getInt(end + 16);
            for (int i = 0; i < (in.getShort(end + 10) & 0xffff); i++) {
                if (in.getInt(at) != ENTRY || in.getShort(at + 10) != 0) {
                    throw damaged(name, "its entries are not stored as PyTorch stores them");
                }
                int size = in.getInt(at + 24);
                int nameLength = in.getShort(at + 28) & 0xffff;
                int local = in.getInt(at + 42);
                int data = local + LOCAL_LENGTH + (in.getShort(local + 26) & 0xffff) + (in.getShort(local + 28) & 0xffff);
                if (data < 0 || size < 0 || size > file.length - data) {
                    throw damaged(name, "an entry goes beyond its end");
                }
                String path = new String(file, at + ENTRY_LENGTH, nameLength, StandardCharsets.UTF_8);
                if (entries.put(path.substring(path.indexOf('/') + 1), Arrays.copyOfRange(file, data, data + size)) != null) {
                    throw damaged(name, "it holds " + path + " twice");
                }
                at += ENTRY_LENGTH + nameLength + (in.getShort(at + 30) & 0xffff) + (in.getShort(at + 32) & 0xffff);
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw damaged(name, "it is no whole zip file").causedBy(e);
        }
        return entries;
    }

    private static SemlinkException damaged(String name, String what) {
        return SemlinkException.input("model file %s is damaged: %s; fetch it again", name, what);
    }
}
