package io.patternedapp.operator.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WriteFenceTest {

  private static final String OBJECT =
      """
      {"kind": "ConfigMap", "apiVersion": "v1", "metadata": {"namespace": "n", "name": "a"}}
      """;

  private static final List<Consumer<KubernetesClient>> WRITES =
      List.of(
          client -> client.resource(configMap()).create(),
          client -> client.resource(configMap()).update(),
          client -> client.resource(configMap()).serverSideApply(),
          client -> client.resource(configMap()).delete(),
          client -> client.raw("/api/v1/namespaces/n/pods/a", "DELETE", null));

  private final List<String> requestMethods = new CopyOnWriteArrayList<>();
  private volatile boolean leading;
  private HttpServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requestMethods.add(exchange.getRequestMethod());
          var body = OBJECT.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(Config.empty())
                    .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                    .build())
            .withHttpClientBuilderConsumer(
                http -> http.addOrReplaceInterceptor("fence", new WriteFence(() -> leading)))
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  @Test
  void writesAreRejectedWhenNotLeading() {
    for (var write : WRITES) {
      assertThatThrownBy(() -> write.accept(client))
          .isInstanceOf(KubernetesClientException.class)
          .satisfies(
              e ->
                  assertThat(e)
                      .as("or its cause")
                      .satisfiesAnyOf(
                          error -> assertThat(error).isInstanceOf(NotLeadingException.class),
                          error ->
                              assertThat(error).hasRootCauseInstanceOf(NotLeadingException.class)));
    }
    assertThat(requestMethods).allMatch("GET"::equals);
  }

  @Test
  void readsAreAllowedWhenNotLeading() {
    assertThat(client.configMaps().inNamespace("n").withName("a").get()).isNotNull();
    assertThat(requestMethods).containsExactly("GET");
  }

  @Test
  void writesAreAllowedWhenLeading() {
    leading = true;
    WRITES.forEach(write -> write.accept(client));

    assertThat(requestMethods).contains("POST", "PUT", "PATCH", "DELETE");
  }

  private static ConfigMap configMap() {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace("n")
        .withName("a")
        .endMetadata()
        .build();
  }
}
