package io.patternedapp.cli.controlplane;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Starts kube-apiserver on a free port of loopback. */
final class ApiServer {

  private static final int PORTS_TO_TRY = 3;
  private static final int PROBE_TIMEOUT_MILLIS = 2_000;

  private final ServerGroup group;
  private final Path program;
  private final String etcdUrl;
  private final ControlPlaneOptions options;
  private final FreePort freePort;

  ApiServer(
      ServerGroup group,
      Path program,
      String etcdUrl,
      ControlPlaneOptions options,
      FreePort freePort) {
    this.group = group;
    this.program = program;
    this.etcdUrl = etcdUrl;
    this.options = options;
    this.freePort = freePort;
  }

  /** Says a TCP port that is likely to be free on loopback. */
  @FunctionalInterface
  interface FreePort {
    int next() throws IOException;

    /** One that the operating system chose. */
    static int any() throws IOException {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      }
    }
  }

  /**
   * Starts it and waits until it is ready. Where somebody else takes the port first, tries another.
   *
   * @return how its administrator reaches it
   */
  Config start() throws IOException, InterruptedException {
    Credentials credentials = Credentials.create(group.directory());
    for (int attempt = 1; ; attempt++) {
      int port = freePort.next();
      ServerProcess server = group.start("kube-apiserver", command(port, credentials));
      try {
        return awaitReady(server, port, credentials);
      } catch (ControlPlaneStartException e) {
        boolean portTaken = server.logTail().contains("address already in use");
        if (!portTaken || attempt == PORTS_TO_TRY) {
          throw e;
        }
      }
    }
  }

  private List<String> command(int port, Credentials credentials) {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.add("--etcd-servers=" + etcdUrl);
    command.add("--bind-address=127.0.0.1");
    command.add("--advertise-address=127.0.0.1");
    command.add("--secure-port=" + port);
    command.add("--cert-dir=" + certificates());
    command.addAll(credentials.flags());
    command.add("--authorization-mode=RBAC");
    command.add("--allow-privileged");
    command.add("--service-cluster-ip-range=10.96.0.0/16");
    command.add("--service-node-port-range=30000-32767");
    // Its own address is a loopback one, which Endpoints may not hold.
    command.add("--endpoint-reconciler-type=none");
    // No controller makes a namespace's ServiceAccount "default", without which it refuses Pods.
    command.add("--disable-admission-plugins=ServiceAccount");
    command.addAll(options.apiServerFlags());
    return command;
  }

  private Path certificates() {
    return group.directory().resolve("certificates");
  }

  private Config awaitReady(ServerProcess server, int port, Credentials credentials)
      throws IOException, InterruptedException {
    // It makes a certificate and writes it before its key.
    Path key = certificates().resolve("apiserver.key");
    server.await(() -> Files.exists(key), options.startTimeout());
    Config config = config(port, credentials.adminToken());
    Config impatient =
        new ConfigBuilder(config)
            .withRequestTimeout(PROBE_TIMEOUT_MILLIS)
            .withConnectionTimeout(PROBE_TIMEOUT_MILLIS)
            .withRequestRetryBackoffLimit(0)
            .build();
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(impatient).build()) {
      server.await(() -> ready(client), options.startTimeout());
    }
    return config;
  }

  private static boolean ready(KubernetesClient client) {
    try {
      return "ok".equals(client.raw("/readyz"))
          && client.namespaces().withName("default").get() != null;
    } catch (KubernetesClientException notYet) {
      return false;
    }
  }

  private Config config(int port, String token) throws IOException {
    byte[] authority = Files.readAllBytes(certificates().resolve("apiserver.crt"));
    return new ConfigBuilder(Config.empty())
        .withMasterUrl("https://127.0.0.1:" + port + "/")
        .withCaCertData(Base64.getEncoder().encodeToString(authority))
        .withOauthToken(token)
        .withNamespace("default")
        .build();
  }
}
