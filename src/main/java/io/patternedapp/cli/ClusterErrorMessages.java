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

/** Formats errors of the cluster or of its configuration as one line for the user. */
final class ClusterErrorMessages {

  private static final String KUBECONFIG_HINT =
      "Check the kubeconfig (KUBECONFIG) and its current context.";

  private ClusterErrorMessages() {}

  /**
   * Returns the line for an error, without a line break; empty for a programming error, whose stack
   * trace is needed.
   *
   * @param server the address of the API server
   */
  static Optional<String> oneLine(Throwable error, String server) {
    return causeChain(error)
        .flatMap(cause -> describe(cause, server).stream())
        .findFirst()
        .map(line -> line.strip().replaceAll("\\s*\\R\\s*", " "));
  }

  private static Optional<String> describe(Throwable cause, String server) {
    if (cause instanceof UnsupportedServerException) {
      return Optional.of("Cannot use the API server at " + server + ": " + cause.getMessage());
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
      return "Unable to connect to the API server at %s: %s. %s"
          .formatted(server, rootCause(e), KUBECONFIG_HINT);
    }
    return switch (e.getCode()) {
      case HttpURLConnection.HTTP_UNAUTHORIZED ->
          "The API server at %s rejected the credentials (Unauthorized). %s"
              .formatted(server, KUBECONFIG_HINT);
      case HttpURLConnection.HTTP_FORBIDDEN ->
          "The API server at %s denied the request (Forbidden): %s"
              .formatted(server, serverMessage(e));
      default ->
          "The API server at %s responded with status %d: %s"
              .formatted(server, e.getCode(), serverMessage(e));
    };
  }

  private static String serverMessage(KubernetesClientException e) {
    var status = e.getStatus();
    var message = status == null ? null : status.getMessage();
    return message == null ? String.valueOf(e.getMessage()) : message;
  }

  /** Describes the network error; the exceptions of the JDK often have no message. */
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
