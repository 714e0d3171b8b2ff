import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Runs the operator once during the image build, so that the JVM can write its AOT cache: {@code
 * java -cp APP/patternedapp.jar:. Training APP}. Since the build has no cluster, the operator
 * connects to a fake API server, with the in-cluster configuration of a Pod. The fake API server
 * has the example apps and accepts every write. The training ends when each app has its first
 * status.
 */
final class Training {

  private static final String GROUP = "/apis/patternedapp.io/v1alpha1/";

  private static final String WEB_SOCKET = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final char[] PASSWORD = "training".toCharArray();
  private static final long TIMEOUT_SECONDS = 120;
  private static final String PORT = "18080";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, ObjectNode> objects = new ConcurrentHashMap<>();
  private final AtomicLong version = new AtomicLong(100);
  private final Set<String> withoutStatus = ConcurrentHashMap.newKeySet();
  private final CountDownLatch allHaveStatus = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);

  private Training() {}

  /** Runs the training, and exits even if threads of the fake API server still wait. */
  public static void main(String[] arguments) {
    // kube-apiserver selects this cipher suite. The JDK's server would select another one, and the
    // training would not cover the client's code for it.
    System.setProperty("jdk.tls.server.cipherSuites", "TLS_CHACHA20_POLY1305_SHA256");
    try {
      new Training().run(Path.of(arguments[0]));
      System.exit(0);
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  private void run(Path app) throws Exception {
    var jar = app.resolve("patternedapp.jar");
    var cache = app.resolve("patternedapp.aot");
    loadExamples(jar);
    var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(certificate()));
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::answer);
    server.start();
    var operator = startOperator(app, server.getAddress().getPort());
    var completed = allHaveStatus.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    List.of("livez", "readyz", "metrics").forEach(Training::probe);
    operator.destroy();
    var exited = operator.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    end.countDown();
    if (!completed || !exited || !Files.exists(cache)) {
      operator.destroyForcibly();
      throw new IllegalStateException(
          "The training failed: operator exited=%s, cache exists=%s, apps without status=%s"
              .formatted(exited, Files.exists(cache), withoutStatus));
    }
    System.out.printf("%s: %d MB%n", cache, Files.size(cache) >> 20);
  }

  private static Process startOperator(Path app, int port) throws IOException {
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:AOTCacheOutput=" + app.resolve("patternedapp.aot"),
                "@" + app.resolve("jvm.flags"),
                "-jar",
                app.resolve("patternedapp.jar").toString(),
                "run")
            .inheritIO();
    builder
        .environment()
        .putAll(
            Map.of(
                "KUBERNETES_SERVICE_HOST", "127.0.0.1",
                "KUBERNETES_SERVICE_PORT", String.valueOf(port),
                "POD_NAMESPACE", "patternedapp-system",
                "POD_NAME", "training",
                "PATTERNEDAPP_LEADER_ELECTION", "true",
                "PATTERNEDAPP_LOG_FORMAT", "json",
                "PATTERNEDAPP_PORT", PORT));
    return builder.start();
  }

  private static void probe(String path) {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT + "/" + path));
    try {
      HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.discarding());
    } catch (IOException e) {
      throw new IllegalStateException("no response from /" + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static SSLContext certificate() throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    try (var file = Training.class.getResourceAsStream("/tls.p12")) {
      store.load(file, PASSWORD);
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private void loadExamples(Path jar) throws IOException {
    try (var files = FileSystems.newFileSystem(jar);
        var names = Files.list(files.getPath("io/patternedapp/examples"))) {
      for (var file : names.sorted().toList()) {
        for (var document : Files.readString(file).split("(?m)^---\\s*$")) {
          var object = Serialization.unmarshal(document, ObjectNode.class);
          if (object != null && "PatternedApp".equals(object.path("kind").asText())) {
            var name = object.at("/metadata/name").asText();
            object.withObject("/metadata").put("namespace", "default");
            withoutStatus.add(name);
            store(GROUP + "namespaces/default/patternedapps/" + name, object);
          }
        }
      }
    }
  }

  private ObjectNode store(String path, ObjectNode object) {
    object
        .withObject("/metadata")
        .put("uid", "uid" + Integer.toHexString(path.hashCode()))
        .put("generation", 1)
        .put("creationTimestamp", "2026-01-01T00:00:00Z")
        .put("resourceVersion", String.valueOf(version.incrementAndGet()));
    objects.put(path, object);
    return object;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      var query = String.valueOf(exchange.getRequestURI().getQuery());
      switch (exchange.getRequestMethod()) {
        case "GET" -> read(exchange, path, query);
        case "PATCH", "PUT", "POST" -> write(exchange, path);
        default -> send(exchange, 200, JSON.createObjectNode().put("kind", "Status"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(HttpExchange exchange, String path, String query)
      throws IOException, InterruptedException {
    if (query.contains("watch=true")) {
      acceptWebSocket(exchange);
      end.await();
    } else if (path.equals("/version")) {
      send(exchange, 200, JSON.createObjectNode().put("major", "1").put("minor", "34"));
    } else if (objects.containsKey(path)) {
      send(exchange, 200, objects.get(path));
    } else if (path.matches("/apis/[^/]+/[^/]+|/api/v1|/apis|/api")) {
      var list = JSON.createObjectNode().put("kind", "APIResourceList").put("groupVersion", "v1");
      list.putArray("resources");
      send(exchange, 200, list);
    } else if (path.matches(".*/namespaces/[^/]+/[^/]+/[^/]+")) {
      send(exchange, 404, status(404, "NotFound"));
    } else {
      var list = JSON.createObjectNode().put("kind", "List").put("apiVersion", "v1");
      list.putObject("metadata").put("resourceVersion", String.valueOf(version.get()));
      var items = list.putArray("items");
      if (path.endsWith("/patternedapps")) {
        objects.forEach((at, object) -> addApp(at, object, items::add));
      }
      send(exchange, 200, list);
    }
  }

  /** Accepts the WebSocket of a watch, which never receives an event. */
  private static void acceptWebSocket(HttpExchange exchange) throws IOException {
    var key = exchange.getRequestHeaders().getFirst("Sec-WebSocket-Key") + WEB_SOCKET;
    var headers = exchange.getResponseHeaders();
    headers.set("Upgrade", "websocket");
    headers.set("Connection", "Upgrade");
    headers.set("Sec-WebSocket-Accept", Base64.getEncoder().encodeToString(sha1(key)));
    exchange.sendResponseHeaders(101, -1);
  }

  private static byte[] sha1(String text) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void addApp(
      String path, ObjectNode object, java.util.function.Consumer<ObjectNode> items) {
    if (path.startsWith(GROUP)) {
      items.accept(object);
    }
  }

  private void write(HttpExchange exchange, String path) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (path.endsWith("/status") && path.startsWith(GROUP)) {
      var at = path.substring(0, path.length() - "/status".length());
      send(exchange, 200, store(at, objects.get(at)));
      withoutStatus.remove(at.substring(at.lastIndexOf('/') + 1));
      if (withoutStatus.isEmpty()) {
        allHaveStatus.countDown();
      }
      return;
    }
    var created = exchange.getRequestMethod().equals("POST");
    var object = Serialization.unmarshal(body, ObjectNode.class);
    var at = created ? path + "/" + object.at("/metadata/name").asText() : path;
    object.withObject("/status").put("phase", "Pending");
    send(exchange, created ? 201 : 200, store(at, object));
  }

  private static ObjectNode status(int code, String reason) {
    return JSON.createObjectNode()
        .put("kind", "Status")
        .put("apiVersion", "v1")
        .put("status", "Failure")
        .put("reason", reason)
        .put("code", code);
  }

  private static void send(HttpExchange exchange, int code, ObjectNode body) throws IOException {
    var bytes = JSON.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
