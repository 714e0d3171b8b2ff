package io.patternedapp.apiserver.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An HTTPS server on loopback that responds to admission reviews. */
final class AdmissionWebhookServer implements AutoCloseable {

  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final long KEYTOOL_SECONDS = 30;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpsServer server;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Function<JsonNode, Map<String, ?>> reviewer;
  private final String certificate;

  /**
   * Starts a server that responds with the result of the function; the server adds the uid of the
   * request.
   */
  AdmissionWebhookServer(Path directory, Function<JsonNode, Map<String, ?>> reviewer)
      throws Exception {
    var keys = generateKeyStore(directory);
    this.reviewer = reviewer;
    this.certificate = Base64.getEncoder().encodeToString(certificatePem(keys));
    this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(sslContext(keys)));
    server.setExecutor(executor);
    server.createContext("/", this::handleReview);
    server.start();
  }

  String url() {
    return "https://127.0.0.1:%d/".formatted(server.getAddress().getPort());
  }

  /** Returns the CA bundle for a webhook configuration. */
  String caBundle() {
    return certificate;
  }

  private void handleReview(HttpExchange exchange) throws IOException {
    var request = JSON.readTree(exchange.getRequestBody()).path("request");
    var response = JSON.createObjectNode().put("uid", request.path("uid").asText());
    response.setAll(JSON.<ObjectNode>valueToTree(reviewer.apply(request)));
    var body =
        JSON.writeValueAsBytes(
            Map.of(
                "apiVersion", "admission.k8s.io/v1",
                "kind", "AdmissionReview",
                "response", response));
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  /** Generates a key and a self-signed certificate with keytool. */
  private static KeyStore generateKeyStore(Path directory) throws Exception {
    var file = directory.resolve("webhook.p12");
    var keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-alias",
                "webhook",
                "-keyalg",
                "EC",
                "-dname",
                "CN=webhook",
                "-ext",
                "san=ip:127.0.0.1")
            .inheritIO()
            .start();
    if (!keytool.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new IllegalStateException("keytool did not create a key");
    }
    var keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  private static SSLContext sslContext(KeyStore keys) throws Exception {
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static byte[] certificatePem(KeyStore keys) throws Exception {
    var encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
    return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
        .formatted(encoder.encodeToString(keys.getCertificate("webhook").getEncoded()))
        .getBytes(StandardCharsets.US_ASCII);
  }
}
