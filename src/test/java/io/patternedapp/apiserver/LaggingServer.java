package io.patternedapp.apiserver;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A second API server on the same etcd, with the same users and certificates, that can be made to
 * lag: what it answers from its cache, lists of {@code resourceVersion=0} and watches, is then the
 * past.
 */
final class LaggingServer implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);

  private final EtcdLine line;
  private final int port;
  private final KubernetesClient admin;

  LaggingServer(ApiServer.Shared api, Servers servers) {
    var directory = api.kubeconfig().getParent();
    line = new EtcdLine(directory.resolve("etcd.sock"));
    port = freePort();
    var own =
        Map.of(
            "--etcd-servers",
            line.url(),
            "--secure-port",
            String.valueOf(port),
            "--audit-log-path",
            directory.resolve("lagging-audit.log").toString());
    servers.start("lagging", with(servers.apiServerCommand(), own));
    admin =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(api.admin().getConfiguration())
                    .withMasterUrl("https://127.0.0.1:" + port + "/")
                    .build())
            .build();
    await("the second API server").atMost(START).ignoreExceptions().until(this::isReady);
  }

  int port() {
    return port;
  }

  /** From now on it hears nothing from etcd. */
  void lag() {
    line.hold();
  }

  void catchUp() {
    line.release();
  }

  /** The objects of that kind as its cache has them: by name, UID and generation. */
  Map<String, String> shows(Class<? extends HasMetadata> kind, String namespace) {
    return admin
        .resources(kind)
        .inNamespace(namespace)
        .list(new ListOptionsBuilder().withResourceVersion("0").build())
        .getItems()
        .stream()
        .collect(
            Collectors.toMap(
                object -> object.getMetadata().getName(),
                object ->
                    object.getMetadata().getUid() + "/" + object.getMetadata().getGeneration()));
  }

  private boolean isReady() {
    return "ok"
        .equals(
            admin
                .newClient(new RequestConfigBuilder().withRequestRetryBackoffLimit(0).build())
                .raw("/readyz"));
  }

  private static List<String> with(List<String> command, Map<String, String> own) {
    return command.stream()
        .map(part -> part.split("=", 2))
        .map(part -> own.containsKey(part[0]) ? List.of(part[0], own.get(part[0])) : List.of(part))
        .map(part -> String.join("=", part))
        .toList();
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    admin.close();
    line.close();
  }
}
