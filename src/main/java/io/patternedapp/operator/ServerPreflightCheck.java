package io.patternedapp.operator;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.VersionInfo;
import io.patternedapp.api.PatternedApp;
import java.net.HttpURLConnection;
import java.util.Set;

/** Checks at startup that the API server supports the operator. */
final class ServerPreflightCheck {

  /** Native sidecars are on by default since 1.29, and stay ready through restarts since 1.30. */
  static final int MIN_MINOR_VERSION = 30;

  /** Few retries and a short timeout, because a user waits for the result. */
  private static final int MAX_RETRIES = 2;

  private static final int TIMEOUT_MILLIS = 5_000;

  private ServerPreflightCheck() {}

  /**
   * Checks the version of the API server, and that the PatternedApp CRD is installed.
   *
   * @param namespaces that the operator may read; empty means all
   * @throws UnsupportedServerException when the version is too old or the CRD is missing
   */
  static void check(KubernetesClient client, Set<String> namespaces) {
    var shortTimeoutClient = withShortTimeout(client);
    checkVersion(shortTimeoutClient.getKubernetesVersion());
    var apps = shortTimeoutClient.resources(PatternedApp.class);
    var singleItem = new ListOptionsBuilder().withLimit(1L).build();
    try {
      if (namespaces.isEmpty()) {
        apps.inAnyNamespace().list(singleItem);
      }
      namespaces.forEach(namespace -> apps.inNamespace(namespace).list(singleItem));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        throw new UnsupportedServerException(
            "the PatternedApp CRD is not installed; run: kubectl apply -f crds/");
      }
      throw e;
    }
  }

  /** Returns a client with a short timeout: by default it retries for 20 seconds and more. */
  private static KubernetesClient withShortTimeout(KubernetesClient client) {
    return client
        .newClient(
            new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                .withRequestRetryBackoffLimit(MAX_RETRIES)
                .withRequestTimeout(TIMEOUT_MILLIS)
                .build())
        .adapt(KubernetesClient.class);
  }

  static void checkVersion(VersionInfo version) {
    var minor = parseVersionNumber(version.getMinor());
    if (parseVersionNumber(version.getMajor()) == 1 && minor < MIN_MINOR_VERSION) {
      throw new UnsupportedServerException(
          "Kubernetes %s.%s is too old: PatternedApp requires 1.%d or later for native sidecar containers"
              .formatted(version.getMajor(), version.getMinor(), MIN_MINOR_VERSION));
    }
  }

  /** Parses a version number; managed clusters report minor versions such as "30+". */
  private static int parseVersionNumber(String text) {
    return Integer.parseInt(text.replaceAll("\\D", ""));
  }
}
