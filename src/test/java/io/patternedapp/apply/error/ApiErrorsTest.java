package io.patternedapp.apply.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.patternedapp.model.ChildId;
import io.patternedapp.model.condition.Reason;
import io.patternedapp.model.result.ChildProblem;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiErrorsTest {

  private static final ChildId CHILD = new ChildId("Pod", "web");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          403 | pods "web" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1 | QuotaExceeded
          403 | pods "web" is forbidden: violates PodSecurity "restricted:latest": runAsNonRoot != true      | PodSecurity
          403 | pods "web" is forbidden: unable to create new content in namespace shop because it is being terminated | NamespaceTerminating
          403 | pods is forbidden: User "x" cannot create resource "pods"                                    | Forbidden
          404 | namespaces "shop" not found                                                                  | NotFound
          422 | Pod "web" is invalid: spec.containers[0].image: Required value                               | Invalid
          422 | Service "web" is invalid: spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated | NodePortTaken
          500 | Internal error occurred: failed to allocate a nodePort: range is full                        | NodePortsExhausted
          500 | Internal error occurred: failed calling webhook "w.example.org": connection refused          | WebhookFailed
          500 | Internal error occurred: failed calling webhook "w": failed to call webhook: Post "https://x/": context deadline exceeded | WebhookFailed
          400 | admission webhook "w.example.org" denied the request: no                                      | WebhookDenied
          403 | admission webhook "w.example.org" denied the request: exceeded quota of the team              | WebhookDenied
          409 | admission webhook "w.example.org" denied the request: there is one                            | WebhookDenied
          422 | admission webhook "w.example.org" denied the request: spec.x is wrong                         | WebhookDenied
          503 | admission webhook "w.example.org" denied the request: not now                                 | WebhookDenied
          422 | pods "web" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no    | PolicyDenied
          403 | pods "web" is forbidden: failed quota: q: must specify limits.cpu for: main                   | QuotaRequiresResources
          403 | pods "web" is forbidden: maximum memory usage per Container is 1Gi, but limit is 2Gi          | LimitRangeViolated
          400 | Pod in version "v1" cannot be handled as a Pod                                               | Rejected
          413 | Request entity too large                                                                     | Rejected
          """)
  void rejectionBecomesProblemWithReasonAndServerMessage(
      int code, String serverMessage, Reason reason) {
    var apiError = apiError(code, serverMessage);

    assertThat(ApiErrors.isServerUnavailable(apiError)).isFalse();
    assertThat(ApiErrors.isConflict(apiError)).isFalse();
    assertThat(ApiErrors.toProblem(CHILD, apiError))
        .isEqualTo(new ChildProblem("Pod/web", reason, serverMessage));
  }

  @Test
  void conflictIsStaleAndNotAnOutage() {
    var apiError = apiError(409, "the object has been modified");

    assertThat(ApiErrors.isConflict(apiError)).isTrue();
    assertThat(ApiErrors.isServerUnavailable(apiError)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void busyOrUnavailableApiServerIsAnOutage(int code) {
    assertThat(ApiErrors.isServerUnavailable(apiError(code, "etcdserver: request timed out")))
        .isTrue();
    assertThat(ApiErrors.isConflict(apiError(code, "etcdserver: request timed out"))).isFalse();
  }

  /**
   * Found by SpecPropertyMutationTest: it was retried for ever, and the status did not report it.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "failed to create typed patch object (n/web; batch/v1, Kind=Job): .spec.x: expected map",
        "failed to convert new object (n/web; v1, Kind=Pod) to proper version: unable to convert"
            + " unstructured object to v1, Kind=Pod: parsing time \"x\"",
        "resource name may not be empty"
      })
  void unparsableObjectIsInvalidAndNotAnOutageDespiteStatus500(String serverMessage) {
    var apiError = apiError(500, serverMessage);

    assertThat(ApiErrors.isServerUnavailable(apiError)).isFalse();
    assertThat(ApiErrors.toProblem(CHILD, apiError).reason()).isEqualTo(Reason.Invalid);
  }

  @Test
  void failedConnectionIsAnOutage() {
    var failure = new KubernetesClientException("connection reset", new IOException());

    assertThat(ApiErrors.isServerUnavailable(failure)).isTrue();
    assertThat(ApiErrors.toProblem(CHILD, failure).message()).isEqualTo("connection reset");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          422 | Pod "web" is invalid                                     | true
          403 | violates PodSecurity "restricted:latest"                 | true
          403 | exceeded quota: q, requested: pods=1                     | false
          400 | admission webhook "w" does not support dry run           | false
          400 | admission webhook "w" denied the request: no             | true
          422 | ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no | true
          500 | Internal error occurred: failed calling webhook "w": EOF | true
          500 | failed to create typed patch object (n/web; v1, Kind=Pod): .spec.volumes: expected map | true
          """)
  void dryRunErrorBlocksReplacementUnlessOnlyTheDryRunIsAffected(
      int code, String serverMessage, boolean blocked) {
    assertThat(ApiErrors.blocksReplacement(apiError(code, serverMessage))).isEqualTo(blocked);
  }

  /** Or else the Pod would be replaced, only for its successor to be denied. */
  @Test
  void admissionPolicyDenialIsNotClassifiedAsInvalid() {
    assertThat(
            ApiErrors.isInvalid(apiError(422, "ValidatingAdmissionPolicy 'p' denied request: no")))
        .isFalse();
    assertThat(ApiErrors.isInvalid(apiError(422, "Pod \"web\" is invalid"))).isTrue();
  }

  private static KubernetesClientException apiError(int code, String serverMessage) {
    return new KubernetesClientException(
        new StatusBuilder()
            .withCode(code)
            .withMessage(serverMessage)
            .withStatus("Failure")
            .build());
  }
}
