package io.patternedapp.cli.controlplane;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.patternedapp.cli.controlplane.binaries.ControlPlaneBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A running kube-apiserver with an etcd of its own, reachable from this machine only, with RBAC,
 * empty at first and gone when closed. It has no nodes and no controllers: Pods stay Pending,
 * Deployments make no Pods, nothing collects garbage, a deleted namespace does not go away, and
 * aggregated ClusterRoles such as {@code view} hold no rules. The admission plugin for
 * ServiceAccounts is off, so that Pods can be created in any namespace.
 *
 * <p>Neither starting nor {@link #adminConfig()} reads or writes a kubeconfig, the {@code
 * KUBECONFIG} variable or an in-cluster account. If the JVM ends without {@link #close()}, by
 * Ctrl-C for one, a shutdown hook does the same; only a killed JVM leaves the servers running.
 */
public final class ControlPlane implements AutoCloseable {

  private final ServerGroup group;
  private final Config adminConfig;
  private final Path kubeconfigFile;

  private ControlPlane(ServerGroup group, Config admin, Path kubeconfigFile) {
    this.group = group;
    this.adminConfig = admin;
    this.kubeconfigFile = kubeconfigFile;
  }

  /**
   * Starts etcd and kube-apiserver, and waits until they are ready; about 2 seconds.
   *
   * @throws ControlPlaneStartException when they do not start, do not get ready in time, or the
   *     thread is interrupted
   */
  public static ControlPlane start(ControlPlaneBinaries binaries, ControlPlaneOptions options) {
    return start(binaries, options, KubeApiServer.PortAllocator::ephemeral);
  }

  static ControlPlane start(
      ControlPlaneBinaries binaries,
      ControlPlaneOptions options,
      KubeApiServer.PortAllocator portAllocator) {
    ServerGroup group = new ServerGroup();
    boolean started = false;
    try {
      String etcdUrl = EtcdServer.start(group, binaries.etcd(), options.startTimeout());
      Config admin =
          new KubeApiServer(group, binaries.kubeApiServer(), etcdUrl, options, portAllocator)
              .start();
      Path kubeconfig = group.directory().resolve("kubeconfig");
      Files.writeString(kubeconfig, KubeconfigWriter.toYaml(admin));
      started = true;
      return new ControlPlane(group, admin, kubeconfig);
    } catch (IOException e) {
      throw new ControlPlaneStartException("Cannot start a control plane: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlPlaneStartException("Interrupted while starting a control plane", e);
    } finally {
      if (!started) {
        group.close();
      }
    }
  }

  /** A new client configuration for a member of {@code system:masters}, who may do anything. */
  public Config adminConfig() {
    return new ConfigBuilder(adminConfig).build();
  }

  /** The same as the YAML of a kubeconfig. It holds a secret token. */
  public String kubeconfig() {
    return KubeconfigWriter.toYaml(adminConfig);
  }

  /** A file with {@link #kubeconfig()}, for {@code kubectl --kubeconfig}; gone when closed. */
  public Path kubeconfigFile() {
    return kubeconfigFile;
  }

  Path directory() {
    return group.directory();
  }

  List<Long> pids() {
    return group.pids();
  }

  /**
   * Ends both servers at once and deletes all that they kept. Waits until they are gone. Calling it
   * again does nothing.
   */
  @Override
  public void close() {
    group.close();
  }
}
