package io.patternedapp.apiserver.fault;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.patternedapp.apiserver.support.ApiServerExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A second API server on the same etcd, with the same users and certificates, that can be forced to
 * lag. It then serves stale data from its watch cache: watches and lists with {@code
 * resourceVersion=0}.
 */
final class LaggingApiServer implements AutoCloseable {

  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  private final EtcdProxy etcdProxy;
  private final int port;
  private final KubernetesClient admin;

  LaggingApiServer(ApiServerExtension.TestControlPlane api, ControlPlaneProcesses servers) {
    var directory = api.kubeconfigFile().getParent();
    etcdProxy = new EtcdProxy(directory.resolve("etcd.sock"));
    port = freePort();
    var overrides =
        Map.of(
            "--etcd-servers",
            etcdProxy.url(),
            "--secure-port",
            String.valueOf(port),
            "--audit-log-path",
            directory.resolve("lagging-audit.log").toString());
    servers.startProcess("lagging", overrideFlags(servers.apiServerCommand(), overrides));
    admin =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(api.admin().getConfiguration())
                    .withMasterUrl("https://127.0.0.1:" + port + "/")
                    .build())
            .build();
    await("second API server ready").atMost(START_TIMEOUT).ignoreExceptions().until(this::isReady);
  }

  int port() {
    return port;
  }

  /** Stops all traffic from etcd to this API server. */
  void startLagging() {
    etcdProxy.pause();
  }

  void catchUp() {
    etcdProxy.resume();
  }

  /** Returns UID and generation of the cached objects of a kind by name. */
  Map<String, String> cachedObjects(Class<? extends HasMetadata> kind, String namespace) {
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

  private static List<String> overrideFlags(List<String> command, Map<String, String> overrides) {
    return command.stream()
        .map(part -> part.split("=", 2))
        .map(
            part ->
                overrides.containsKey(part[0])
                    ? List.of(part[0], overrides.get(part[0]))
                    : List.of(part))
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
    etcdProxy.close();
  }
}
