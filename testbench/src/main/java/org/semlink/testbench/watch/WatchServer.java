// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.watch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.semlink.common.SemlinkException;

/**
 * The live page over HTTP: a few fixed files, {@code /picture/PLACE} as PNG, and {@code /events}, which stays open and says what is new
 * {@value #PER_SECOND} times a second (Server-Sent Events).
 *
 * <p>Every viewer has a thread of its own, so a slow one holds up nobody. Threads, connections and the time that a request may take are limited before
 * anything else is looked at: whoever only connects must not use up what the receiver needs.
 */
final class WatchServer implements AutoCloseable {

    static final int PER_SECOND = 10;
    /** Pages at a time. */
    static final int MOST_VIEWERS = 16;
    /** A page needs one for its events and up to two for pictures. */
    static final int MOST_THREADS = 4 * MOST_VIEWERS;
    private static final int MOST_CONNECTIONS = 4 * MOST_THREADS;
    private static final int REQUEST_S = 10;
    /** Name of all threads that serve. */
    static final String THREADS = "live-page";

    private static final long PERIOD_NS = 1_000_000_000 / PER_SECOND;
    private static final long LAST_WORD_MS = 1000;
    private static final Map<String, String> FILES = Map.of("/", "text/html", "/watch.css", "text/css", "/watch.js", "text/javascript",
            "/charts.js", "text/javascript");
    private static final String POLICY = "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final byte[] DATA = bytes("data: ");
    private static final byte[] END = bytes("\n\n");

    private final LiveState state;
    private final Access access;
    private final HttpServer server;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(MOST_THREADS, MOST_THREADS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), task -> {
        Thread thread = new Thread(task, THREADS);
        thread.setDaemon(true);
        // Where priorities count (not on Linux), the run goes first.
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    });
    private final PictureFiles pictures;
    private final Thread atExit = new Thread(() -> lastWord("interrupted"), "live-page-end");

    static {
        // The server of the JDK reads them once, when the first is made.
        setUnlessSet("sun.net.httpserver.maxReqTime", REQUEST_S);
        setUnlessSet("jdk.httpserver.maxConnections", MOST_CONNECTIONS);
    }

    private WatchServer(LiveState state, Access access, HttpServer server) {
        this.state = state;
        this.access = access;
        this.server = server;
        this.pictures = new PictureFiles(state);
        threads.allowCoreThreadTimeOut(true);
    }

    private static void setUnlessSet(String property, int value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, String.valueOf(value));
        }
    }

    /** Serves {@code state} from now on; {@code port} 0 is any free one. */
    static WatchServer start(LiveState state, Access access, InetAddress bind, int port) {
        try {
            WatchServer server = new WatchServer(state, access, HttpServer.create(new InetSocketAddress(bind, port), 0));
            server.server.createContext("/", server::handle);
            server.server.setExecutor(server.threads);
            server.server.start();
            Runtime.getRuntime().addShutdownHook(server.atExit);
            return server;
        } catch (IOException e) {
            throw SemlinkException.environment("cannot serve the live page at %s port %d (%s); choose another --port, 0 for any free one",
                    bind.getHostAddress(), port, e.getMessage()).causedBy(e);
        }
    }

    /** Where a browser finds the page, the token included. */
    URI address() {
        InetAddress bound = server.getAddress().getAddress();
        String host = (bound.isAnyLocalAddress() ? ownAddress().orElse(bound) : bound).getHostAddress().replaceFirst("%.*", "");
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.getAddress().getPort() + "/" + access.query());
    }

    /** An address that other machines may know this one by. */
    private static Optional<InetAddress> ownAddress() {
        try {
            return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                    .filter(a -> a instanceof Inet4Address && !a.isLoopbackAddress() && !a.isLinkLocalAddress()).findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().add("Cache-Control", "no-store");
            exchange.getResponseHeaders().add("Content-Security-Policy", POLICY);
            exchange.getResponseHeaders().add("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders().add("Referrer-Policy", "no-referrer");
            switch (access.judge(exchange.getRequestHeaders().getFirst("Host"), exchange.getRequestURI().getRawQuery(), cookie(exchange))) {
                case WRONG_HOST -> answer(exchange, 403, "text/plain", bytes("This page is served to this machine alone, by the name localhost.\n"));
                case WRONG_TOKEN -> answer(exchange, 403, "text/plain", bytes("Open the address that semlink printed, with its token.\n"));
                case FIRST -> {
                    exchange.getResponseHeaders().add("Set-Cookie", cookieName() + "=" + access.token().orElseThrow()
                            + "; HttpOnly; SameSite=Strict; Path=/");
                    // The token leaves the address bar and the history.
                    exchange.getResponseHeaders().add("Location", exchange.getRequestURI().getPath());
                    exchange.sendResponseHeaders(303, -1);
                }
                case WELCOME -> serve(exchange, exchange.getRequestURI().getPath());
                default -> throw new IllegalStateException("no such verdict");
            }
        }
    }

    private void serve(HttpExchange exchange, String path) throws IOException {
        if (!exchange.getRequestMethod().equals("GET")) {
            answer(exchange, 405, "text/plain", bytes("Only GET.\n"));
        } else if (path.equals("/events")) {
            events(exchange);
        } else if (FILES.containsKey(path)) {
            answer(exchange, 200, FILES.get(path), file(path.equals("/") ? "/watch.html" : path));
        } else {
            Optional<byte[]> picture = path.startsWith("/picture/") ? pictures.png(path.substring("/picture/".length())) : Optional.empty();
            answer(exchange, picture.isPresent() ? 200 : 404, picture.isPresent() ? "image/png" : "text/plain",
                    picture.orElseGet(() -> bytes("Nothing here.\n")));
        }
    }

    private void events(HttpExchange exchange) throws IOException {
        try {
            if (state.viewers(1) > MOST_VIEWERS) {
                answer(exchange, 503, "text/plain", bytes("Too many look on already.\n"));
                return;
            }
            exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            out.write(bytes("retry: 1000\n\n"));
            Viewer viewer = new Viewer(state);
            Optional<String> ended = Optional.empty();
            for (long due = System.nanoTime(); ended.isEmpty(); due = Math.max(due + PERIOD_NS, System.nanoTime())) {
                // Asked first: what was done before the end must still be told.
                ended = state.ended((due - System.nanoTime()) / 1_000_000);
                out.write(DATA);
                out.write(viewer.news());
                out.write(END);
                out.flush();
            }
            out.write(bytes("event: end\ndata: " + ended.get().replaceAll("\\R", " ") + "\n\n"));
            out.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            state.viewers(-1);
        }
    }

    private void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", type + (type.startsWith("text/") ? "; charset=utf-8" : ""));
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private String cookie(HttpExchange exchange) {
        String header = exchange.getRequestHeaders().getFirst("Cookie");
        for (String one : header == null ? new String[0] : header.split(";")) {
            if (one.strip().startsWith(cookieName() + "=")) {
                return one.strip().substring(cookieName().length() + 1);
            }
        }
        return null;
    }

    /** Cookies do not tell ports apart. */
    private String cookieName() {
        return "semlink-" + server.getAddress().getPort();
    }

    private static byte[] file(String path) throws IOException {
        try (InputStream in = WatchServer.class.getResourceAsStream("/org/semlink/testbench/watch" + path)) {
            return in.readAllBytes();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Says how the run ended, to all who look on, and waits until they heard it. */
    void lastWord(String how) {
        state.end(how);
        try {
            for (long left = LAST_WORD_MS; left > 0 && state.viewers(0) > 0; left -= 10) {
                Thread.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The process is ending already, and has said so.
        }
        server.stop(0);
        threads.shutdownNow();
    }
}
