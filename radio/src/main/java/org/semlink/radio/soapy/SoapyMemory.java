// SPDX-License-Identifier: Apache-2.0
package org.semlink.radio.soapy;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.semlink.radio.soapy.SoapyLibrary.ArgInfo;
import org.semlink.radio.soapy.SoapyLibrary.Kwargs;
import org.semlink.radio.soapy.SoapyLibrary.SizeT;

/**
 * Takes what the library returns into Java values and frees the original, each kind by the function meant for it.
 *
 * <p>Every method here accepts null, which the library returns for "nothing" and after an error.
 */
final class SoapyMemory {

    /** Of texts in both directions. */
    static final String ENCODING = "UTF-8";
    private static final int KWARGS_BYTES = new Kwargs().size();
    private static final int RANGE_BYTES = 3 * Double.BYTES;

    private SoapyMemory() {
    }

    /** Text of a {@code char *}; empty for null. */
    static String takeText(Pointer text) {
        if (text == null) {
            return "";
        }
        try {
            return text.getString(0, ENCODING);
        } finally {
            SoapyLibrary.SoapySDR_free(text);
        }
    }

    /** What a {@code char **} function lists. */
    static List<String> takeTexts(Function<SizeT.Reference, Pointer> function) {
        SizeT.Reference length = new SizeT.Reference();
        Pointer list = function.apply(length);
        if (list == null) {
            return List.of();
        }
        try {
            return texts(list, length.get());
        } finally {
            try (Memory holder = new Memory(Native.POINTER_SIZE)) {
                holder.setPointer(0, list);
                SoapyLibrary.SoapySDRStrings_clear(holder, new SizeT(length.get()));
            }
        }
    }

    /** What a {@code SoapySDRRange *} function lists. */
    static List<SoapyRange> takeRanges(Function<SizeT.Reference, Pointer> function) {
        SizeT.Reference length = new SizeT.Reference();
        Pointer list = function.apply(length);
        if (list == null) {
            return List.of();
        }
        try {
            List<SoapyRange> ranges = new ArrayList<>();
            for (int i = 0; i < length.get(); i++) {
                double[] range = list.getDoubleArray((long) i * RANGE_BYTES, 3);
                ranges.add(new SoapyRange(range[0], range[1], range[2]));
            }
            return List.copyOf(ranges);
        } finally {
            SoapyLibrary.SoapySDR_free(list);
        }
    }

    /** Keys and values in the library's order (sorted by key). */
    static Map<String, String> takeKwargs(Kwargs kwargs) {
        try {
            return map(kwargs);
        } finally {
            SoapyLibrary.SoapySDRKwargs_clear(kwargs.getPointer());
        }
    }

    /** What a {@code SoapySDRKwargs *} function lists. */
    static List<Map<String, String>> takeKwargsList(Function<SizeT.Reference, Pointer> function) {
        SizeT.Reference length = new SizeT.Reference();
        Pointer list = function.apply(length);
        if (list == null) {
            return List.of();
        }
        try {
            List<Map<String, String>> maps = new ArrayList<>();
            for (int i = 0; i < length.get(); i++) {
                maps.add(map(new Kwargs(list.share((long) i * KWARGS_BYTES))));
            }
            return List.copyOf(maps);
        } finally {
            SoapyLibrary.SoapySDRKwargsList_clear(list, new SizeT(length.get()));
        }
    }

    /** What a {@code SoapySDRArgInfo *} function lists; SoapySDR 0.8.1 drops the options of an argument that does not name them too. */
    static List<SoapyArgument> takeArguments(Function<SizeT.Reference, Pointer> function) {
        SizeT.Reference length = new SizeT.Reference();
        Pointer list = function.apply(length);
        if (list == null) {
            return List.of();
        }
        try {
            List<SoapyArgument> arguments = new ArrayList<>();
            int bytes = new ArgInfo(list).size();
            for (int i = 0; i < length.get(); i++) {
                ArgInfo info = new ArgInfo(list.share((long) i * bytes));
                arguments.add(argument(info));
            }
            return List.copyOf(arguments);
        } finally {
            SoapyLibrary.SoapySDRArgInfoList_clear(list, new SizeT(length.get()));
        }
    }

    /** One {@code SoapySDRArgInfo}. */
    static SoapyArgument takeArgument(ArgInfo.Value info) {
        try {
            return argument(info);
        } finally {
            SoapyLibrary.SoapySDRArgInfo_clear(info.getPointer());
        }
    }

    private static SoapyArgument argument(ArgInfo info) {
        return new SoapyArgument(text(info.key), text(info.value), text(info.description), text(info.units),
                texts(info.options, info.numOptions.intValue()));
    }

    /** Calls {@code function} with a {@code SoapySDRKwargs *} of this content, valid during the call only. */
    static <T> T withKwargs(Map<String, String> content, Function<Pointer, T> function) {
        try (Memory kwargs = new Memory(KWARGS_BYTES)) {
            kwargs.clear();
            try {
                content.forEach((key, value) -> SoapyLibrary.SoapySDRKwargs_set(kwargs, key, value));
                return function.apply(kwargs);
            } finally {
                SoapyLibrary.SoapySDRKwargs_clear(kwargs);
            }
        }
    }

    private static Map<String, String> map(Kwargs kwargs) {
        int size = kwargs.size.intValue();
        List<String> keys = texts(kwargs.keys, size);
        List<String> values = texts(kwargs.vals, size);
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            map.put(keys.get(i), values.get(i));
        }
        return Collections.unmodifiableMap(map);
    }

    private static List<String> texts(Pointer list, int length) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            texts.add(text(list.getPointer((long) i * Native.POINTER_SIZE)));
        }
        return List.copyOf(texts);
    }

    private static String text(Pointer text) {
        return text == null ? "" : text.getString(0, ENCODING);
    }
}
