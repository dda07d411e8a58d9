// SPDX-License-Identifier: Apache-2.0
package org.semlink.codec.djl;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.semlink.common.SemlinkException;

/**
 * Reads the one kind of Python pickle that a saved state dict is: names and the places of tensors in storages.
 *
 * <p>A pickle is a program that may call anything. This reader knows {@code OrderedDict}, tensor rebuilding and storage types by name, calls
 * nothing, and refuses every other name and every opcode that such a file does not need (pickle protocol 2).
 */
final class StateDictPickle {

    private static final Object MARK = new Object();
    private static final Set<String> STORAGES = Set.of("torch HalfStorage", "torch FloatStorage");

    private final ByteBuffer in;
    private final String name;
    private final Deque<Object> stack = new ArrayDeque<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    /** A name that the pickle may use; stands for the callable or class itself. */
    private record Global(String name) {
    }

    /** A storage of half or single precision in file {@code data/KEY}. */
    record Storage(String key, boolean half, long elements) {
    }

    /** A contiguous tensor inside a storage. */
    record TensorPlace(Storage storage, long offset, long[] shape) {
    }

    private StateDictPickle(byte[] pickle, String name) {
        in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
        this.name = name;
    }

    /** Tensors by name, in the file's order; {@code name} is what error messages call the file. */
    static Map<String, TensorPlace> read(byte[] pickle, String name) {
        StateDictPickle reader = new StateDictPickle(pickle, name);
        Object result;
        try {
            result = reader.run();
        } catch (BufferUnderflowException | java.util.NoSuchElementException | ClassCastException | NullPointerException
                | IndexOutOfBoundsException e) {
            throw reader.refused("it is cut short or not a state dict").causedBy(e);
        }
        if (!(result instanceof Map<?, ?> map)) {
            throw reader.refused("it holds no state dict");
        }
        Map<String, TensorPlace> tensors = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (!(key instanceof String text) || !(value instanceof TensorPlace tensor)) {
                throw reader.refused("its entry " + key + " is no tensor");
            }
            tensors.put(text, tensor);
        });
        return tensors;
    }

    private Object run() {
        while (true) {
            int opcode = in.get() & 0xff;
            switch (opcode) {
                case 0x80 -> in.get();
                case '.' -> {
                    return stack.pop();
                }
                case '(' -> stack.push(MARK);
                case ')' -> stack.push(List.of());
                case '}' -> stack.push(new LinkedHashMap<>());
                case 0x85 -> stack.push(List.of(stack.pop()));
                case 't' -> stack.push(sinceMark());
                case 'K' -> stack.push((long) (in.get() & 0xff));
                case 'M' -> stack.push((long) (in.getShort() & 0xffff));
                case 'J' -> stack.push((long) in.getInt());
                case 0x88, 0x89 -> stack.push(opcode == 0x88);
                case 'X' -> stack.push(text(in.getInt()));
                case 'q' -> memo.put(in.get() & 0xff, stack.peek());
                case 'r' -> memo.put(in.getInt(), stack.peek());
                case 'h' -> stack.push(recall(in.get() & 0xff));
                case 'j' -> stack.push(recall(in.getInt()));
                case 'c' -> stack.push(global(line() + " " + line()));
                case 'Q' -> stack.push(storage((List<?>) stack.pop()));
                case 'R' -> reduce();
                case 's' -> setItem();
                case 'u' -> setItems();
                case 'b' -> stack.pop(); // The dict's own attributes (versions of modules): nothing that weights need.
                default -> throw refused("it uses pickle opcode 0x" + Integer.toHexString(opcode));
            }
        }
    }

    private Object recall(int key) {
        Object value = memo.get(key);
        if (value == null) {
            throw refused("it refers to nothing");
        }
        return value;
    }

    private Global global(String global) {
        if (!STORAGES.contains(global) && !global.equals("collections OrderedDict") && !global.equals("torch._utils _rebuild_tensor_v2")) {
            throw refused("it names '" + global + "', which weights do not need");
        }
        return new Global(global);
    }

    private void reduce() {
        List<?> arguments = (List<?>) stack.pop();
        Global callable = (Global) stack.pop();
        if (callable.name.equals("collections OrderedDict")) {
            stack.push(new LinkedHashMap<>());
        } else if (callable.name.equals("torch._utils _rebuild_tensor_v2")) {
            stack.push(tensor(arguments));
        } else {
            throw refused("it calls '" + callable.name + "'");
        }
    }

    private Storage storage(List<?> id) {
        Global type = (Global) id.get(1);
        if (!"storage".equals(id.get(0)) || !STORAGES.contains(type.name)) {
            throw refused("it holds a storage of type " + type.name + "; half and single precision are supported");
        }
        return new Storage((String) id.get(2), type.name.endsWith("HalfStorage"), (Long) id.get(4));
    }

    private TensorPlace tensor(List<?> arguments) {
        long[] shape = ((List<?>) arguments.get(2)).stream().mapToLong(side -> (Long) side).toArray();
        long[] strides = ((List<?>) arguments.get(3)).stream().mapToLong(stride -> (Long) stride).toArray();
        long expected = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            if (shape[i] < 1 || (shape[i] > 1 && strides[i] != expected)) {
                throw refused("it holds a tensor that is empty or not contiguous");
            }
            expected = Math.multiplyExact(expected, shape[i]);
        }
        return new TensorPlace((Storage) arguments.get(0), (Long) arguments.get(1), shape);
    }

    @SuppressWarnings("unchecked")
    private void setItem() {
        Object value = stack.pop();
        Object key = stack.pop();
        ((Map<Object, Object>) stack.element()).put(key, value);
    }

    @SuppressWarnings("unchecked")
    private void setItems() {
        List<Object> pairs = sinceMark();
        Map<Object, Object> map = (Map<Object, Object>) stack.element();
        for (int i = 0; i < pairs.size(); i += 2) {
            map.put(pairs.get(i), pairs.get(i + 1));
        }
    }

    private List<Object> sinceMark() {
        List<Object> items = new ArrayList<>();
        for (Object item = stack.pop(); item != MARK; item = stack.pop()) {
            items.add(0, item);
        }
        return items;
    }

    private String text(int length) {
        if (length < 0 || length > in.remaining()) {
            throw refused("a text of " + length + " bytes does not fit");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String line() {
        StringBuilder line = new StringBuilder();
        for (char c = (char) in.get(); c != '\n'; c = (char) in.get()) {
            line.append(c);
        }
        return line.toString();
    }

    private SemlinkException refused(String what) {
        return SemlinkException.input("model file %s is not read: %s; give a file made by torch.save(model.state_dict()) or safetensors", name, what);
    }
}
