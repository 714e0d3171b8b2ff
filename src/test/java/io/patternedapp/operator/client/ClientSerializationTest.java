package io.patternedapp.operator.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.patternedapp.api.PatternedApp;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientSerializationTest {

  private static final String DEPLOYMENT =
      """
      "metadata":{"name":"web","namespace":"default","resourceVersion":"7",
        "managedFields":[{"manager":"patternedapp","operation":"Apply","fieldsType":"FieldsV1",
          "fieldsV1":{"f:spec":{"f:template":{"f:spec":{"f:containers":{
            "k:{\\"name\\":\\"main\\"}":{".":{},"f:image":{}}}}}}}}]},
      "spec":{"replicas":2,"template":{"spec":{"containers":[
        {"name":"main","image":"nginx:1.27","resources":{"limits":{"cpu":"100m"}}}]}}},
      "status":{"observedGeneration":3,"conditions":[{"type":"Available","status":"True"}]}""";

  private final KubernetesSerialization serialization = ClientSerialization.create();

  private WatchEvent event(String type, String object) {
    return serialization.unmarshal(
        "{\"type\":\"" + type + "\",\"object\":" + object + "}", WatchEvent.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kind\":\"Deployment\",\"apiVersion\":\"apps/v1\",DEPLOYMENT}",
        "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",DEPLOYMENT}",
        "{\"apiVersion\":\"apps/v1\",DEPLOYMENT,\"kind\":\"Deployment\"}",
        "{DEPLOYMENT,\"kind\":\"Deployment\",\"apiVersion\":\"apps/v1\"}"
      })
  void watchEventObjectIsParsedLikeDefaultClientSerialization(String object) {
    var json = object.replace("DEPLOYMENT", DEPLOYMENT);

    var event = event("MODIFIED", json);

    assertThat(event.getType()).isEqualTo("MODIFIED");
    assertThat(event.getObject())
        .isInstanceOf(Deployment.class)
        .isEqualTo(new KubernetesSerialization().unmarshal(json, Deployment.class));
  }

  @Test
  void watchEventIsParsedInAnyFieldOrder() {
    var event =
        serialization.unmarshal(
            "{\"object\":{\"kind\":\"Deployment\",\"apiVersion\":\"apps/v1\"},\"more\":{\"x\":[1]},\"type\":\"ADDED\"}",
            WatchEvent.class);

    assertThat(event.getType()).isEqualTo("ADDED");
    assertThat(event.getObject()).isEqualTo(new Deployment());
  }

  @Test
  void errorWatchEventIsParsedAsStatus() {
    var event =
        event(
            "ERROR",
            "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"reason\":\"Expired\",\"code\":410}");

    assertThat(event.getObject())
        .isInstanceOfSatisfying(Status.class, s -> assertThat(s.getCode()).isEqualTo(410));
  }

  @Test
  void unknownKindIsParsedAsGenericResource() {
    var event =
        event(
            "ADDED",
            "{\"kind\":\"Gadget\",\"apiVersion\":\"example.com/v1\",\"metadata\":{\"name\":\"g\"},\"spec\":{\"n\":1}}");

    assertThat(event.getObject())
        .isInstanceOfSatisfying(
            GenericKubernetesResource.class,
            g -> {
              assertThat(g.getKind()).isEqualTo("Gadget");
              assertThat(g.getApiVersion()).isEqualTo("example.com/v1");
              assertThat(g.getMetadata().getName()).isEqualTo("g");
              assertThat(g.<Integer>get("spec", "n")).isEqualTo(1);
            });
  }

  @Test
  void unreadMetadataOfPatternedAppIsSkipped() {
    var event =
        event(
            "ADDED",
            """
            {"apiVersion":"patternedapp.io/v1alpha1","kind":"PatternedApp","metadata":{
              "managedFields":[{"manager":"kubectl","operation":"Apply"}],
              "annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{}","note":"n"},
              "name":"web","namespace":"default","resourceVersion":"7","uid":"u"},
             "spec":{"main":{"image":"nginx:1.27"}},"status":{"observedGeneration":1}}""");

    assertThat(event.getObject())
        .isInstanceOfSatisfying(
            PatternedApp.class,
            app -> {
              assertThat(app.getMetadata().getManagedFields()).isEmpty();
              assertThat(app.getMetadata().getAnnotations()).containsOnlyKeys("note");
              assertThat(app.getMetadata().getResourceVersion()).isEqualTo("7");
              assertThat(app.getSpec().main().getImage()).isEqualTo("nginx:1.27");
              assertThat(app.getStatus().observedGeneration()).isEqualTo(1L);
            });
  }

  @Test
  void namesAreInterned() {
    var first = serialization.unmarshal("{" + DEPLOYMENT + "}", Deployment.class).getMetadata();
    var second = serialization.unmarshal("{" + DEPLOYMENT + "}", Deployment.class).getMetadata();

    assertThat(first.getName()).isSameAs(second.getName());
    assertThat(first.getNamespace()).isSameAs(second.getNamespace());
    assertThat(first.getUid()).as("not a name").isNull();
  }

  @Test
  void objectIsWrittenLikeDefaultClientSerialization() {
    var client = new KubernetesSerialization();
    var read = client.unmarshal("{\"unknown\":[1]," + DEPLOYMENT + "}", Deployment.class);
    read.getMetadata().setAnnotations(Collections.singletonMap("empty", null));

    assertThat(serialization.asJson(read))
        .isEqualTo(client.asJson(read))
        .contains("\"unknown\":[1]", "\"empty\":null")
        .doesNotContain("\"paused\"");
  }

  @Test
  void truncatedWatchEventThrows() {
    assertThatThrownBy(
            () ->
                serialization.unmarshal(
                    "{\"type\":\"ADDED\",\"object\":{\"kind\":\"Deployment\",\"apiVersion\":\"apps/v1\",\"spec\":",
                    WatchEvent.class))
        .hasRootCauseInstanceOf(com.fasterxml.jackson.core.io.JsonEOFException.class);
  }
}
