package io.patternedapp.apiserver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An admission webhook on loopback for the Pods of one namespace: it denies, hangs or allows. */
final class Webhook implements AutoCloseable {

  /** What it does with a request. */
  enum Mood {
    ALLOWS,
    DENIES,
    HANGS
  }

  static final String NAME = "guard.example.org";
  static final String WORDS = "no Pods on Thursdays";

  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final Pattern UID = Pattern.compile("\"uid\":\"([^\"]+)\"");
  private static final long KEYTOOL_SECONDS = 30;

  private final KubernetesClient admin;
  private final HttpsServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final String configuration = "guard-" + UUID.randomUUID().toString().substring(0, 8);
  private volatile Mood mood;

  Webhook(KubernetesClient admin, String namespace, Path directory, Mood mood) throws Exception {
    this.admin = admin;
    this.mood = mood;
    var keys = keys(directory);
    this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    register(namespace, Base64.getEncoder().encodeToString(pem(keys)));
  }

  void becomes(Mood other) {
    mood = other;
  }

  private void register(String namespace, String certificate) {
    admin
        .resource(
            new ValidatingWebhookConfigurationBuilder()
                .withNewMetadata()
                .withName(configuration)
                .endMetadata()
                .addNewWebhook()
                .withName(NAME)
                .withAdmissionReviewVersions("v1")
                .withSideEffects("None")
                .withFailurePolicy("Fail")
                .withTimeoutSeconds(1)
                .withNewNamespaceSelector()
                .withMatchLabels(Map.of("kubernetes.io/metadata.name", namespace))
                .endNamespaceSelector()
                .addNewRule()
                .withApiGroups("")
                .withApiVersions("v1")
                .withOperations("CREATE")
                .withResources("pods")
                .endRule()
                .withNewClientConfig()
                .withUrl("https://127.0.0.1:%d/".formatted(server.getAddress().getPort()))
                .withCaBundle(certificate)
                .endClientConfig()
                .endWebhook()
                .build())
        .create();
  }

  private void answer(HttpExchange exchange) throws IOException {
    var request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (mood == Mood.HANGS) {
      awaitClose();
    }
    var uid = UID.matcher(request);
    var answer =
        """
        {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview",
         "response":{"uid":"%s","allowed":%s,"status":{"message":"%s"}}}
        """
            .formatted(uid.find() ? uid.group(1) : "", mood == Mood.ALLOWS, WORDS)
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private void awaitClose() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    admin
        .admissionRegistration()
        .v1()
        .validatingWebhookConfigurations()
        .withName(configuration)
        .delete();
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  /** A key and a certificate that it signed itself, made by the JDK's own tool. */
  private static KeyStore keys(Path directory) throws Exception {
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
      throw new IllegalStateException("keytool made no key");
    }
    var keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  private static SSLContext context(KeyStore keys) throws Exception {
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static byte[] pem(KeyStore keys) throws Exception {
    var encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
    return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
        .formatted(encoder.encodeToString(keys.getCertificate("webhook").getEncoded()))
        .getBytes(StandardCharsets.US_ASCII);
  }
}
