package io.patternedapp.operator;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.VersionInfo;
import io.patternedapp.api.PatternedApp;
import java.net.HttpURLConnection;
import java.util.Set;

/** Refuses to start where the operator could not work, with a message that a person can act on. */
final class ServerPreflightCheck {

  /** Native sidecars are on by default since 1.29, and stay Ready through restarts since 1.30. */
  static final int MIN_MINOR_VERSION = 30;

  /** How often and how patiently the server is asked: a person waits for the answer. */
  private static final int MAX_RETRIES = 2;

  private static final int TIMEOUT_MILLIS = 5_000;

  private ServerPreflightCheck() {}

  /**
   * Checks the version of the API server and that it knows PatternedApps.
   *
   * @param namespaces those that the operator may read; empty means all
   * @throws UnsupportedServerException when it is too old, or the CRD is missing
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
            "the API server does not know PatternedApps: kubectl apply -f crds/ makes it so");
      }
      throw e;
    }
  }

  /** The client's own patience with a server that does not answer is 20 seconds and more. */
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
          "Kubernetes %s.%s is too old: PatternedApp needs 1.%d or later, since its helpers are native sidecars"
              .formatted(version.getMajor(), version.getMinor(), MIN_MINOR_VERSION));
    }
  }

  /** Managed clusters write minors such as 30+. */
  private static int parseVersionNumber(String text) {
    return Integer.parseInt(text.replaceAll("\\D", ""));
  }
}
