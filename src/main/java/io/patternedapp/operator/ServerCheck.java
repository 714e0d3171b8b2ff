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
final class ServerCheck {

  /** Native sidecars are on by default since 1.29, and stay Ready through restarts since 1.30. */
  static final int OLDEST_MINOR = 30;

  /** How often and how patiently the server is asked: a person waits for the answer. */
  private static final int RETRIES = 2;

  private static final int TIMEOUT_MILLIS = 5_000;

  private ServerCheck() {}

  /**
   * Checks the version of the API server and that it knows PatternedApps.
   *
   * @param namespaces those that the operator may read; empty means all
   * @throws UnsupportedServerException when it is too old, or the CRD is missing
   */
  static void check(KubernetesClient client, Set<String> namespaces) {
    var impatient = impatient(client);
    checkVersion(impatient.getKubernetesVersion());
    var apps = impatient.resources(PatternedApp.class);
    var one = new ListOptionsBuilder().withLimit(1L).build();
    try {
      if (namespaces.isEmpty()) {
        apps.inAnyNamespace().list(one);
      }
      namespaces.forEach(namespace -> apps.inNamespace(namespace).list(one));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        throw new UnsupportedServerException(
            "the API server does not know PatternedApps: kubectl apply -f crds/ makes it so");
      }
      throw e;
    }
  }

  /** The client's own patience with a server that does not answer is 20 seconds and more. */
  private static KubernetesClient impatient(KubernetesClient client) {
    return client
        .newClient(
            new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                .withRequestRetryBackoffLimit(RETRIES)
                .withRequestTimeout(TIMEOUT_MILLIS)
                .build())
        .adapt(KubernetesClient.class);
  }

  static void checkVersion(VersionInfo version) {
    var minor = digits(version.getMinor());
    if (digits(version.getMajor()) == 1 && minor < OLDEST_MINOR) {
      throw new UnsupportedServerException(
          "Kubernetes %s.%s is too old: PatternedApp needs 1.%d or later, since its helpers are native sidecars"
              .formatted(version.getMajor(), version.getMinor(), OLDEST_MINOR));
    }
  }

  /** Managed clusters write minors such as 30+. */
  private static int digits(String text) {
    return Integer.parseInt(text.replaceAll("\\D", ""));
  }
}
