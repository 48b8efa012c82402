package io.gatekeeper.testing;

import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A bare connection to the gate, for requests that break off and bodies no client library would send. */
public final class Wire implements AutoCloseable {

    private final Socket socket;

    private Wire(Socket socket) {
        this.socket = socket;
    }

    /** Sends the head of a request; {@code headers} are whole lines. */
    public static Wire open(String method, String path, String token, String... headers) throws IOException {
        Wire wire = new Wire(new Socket("127.0.0.1", RestAssured.port));
        wire.socket.setSoTimeout(60_000);
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: gate\r\n");
        if (token != null) {
            head.append("Authorization: Bearer ").append(token).append("\r\n");
        }
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        wire.send(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        return wire;
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** What is answered up to the end of the connection, or up to the end of the head. */
    public String head() throws IOException {
        StringBuilder answer = new StringBuilder();
        InputStream in = socket.getInputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            answer.append((char) b);
            if (answer.toString().endsWith("\r\n\r\n")) {
                break;
            }
        }
        return answer.toString();
    }

    /** All that is answered until the gate closes the connection, which {@code Connection: close} asks it to do. */
    public String all() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
