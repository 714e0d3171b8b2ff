package io.patternedapp.cli.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Starts etcd. This etcd does not authenticate its clients, so it listens on a Unix domain socket
 * in the private directory instead of a port, which every user of the machine could reach.
 */
final class EtcdStarter {

  private EtcdStarter() {}

  /**
   * Starts etcd and waits until its socket exists.
   *
   * @return the URL for {@code --etcd-servers}
   */
  static String start(ServerGroup group, Path executable, Duration timeout)
      throws IOException, InterruptedException {
    Path socket = group.directory().resolve("etcd.sock");
    String url = "unix://" + socket;
    ServerProcess etcd =
        group.start(
            "etcd",
            List.of(
                executable.toString(),
                "--name=patternedapp",
                "--data-dir=" + group.directory().resolve("etcd"),
                "--listen-client-urls=" + url,
                // etcd requires TCP addresses for peers; a single member never uses them.
                "--advertise-client-urls=http://127.0.0.1:0",
                "--initial-advertise-peer-urls=http://127.0.0.1:0",
                "--listen-peer-urls=http://127.0.0.1:0",
                "--initial-cluster=patternedapp=http://127.0.0.1:0",
                "--quota-backend-bytes=" + 8L * 1024 * 1024 * 1024,
                "--unsafe-no-fsync",
                "--log-level=warn"));
    etcd.await(() -> Files.exists(socket), timeout);
    return url;
  }
}
