package io.patternedapp.apiserver.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.apiserver.support.ApiServerExtension;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests the shipped ValidatingAdmissionPolicy, which allows only users who can create Pods to write
 * PatternedApps. No operator runs.
 */
@ExtendWith(ApiServerExtension.class)
@Timeout(120)
class AuthorAdmissionPolicyTest {

  private static final String UNPRIVILEGED_USER = "low";
  private static final String AUTHOR_USER = "author";
  private static final String GARBAGE_COLLECTOR =
      "system:serviceaccount:kube-system:generic-garbage-collector";

  private static final PatchContext MERGE_PATCH = PatchContext.of(PatchType.JSON_MERGE);

  private KubernetesClient admin;
  private KubernetesClient unprivileged;
  private KubernetesClient author;
  private KubernetesClient garbageCollector;
  private String namespace;

  @BeforeEach
  void createUsers(ApiServerExtension.TestControlPlane api) {
    admin = api.admin();
    namespace = api.createNamespace();
    unprivileged = api.clientAs(UNPRIVILEGED_USER);
    author = api.clientAs(AUTHOR_USER);
    garbageCollector = api.clientAs(GARBAGE_COLLECTOR, "system:serviceaccounts");
    var apps = policyRule("patternedapp.io", "*", List.of("patternedapps", "patternedapps/scale"));
    grant(UNPRIVILEGED_USER, apps);
    grant(AUTHOR_USER, apps, policyRule("", "create", List.of("pods")));
    await("policy and permissions in effect")
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(
            () -> {
              author.resource(app("probe")).dryRun().create();
              return isDenied(() -> unprivileged.resource(app("probe")).dryRun().create());
            });
  }

  @AfterEach
  void closeClients() {
    if (unprivileged != null) {
      unprivileged.close();
      author.close();
      garbageCollector.close();
    }
  }

  @Test
  void appCreationIsDeniedToAUserWhoCannotCreatePods() {
    assertThatThrownBy(() -> unprivileged.resource(app("web")).create())
        .hasMessageContaining(
            "a PatternedApp runs Pods, and user \"low\" cannot create pods in the namespace \"%s\""
                .formatted(namespace));
    assertThat(appResource("web").get()).isNull();
  }

  @Test
  void appCreationAndUpdateAreAllowedToAUserWhoCanCreatePods() {
    author.resource(app("web")).create();
    patch(author, "{\"spec\":{\"main\":{\"image\":\"busybox:1.37\"}}}");

    assertThat(appResource("web").get().getSpec().main().getImage()).isEqualTo("busybox:1.37");
  }

  @Test
  void appCreationIsDeniedInANamespaceWhereTheUserCannotCreatePods(
      ApiServerExtension.TestControlPlane api) {
    var elsewhere = app("web");
    elsewhere.getMetadata().setNamespace(api.createNamespace());

    assertThat(isDenied(() -> author.resource(elsewhere).create())).isTrue();
  }

  @Test
  void specUpdateIsDeniedToAUserWhoCannotCreatePods() {
    author.resource(app("web")).create();

    assertThatThrownBy(() -> patch(unprivileged, "{\"spec\":{\"main\":{\"image\":\"miner:1\"}}}"))
        .hasMessageContaining("cannot create pods");
    assertThatThrownBy(() -> patch(unprivileged, "{\"spec\":{\"replicas\":3}}"))
        .hasMessageContaining("cannot create pods");
  }

  @Test
  void metadataStatusAndScaleUpdatesNeedNoPodCreatePermission() {
    author.resource(app("web")).create();

    patch(unprivileged, "{\"metadata\":{\"labels\":{\"seen\":\"yes\"}}}");
    var scaled =
        appResource(unprivileged, "web")
            .scale(
                new ScaleBuilder()
                    .withNewMetadata()
                    .withName("web")
                    .endMetadata()
                    .withNewSpec()
                    .withReplicas(2)
                    .endSpec()
                    .build());
    grant(
        UNPRIVILEGED_USER + "-status",
        UNPRIVILEGED_USER,
        policyRule("patternedapp.io", "patch", List.of("patternedapps/status")));
    await()
        .atMost(Duration.ofSeconds(10))
        .ignoreExceptions()
        .until(
            () ->
                appResource(unprivileged, "web")
                        .subresource("status")
                        .patch(MERGE_PATCH, "{\"status\":{\"observedGeneration\":1}}")
                    != null);

    assertThat(scaled.getSpec().getReplicas()).isEqualTo(2);
    assertThat(appResource("web").get().getStatus().observedGeneration()).isEqualTo(1);
  }

  @Test
  void deletionAndFinalizerRemovalNeedNoPodCreatePermission() {
    author.resource(app("web")).create();
    appResource(unprivileged, "web").withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
    assertThat(appResource("web").get().getMetadata().getFinalizers())
        .contains("foregroundDeletion");

    patch(garbageCollector, "{\"metadata\":{\"finalizers\":null}}");

    assertThat(appResource("web").get()).isNull();
  }

  @Test
  void policyMatchesOnlyPatternedAppsAndFailsClosed() {
    var policy =
        admin
            .resources(ValidatingAdmissionPolicy.class)
            .withName("patternedapp-operator-authors")
            .require();

    assertThat(policy.getSpec().getFailurePolicy()).isEqualTo("Fail");
    assertThat(policy.getSpec().getMatchConstraints().getResourceRules())
        .singleElement()
        .satisfies(rule -> assertThat(rule.getResources()).containsExactly("patternedapps"));
  }

  private void patch(KubernetesClient client, String json) {
    appResource(client, "web").patch(MERGE_PATCH, json);
  }

  private Resource<PatternedApp> appResource(String name) {
    return appResource(admin, name);
  }

  private Resource<PatternedApp> appResource(KubernetesClient client, String name) {
    return client.resources(PatternedApp.class).inNamespace(namespace).withName(name);
  }

  private PatternedApp app(String name) {
    return Serialization.unmarshal(
        """
        apiVersion: patternedapp.io/v1alpha1
        kind: PatternedApp
        metadata: {name: %s, namespace: %s}
        spec:
          main: {image: "busybox:1.36"}
        """
            .formatted(name, namespace),
        PatternedApp.class);
  }

  private static boolean isDenied(ThrowingCallable request) {
    try {
      request.call();
      return false;
    } catch (KubernetesClientException e) {
      return e.getCode() == 403 || e.getCode() == 422;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static PolicyRule policyRule(String group, String verb, List<String> resources) {
    return new PolicyRuleBuilder()
        .withApiGroups(group)
        .withResources(resources)
        .withVerbs(verb)
        .build();
  }

  private void grant(String user, PolicyRule... rules) {
    grant(user, user, rules);
  }

  private void grant(String name, String user, PolicyRule... rules) {
    admin
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withRules(rules)
                .build())
        .create();
    admin
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", name)
                .addNewSubject("rbac.authorization.k8s.io", "User", user, null)
                .build())
        .create();
  }
}
