package io.patternedapp.apiserver.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.patternedapp.apiserver.support.ApiServerExtension;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that the operator's permissions and the app schema give no access to Secrets, RBAC objects,
 * other namespaces or the host.
 */
@ExtendWith(ApiServerExtension.class)
@Timeout(60)
class LeastPrivilegeTest {

  private static final Set<String> PRIVILEGE_ESCALATION_VERBS =
      Set.of("escalate", "bind", "impersonate");

  /**
   * An upstream field that may contain a namespace: the control plane creates the claims in the
   * namespace of the Pod.
   */
  private static final String VOLUME_CLAIM_TEMPLATE = "volumeClaimTemplate";

  @Test
  void operatorRbacRulesContainNoWildcard() throws IOException {
    assertThat(InstallManifest.operatorRbacRules())
        .noneMatch(rule -> rule.toString().contains("*"));
  }

  @Test
  void operatorRbacRulesGrantNoAccessToSecretsOrRbac() throws IOException {
    assertThat(InstallManifest.operatorRbacRules())
        .isNotEmpty()
        .allSatisfy(
            rule -> {
              assertThat(rule.path("apiGroups").toString()).doesNotContain("rbac");
              assertThat(rule.path("resources").toString())
                  .doesNotContain("secrets", "serviceaccounts", "roles", "bindings", "tokens");
              assertThat(rule.path("nonResourceURLs")).isEmpty();
              rule.path("verbs")
                  .forEach(
                      verb -> assertThat(PRIVILEGE_ESCALATION_VERBS).doesNotContain(verb.asText()));
            });
  }

  @Test
  void operatorIsForbiddenToListSecretsRbacAndNamespaces(ApiServerExtension.TestControlPlane api) {
    var operator = api.operatorClient();

    assertForbidden(() -> operator.resources(Secret.class).inAnyNamespace().list());
    assertForbidden(() -> operator.rbac().clusterRoles().list());
    assertForbidden(() -> operator.serviceAccounts().inAnyNamespace().list());
    assertForbidden(() -> operator.namespaces().list());
  }

  @Test
  void crdSchemaHasNoFieldThatNamesANamespace() throws IOException {
    var found = new TreeSet<String>();
    collectPaths(specSchema(), "spec", "namespace", found);

    assertThat(found)
        .allSatisfy(path -> assertThat(path).containsIgnoringCase(VOLUME_CLAIM_TEMPLATE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hostNetwork", "hostPID", "hostIPC", "nodeName", "externalIPs", "hostUsers"})
  void crdSchemaLacksHostLevelField(String field) throws IOException {
    var found = new TreeSet<String>();
    collectPaths(specSchema(), "spec", field, found);

    assertThat(found).isEmpty();
  }

  @Test
  void crdSchemaBoundsTheRoleAndVolumeLists() throws IOException {
    for (var list : List.of("init", "sidecars", "ambassadors", "adapters", "volumes")) {
      assertThat(specSchema().at("/properties/" + list + "/maxItems").asInt())
          .as(list)
          .isBetween(1, 64);
    }
  }

  @Test
  void operatorPodMeetsTheRestrictedPodSecurityStandard() throws IOException {
    var pod =
        InstallManifest.objects().stream()
            .filter(object -> object.path("kind").asText().equals("Deployment"))
            .findFirst()
            .orElseThrow()
            .at("/spec/template/spec");
    var container = pod.at("/containers/0/securityContext");

    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
    assertThat(container.path("readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(container.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
    assertThat(pod.at("/containers/0/resources/limits/memory").asText()).isNotEmpty();
  }

  private static void assertForbidden(Runnable request) {
    assertThatThrownBy(request::run)
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(403));
  }

  private static JsonNode specSchema() throws IOException {
    return InstallManifest.objects().stream()
        .filter(object -> object.path("kind").asText().equals("CustomResourceDefinition"))
        .findFirst()
        .orElseThrow()
        .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
  }

  private static void collectPaths(JsonNode schema, String path, String name, Set<String> found) {
    var properties = schema.path("items").has("properties") ? schema.path("items") : schema;
    for (var property : properties.path("properties").properties()) {
      var at = path + "." + property.getKey();
      if (property.getKey().equals(name)) {
        found.add(at);
      }
      collectPaths(property.getValue(), at, name, found);
    }
  }
}
