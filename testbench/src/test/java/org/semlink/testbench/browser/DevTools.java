// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The Chrome DevTools protocol with one page, over the JDK's WebSocket: calls and their answers, and the events that tests ask about. */
final class DevTools implements WebSocket.Listener, AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long ANSWER_SECONDS = 60;

    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger number = new AtomicInteger();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final StringBuilder message = new StringBuilder();
    private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();
    private WebSocket socket;

    private DevTools() {
    }

    /** Connects to the first page of the browser that listens at this address. */
    static DevTools connect(URI browser) throws IOException {
        try {
            HttpClient client = HttpClient.newHttpClient();
            URI list = URI.create("http://" + browser.getAuthority() + "/json/list");
            JsonNode pages = MAPPER.readTree(client.send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString()).body());
            DevTools tools = new DevTools();
            for (JsonNode page : pages) {
                if ("page".equals(page.get("type").asText())) {
                    tools.socket = client.newWebSocketBuilder().buildAsync(URI.create(page.get("webSocketDebuggerUrl").asText()), tools).join();
                    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
                        tools.call(domain + ".enable", Map.of());
                    }
                    return tools;
                }
            }
            throw new IllegalStateException("Chromium has no page: " + pages);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Calls a method and returns its result. */
    JsonNode call(String method, Map<String, ?> parameters) {
        int id = number.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        try {
            socket.sendText(MAPPER.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true).join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        JsonNode got = get(answer, ANSWER_SECONDS, method);
        if (got.has("error")) {
            throw new IllegalStateException(method + ": " + got.get("error"));
        }
        return got.get("result");
    }

    /** Starts a new page's record. */
    void forget() {
        errors.clear();
        requests.clear();
        loaded = new CompletableFuture<>();
    }

    void awaitLoad(Duration atMost) {
        get(loaded, atMost.toSeconds(), "load");
    }

    List<String> errors() {
        return List.copyOf(errors);
    }

    List<String> requests() {
        return List.copyOf(requests);
    }

    private static <T> T get(CompletableFuture<T> future, long seconds, String what) {
        try {
            return future.get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(what + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            String whole = message.toString();
            message.setLength(0);
            try {
                take(MAPPER.readTree(whole));
            } catch (IOException e) {
                errors.add("not understood: " + whole);
            }
        }
        from.request(1);
        return null;
    }

    private void take(JsonNode node) {
        if (node.has("id")) {
            waiting.remove(node.get("id").asInt()).complete(node);
            return;
        }
        JsonNode parameters = node.path("params");
        switch (node.path("method").asText()) {
            case "Page.loadEventFired" -> loaded.complete(null);
            case "Network.requestWillBeSent" -> requests.add(parameters.path("request").path("url").asText());
            case "Runtime.exceptionThrown" -> errors.add(parameters.path("exceptionDetails").toString());
            case "Runtime.consoleAPICalled" -> {
                if (List.of("error", "assert").contains(parameters.path("type").asText())) {
                    errors.add(parameters.path("args").toString());
                }
            }
            case "Log.entryAdded" -> {
                if ("error".equals(parameters.path("entry").path("level").asText())) {
                    errors.add(parameters.path("entry").path("text").asText() + " " + parameters.path("entry").path("url").asText());
                }
            }
            default -> { }
        }
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        waiting.values().forEach(answer -> answer.completeExceptionally(error));
        loaded.completeExceptionally(error);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
