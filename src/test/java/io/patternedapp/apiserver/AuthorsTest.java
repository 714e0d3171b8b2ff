package io.patternedapp.apiserver;

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
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The shipped ValidatingAdmissionPolicy: who may write PatternedApps. No operator runs here. */
@ExtendWith(ApiServer.class)
@Timeout(120)
class AuthorsTest {

  private static final String LOW = "low";
  private static final String AUTHOR = "author";
  private static final String COLLECTOR =
      "system:serviceaccount:kube-system:generic-garbage-collector";

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private KubernetesClient admin;
  private KubernetesClient low;
  private KubernetesClient author;
  private KubernetesClient collector;
  private String namespace;

  @BeforeEach
  void twoUsers(ApiServer.Shared api) {
    admin = api.admin();
    namespace = api.namespace();
    low = api.as(LOW);
    author = api.as(AUTHOR);
    collector = api.as(COLLECTOR, "system:serviceaccounts");
    var apps = rule("patternedapp.io", "*", List.of("patternedapps", "patternedapps/scale"));
    allow(LOW, apps);
    allow(AUTHOR, apps, rule("", "create", List.of("pods")));
    await("the policy and the rights are in force")
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(
            () -> {
              author.resource(app("probe")).dryRun().create();
              return refused(() -> low.resource(app("probe")).dryRun().create());
            });
  }

  @AfterEach
  void close() {
    if (low != null) {
      low.close();
      author.close();
      collector.close();
    }
  }

  @Test
  void whoMayNotCreatePodsMayNotCreateAnApp() {
    assertThatThrownBy(() -> low.resource(app("web")).create())
        .hasMessageContaining(
            "a PatternedApp runs Pods, and low may not create pods in the namespace " + namespace);
    assertThat(live("web").get()).isNull();
  }

  @Test
  void whoMayCreatePodsMayCreateAndChangeAnApp() {
    author.resource(app("web")).create();
    patch(author, "{\"spec\":{\"main\":{\"image\":\"busybox:1.37\"}}}");

    assertThat(live("web").get().getSpec().main().getImage()).isEqualTo("busybox:1.37");
  }

  @Test
  void theRightCountsInTheAppsOwnNamespaceOnly(ApiServer.Shared api) {
    var elsewhere = app("web");
    elsewhere.getMetadata().setNamespace(api.namespace());

    assertThat(refused(() -> author.resource(elsewhere).create())).isTrue();
  }

  @Test
  void whoMayNotCreatePodsMayNotChangeASpec() {
    author.resource(app("web")).create();

    assertThatThrownBy(() -> patch(low, "{\"spec\":{\"main\":{\"image\":\"miner:1\"}}}"))
        .hasMessageContaining("may not create pods");
    assertThatThrownBy(() -> patch(low, "{\"spec\":{\"replicas\":3}}"))
        .hasMessageContaining("may not create pods");
  }

  @Test
  void metadataStatusAndScaleAreNotTheAuthorsAlone() {
    author.resource(app("web")).create();

    patch(low, "{\"metadata\":{\"labels\":{\"seen\":\"yes\"}}}");
    var scaled =
        live(low, "web")
            .scale(
                new ScaleBuilder()
                    .withNewMetadata()
                    .withName("web")
                    .endMetadata()
                    .withNewSpec()
                    .withReplicas(2)
                    .endSpec()
                    .build());
    allow(LOW + "-status", LOW, rule("patternedapp.io", "patch", List.of("patternedapps/status")));
    await()
        .atMost(Duration.ofSeconds(10))
        .ignoreExceptions()
        .until(
            () ->
                live(low, "web")
                        .subresource("status")
                        .patch(MERGE, "{\"status\":{\"observedGeneration\":1}}")
                    != null);

    assertThat(scaled.getSpec().getReplicas()).isEqualTo(2);
    assertThat(live("web").get().getStatus().observedGeneration()).isEqualTo(1);
  }

  @Test
  void deletionAndTheGarbageCollectorAreNotRefused() {
    author.resource(app("web")).create();
    live(low, "web").withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
    assertThat(live("web").get().getMetadata().getFinalizers()).contains("foregroundDeletion");

    patch(collector, "{\"metadata\":{\"finalizers\":null}}");

    assertThat(live("web").get()).isNull();
  }

  @Test
  void thePolicyIsAboutAppsOnlyAndClosesWhereItFails() {
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
    live(client, "web").patch(MERGE, json);
  }

  private Resource<PatternedApp> live(String name) {
    return live(admin, name);
  }

  private Resource<PatternedApp> live(KubernetesClient client, String name) {
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

  private static boolean refused(ThrowingCallable request) {
    try {
      request.call();
      return false;
    } catch (KubernetesClientException e) {
      return e.getCode() == 403 || e.getCode() == 422;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static PolicyRule rule(String group, String verb, List<String> resources) {
    return new PolicyRuleBuilder()
        .withApiGroups(group)
        .withResources(resources)
        .withVerbs(verb)
        .build();
  }

  private void allow(String user, PolicyRule... rules) {
    allow(user, user, rules);
  }

  private void allow(String name, String user, PolicyRule... rules) {
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
