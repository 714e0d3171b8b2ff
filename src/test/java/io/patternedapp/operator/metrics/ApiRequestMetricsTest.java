package io.patternedapp.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiRequestMetricsTest {

  @ParameterizedTest
  @CsvSource({
    "GET, /version, get",
    "GET, /api/v1, get",
    "GET, /apis/apps/v1, get",
    "GET, /api/v1/pods, list",
    "GET, /api/v1/pods?watch=true&resourceVersion=1, watch",
    "GET, /api/v1/namespaces, list",
    "GET, /api/v1/namespaces/a, get",
    "GET, /api/v1/namespaces/a/pods, list",
    "GET, /api/v1/namespaces/a/pods/web, get",
    "GET, /apis/apps/v1/deployments, list",
    "GET, /apis/apps/v1/namespaces/a/deployments?limit=500, list",
    "GET, /apis/apps/v1/namespaces/a/deployments/web, get",
    "GET, /apis/apps/v1/namespaces/a/deployments/web/scale, get",
    "POST, /api/v1/namespaces/a/events, create",
    "PUT, /apis/coordination.k8s.io/v1/namespaces/a/leases/web, update",
    "PATCH, /api/v1/namespaces/a/pods/web, patch",
    "DELETE, /api/v1/namespaces/a/pods/web, delete"
  })
  void requestVerbMatchesRbacVerb(String method, String path, String verb) {
    assertThat(ApiRequestMetrics.verb(method, URI.create("https://10.0.0.1:6443" + path)))
        .isEqualTo(verb);
  }
}
