package io.patternedapp.validate.container;

import io.fabric8.kubernetes.api.model.ExecAction;
import io.fabric8.kubernetes.api.model.GRPCAction;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.SleepAction;
import io.fabric8.kubernetes.api.model.TCPSocketAction;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.validate.problem.FieldValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The action of a probe or a lifecycle hook.
 *
 * @param path the path of the probe or hook
 * @param exec runs a command
 * @param httpGet sends an HTTP request
 * @param tcpSocket opens a TCP connection
 * @param grpc sends a gRPC health check; probes only
 * @param sleep waits; hooks only
 */
record ContainerHandler(
    String path,
    @Nullable ExecAction exec,
    @Nullable HTTPGetAction httpGet,
    @Nullable TCPSocketAction tcpSocket,
    @Nullable GRPCAction grpc,
    @Nullable SleepAction sleep) {

  private static final Set<String> LOOPBACK_HOSTS = Set.of("", "localhost", "127.0.0.1", "::1");

  static ContainerHandler of(String path, Probe probe) {
    return new ContainerHandler(
        path, probe.getExec(), probe.getHttpGet(), probe.getTcpSocket(), probe.getGrpc(), null);
  }

  static ContainerHandler of(String path, LifecycleHandler hook) {
    return new ContainerHandler(
        path, hook.getExec(), hook.getHttpGet(), hook.getTcpSocket(), null, hook.getSleep());
  }

  /** Lists the probes of a container with their paths. */
  static List<FieldValue<Probe>> listProbes(RoleContainer container) {
    var c = container.container();
    var probes = new ArrayList<FieldValue<Probe>>();
    addIfPresent(probes, container.path() + ".livenessProbe", c.getLivenessProbe());
    addIfPresent(probes, container.path() + ".readinessProbe", c.getReadinessProbe());
    addIfPresent(probes, container.path() + ".startupProbe", c.getStartupProbe());
    return probes;
  }

  /** Lists the lifecycle hooks of a container with their paths. */
  static List<FieldValue<LifecycleHandler>> listLifecycleHooks(RoleContainer container) {
    var hooks = new ArrayList<FieldValue<LifecycleHandler>>();
    var lifecycle = container.container().getLifecycle();
    if (lifecycle != null) {
      addIfPresent(hooks, container.path() + ".lifecycle.postStart", lifecycle.getPostStart());
      addIfPresent(hooks, container.path() + ".lifecycle.preStop", lifecycle.getPreStop());
    }
    return hooks;
  }

  /** Returns the number of actions that are set; exactly one is valid. */
  long actionCount() {
    return Stream.of(exec, httpGet, tcpSocket, grpc, sleep).filter(Objects::nonNull).count();
  }

  /** Returns the port that the action connects to, with its path, or null if it has none. */
  @Nullable FieldValue<IntOrString> port() {
    if (httpGet != null && httpGet.getPort() != null) {
      return new FieldValue<>(path + ".httpGet.port", httpGet.getPort());
    }
    if (tcpSocket != null && tcpSocket.getPort() != null) {
      return new FieldValue<>(path + ".tcpSocket.port", tcpSocket.getPort());
    }
    if (grpc != null && grpc.getPort() != null) {
      return new FieldValue<>(path + ".grpc.port", new IntOrString(grpc.getPort()));
    }
    return null;
  }

  /** Returns whether the action connects to the Pod itself and not to another host. */
  boolean targetsPod() {
    var host = httpGet != null ? httpGet.getHost() : tcpSocket != null ? tcpSocket.getHost() : "";
    return host == null || LOOPBACK_HOSTS.contains(host);
  }

  private static <T> void addIfPresent(List<FieldValue<T>> list, String path, @Nullable T value) {
    if (value != null) {
      list.add(new FieldValue<>(path, value));
    }
  }
}
