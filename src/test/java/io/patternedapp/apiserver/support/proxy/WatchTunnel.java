package io.patternedapp.apiserver.support.proxy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A watch over WebSocket whose frames pass through a proxy. */
final class WatchTunnel {

  private static final int TEXT_FRAME = 0x81;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;
  private static final String EXPIRED_EVENT =
      """
      {"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",\
      "message":"too old resource version","reason":"Expired","code":410}}""";

  private final ProxiedRequest request;
  private final Socket client;
  private final Socket server;
  private boolean held;
  private boolean frozen;

  WatchTunnel(ProxiedRequest call, Socket client, Socket server) {
    this.request = call;
    this.client = client;
    this.server = server;
  }

  ProxiedRequest request() {
    return request;
  }

  /** Holds the frames of the server. */
  synchronized void hold() {
    held = true;
  }

  /** Delivers the held frames in their order. */
  synchronized void release() {
    held = false;
    notifyAll();
  }

  /** Drops the frames of both directions without closing the connection. */
  synchronized void freeze() {
    frozen = true;
  }

  /** Sends 410 Gone, as the API server does for an expired watch, and drops all further frames. */
  synchronized void expire() throws IOException {
    frozen = true;
    writeFrame(TEXT_FRAME, EXPIRED_EVENT.getBytes(StandardCharsets.UTF_8));
  }

  void disconnect() {
    FaultInjectionProxy.reset(client);
    FaultInjectionProxy.reset(server);
  }

  /** Copies the frames of the server until the client or the server closes the connection. */
  void copyFromServer() throws IOException, InterruptedException {
    var in = new DataInputStream(server.getInputStream());
    while (true) {
      int first = in.readUnsignedByte();
      var payload = in.readNBytes(readPayloadLength(in));
      synchronized (this) {
        while (held) {
          wait();
        }
        if (!frozen) {
          writeFrame(first, payload);
        }
      }
    }
  }

  /** Copies the data of the client. */
  void copyFromClient() throws IOException {
    var buffer = new byte[8192];
    var in = client.getInputStream();
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      boolean pass;
      synchronized (this) {
        pass = !frozen;
      }
      if (pass) {
        server.getOutputStream().write(buffer, 0, n);
        server.getOutputStream().flush();
      }
    }
  }

  private static int readPayloadLength(DataInputStream in) throws IOException {
    int length = in.readUnsignedByte();
    return switch (length) {
      case LENGTH_16 -> in.readUnsignedShort();
      case LENGTH_64 -> Math.toIntExact(in.readLong());
      default -> length;
    };
  }

  private void writeFrame(int first, byte[] payload) throws IOException {
    OutputStream out = client.getOutputStream();
    out.write(encodeFrame(first, payload));
    out.flush();
  }

  private static byte[] encodeFrame(int first, byte[] payload) {
    var header =
        payload.length < LENGTH_16
            ? new byte[] {(byte) first, (byte) payload.length}
            : payload.length < 1 << 16
                ? new byte[] {
                  (byte) first,
                  (byte) LENGTH_16,
                  (byte) (payload.length >> 8),
                  (byte) payload.length
                }
                : new byte[] {
                  (byte) first,
                  (byte) LENGTH_64,
                  0,
                  0,
                  0,
                  0,
                  (byte) (payload.length >> 24),
                  (byte) (payload.length >> 16),
                  (byte) (payload.length >> 8),
                  (byte) payload.length
                };
    var frame = new byte[header.length + payload.length];
    System.arraycopy(header, 0, frame, 0, header.length);
    System.arraycopy(payload, 0, frame, header.length, payload.length);
    return frame;
  }
}
