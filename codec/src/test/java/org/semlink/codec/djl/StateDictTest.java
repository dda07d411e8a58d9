// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.semlink.common.SemlinkException;

/** Files as torch.save writes them, put together opcode by opcode. */
class StateDictTest {

    private static final String DICT = "\u0080\u0002ccollections\nOrderedDict\nq\u0000)Rq\u0001";

    @Test
    void tensorsComeWithNamesShapesAndValuesInOrder() {
        byte[] file = zip(Map.of("data.pkl", DICT + "(" + tensor("b.weight", "0", 6, 1, new int[] {2, 2}, new int[] {2, 1})
                + tensor("a", "1", 2, 0, new int[] {2}, new int[] {1}) + "u.", "byteorder", "little", "data/0", floats(9, 1, 2, 3, 4, 9),
                "data/1", floats(-5, 0.5f)));
        Map<String, StoredTensor> tensors = StateDict.read(file, "x.pth");
        assertThat(tensors.keySet()).containsExactly("b.weight", "a");
        assertThat(tensors.get("b.weight").shape()).containsExactly(2, 2);
        assertThat(tensors.get("b.weight").values()).containsExactly(1, 2, 3, 4);
        assertThat(tensors.get("a").values()).containsExactly(-5, 0.5f);
        assertThat(StateDict.looksLikeOne(file)).isTrue();
    }

    /** A pickle can name any callable; whoever loads it the usual way runs it. */
    @Test
    void codeIsRefusedBeforeAnythingElseIsRead() {
        refuses("\u0080\u0002cos\nsystem\nX\u0005\u0000\u0000\u0000true \u0085R.", "it names 'os system'");
        refuses("\u0080\u0002c__builtin__\neval\n.", "it names '__builtin__ eval'");
        refuses("\u0080\u0002ctorch\nHalfStorage\n)R.", "it calls 'torch HalfStorage'");
        refuses("\u0080\u0004\u0095", "opcode 0x95");
    }

    @Test
    void damageIsRefusedInOneLine() {
        refuses(DICT, "cut short");
        refuses("", "cut short");
        refuses("\u0080\u0002K\u0001.", "no state dict");
        refuses(DICT + "X\u0001\u0000\u0000\u0000aK\u0001s.", "entry a is no tensor");
        refuses(DICT + "X\u00ff\u00ff\u00ff\u007f", "does not fit");
        refuses(DICT + "h\u0077.", "refers to nothing");
        refuses(DICT + "(" + tensor("a", "0", 4, 0, new int[] {2, 2}, new int[] {1, 2}) + "u.", "not contiguous");
        refuses(DICT + "(" + tensor("a", "0", 4, 1, new int[] {2, 2}, new int[] {2, 1}) + "u.", "tensor a are missing or cut short");
        refuses(DICT + "(" + tensor("a", "7", 4, 0, new int[] {2}, new int[] {1}) + "u.", "tensor a are missing or cut short");
        assertThatThrownBy(() -> StateDict.read(zip(Map.of("other", "x")), "x.pth")).hasMessageContaining("no data.pkl");
        assertThatThrownBy(() -> StateDict.read("PK\3\4 and then nothing".getBytes(StandardCharsets.US_ASCII), "x.pth"))
                .isInstanceOf(SemlinkException.class);
        byte[] whole = zip(Map.of("data.pkl", DICT + ".", "data/0", floats(1, 2, 3, 4)));
        for (int length = 4; length < whole.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> StateDict.read(cut, "x.pth")).isInstanceOf(SemlinkException.class);
        }
        byte[] nan = zip(Map.of("data.pkl", DICT + "(" + tensor("a", "0", 1, 0, new int[] {1}, new int[] {1}) + "u.", "data/0", floats(Float.NaN)));
        assertThatThrownBy(() -> StateDict.read(nan, "x.pth")).hasMessageContaining("tensor a holds NaN at element 0");
    }

    private static void refuses(String pickle, String because) {
        byte[] file = zip(Map.of("data.pkl", pickle, "data/0", floats(1, 2, 3, 4)));
        assertThatThrownBy(() -> StateDict.read(file, "x.pth")).as(because).isInstanceOf(SemlinkException.class)
                .hasMessageContaining("x.pth").hasMessageContaining(because);
    }

    /** Key, then {@code _rebuild_tensor_v2(storage, offset, shape, strides, False, OrderedDict())}. */
    private static String tensor(String key, String storage, int elements, int offset, int[] shape, int[] strides) {
        return text(key) + "ctorch._utils\n_rebuild_tensor_v2\n((" + text("storage") + "ctorch\nFloatStorage\n" + text(storage) + text("cpu")
                + number(elements) + "tQ" + number(offset) + tuple(shape) + tuple(strides) + "\u0089h\u0000)RtR";
    }

    private static String tuple(int[] values) {
        StringBuilder tuple = new StringBuilder("(");
        for (int value : values) {
            tuple.append(number(value));
        }
        return tuple + "t";
    }

    private static String number(int value) {
        return "K" + (char) value;
    }

    private static String text(String text) {
        return "X" + (char) text.length() + "\u0000\u0000\u0000" + text;
    }

    private static String floats(float... values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return new String(buffer.array(), StandardCharsets.ISO_8859_1);
    }

    private static byte[] zip(Map<String, String> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String entry : entries.keySet().stream().sorted().toList()) {
                byte[] content = entries.get(entry).getBytes(StandardCharsets.ISO_8859_1);
                CRC32 crc = new CRC32();
                crc.update(content);
                ZipEntry stored = new ZipEntry("archive/" + entry);
                stored.setMethod(ZipEntry.STORED);
                stored.setSize(content.length);
                stored.setCrc(crc.getValue());
                zip.putNextEntry(stored);
                zip.write(content);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }
}
