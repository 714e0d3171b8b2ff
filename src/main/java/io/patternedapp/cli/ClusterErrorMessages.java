package io.patternedapp.cli;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.patternedapp.operator.UnsupportedServerException;
import io.patternedapp.operator.health.PortUnavailableException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Says in one line what is wrong with a cluster, where that is not a fault of this program. */
final class ClusterErrorMessages {

  private static final String KUBECONFIG_HINT =
      "check the kubeconfig (KUBECONFIG) and its current context";

  private ClusterErrorMessages() {}

  /**
   * The line for an error, without a line break; empty where a person could not mend it, so that
   * its stack trace matters.
   *
   * @param server the address that was asked
   */
  static Optional<String> oneLine(Throwable error, String server) {
    return causeChain(error)
        .flatMap(cause -> describe(cause, server).stream())
        .findFirst()
        .map(line -> line.strip().replaceAll("\\s*\\R\\s*", " "));
  }

  private static Optional<String> describe(Throwable cause, String server) {
    if (cause instanceof UnsupportedServerException) {
      return Optional.of("The server at " + server + " cannot be used: " + cause.getMessage());
    }
    if (cause instanceof PortUnavailableException) {
      return Optional.of(String.valueOf(cause.getMessage()));
    }
    return cause instanceof KubernetesClientException apiError
        ? Optional.of(describeApiError(apiError, server))
        : Optional.empty();
  }

  private static String describeApiError(KubernetesClientException e, String server) {
    if (e.getCode() <= 0) {
      return "No cluster answers at %s (%s): %s".formatted(server, rootCause(e), KUBECONFIG_HINT);
    }
    return switch (e.getCode()) {
      case HttpURLConnection.HTTP_UNAUTHORIZED ->
          "The cluster at %s does not know this user: %s".formatted(server, KUBECONFIG_HINT);
      case HttpURLConnection.HTTP_FORBIDDEN ->
          "The cluster at %s forbids it: %s".formatted(server, serverMessage(e));
      default ->
          "The cluster at %s answers %d: %s".formatted(server, e.getCode(), serverMessage(e));
    };
  }

  private static String serverMessage(KubernetesClientException e) {
    var status = e.getStatus();
    var message = status == null ? null : status.getMessage();
    return message == null ? String.valueOf(e.getMessage()) : message;
  }

  /** What the network said; the JDK often leaves it without words. */
  private static String rootCause(Throwable error) {
    if (hasCause(error, UnknownHostException.class)
        || hasCause(error, UnresolvedAddressException.class)) {
      return "unknown host";
    }
    if (hasCause(error, ConnectException.class)) {
      return "connection refused";
    }
    return causeChain(error)
        .filter(IOException.class::isInstance)
        .map(cause -> Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getName()))
        .reduce((first, deeper) -> deeper)
        .orElseGet(() -> String.valueOf(error.getMessage()));
  }

  private static boolean hasCause(Throwable error, Class<? extends Throwable> type) {
    return causeChain(error).anyMatch(type::isInstance);
  }

  private static Stream<Throwable> causeChain(Throwable error) {
    return Stream.iterate(error, cause -> cause != null, Throwable::getCause);
  }
}
