package io.patternedapp.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.GoldenFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrdFileTest {

  private static final Path FILE = Path.of("crds", "patternedapps.patternedapp.io.yaml");

  private final JsonNode crd = Serialization.unmarshal(CrdFile.generate(), JsonNode.class);

  @Test
  void committedCrdMatchesTheGeneratedCrd() {
    GoldenFile.assertMatches(FILE, CrdFile.generate());
  }

  @Test
  void crdFitsIntoTheLastAppliedAnnotationOfKubectl() throws Exception {
    var json = new ObjectMapper().writeValueAsBytes(crd);
    assertThat(json.length).isLessThan(256 * 1024);
  }

  @Test
  void everyOwnCrdFieldHasADescription() {
    var undescribed = new ArrayList<String>();
    collectUndescribed(spec(), "spec", undescribed);
    collectUndescribed(schema().at("/properties/status"), "status", undescribed);
    assertThat(undescribed).isEmpty();
  }

  @Test
  void crdPreservesNoUnknownFields() {
    assertThat(crd.findValues("x-kubernetes-preserve-unknown-fields")).isEmpty();
  }

  @Test
  void crdListKeysMatchKubernetes() {
    assertThat(keysOf("/main/properties/env")).containsExactly("name");
    assertThat(keysOf("/main/properties/ports")).containsExactly("containerPort", "protocol");
    assertThat(keysOf("/main/properties/volumeMounts")).containsExactly("mountPath");
    assertThat(keysOf("/sidecars")).containsExactly("name");
    assertThat(keysOf("/volumes")).containsExactly("name");
    assertThat(keysOf("/service/properties/ports")).containsExactly("port", "protocol");
    assertThat(listKeys(schema().at("/properties/status/properties/conditions")))
        .containsExactly("type");
  }

  private List<String> keysOf(String path) {
    return listKeys(spec().at("/properties" + path));
  }

  private static List<String> listKeys(JsonNode list) {
    var keys = new ArrayList<String>();
    list.path("x-kubernetes-list-map-keys").forEach(key -> keys.add(key.asText()));
    return keys;
  }

  private JsonNode schema() {
    return crd.at("/spec/versions/0/schema/openAPIV3Schema");
  }

  private JsonNode spec() {
    return schema().at("/properties/spec");
  }

  /** Collects the fields of this project without a description, down to upstream types. */
  private static void collectUndescribed(JsonNode schema, String path, List<String> found) {
    var properties = schema.path("items").has("properties") ? schema.path("items") : schema;
    properties
        .path("properties")
        .properties()
        .forEach(
            entry -> {
              var fieldPath = path + "." + entry.getKey();
              if (entry.getValue().has("description")) {
                collectUndescribed(entry.getValue(), fieldPath, found);
              } else if (ProjectFields.isOwnField(fieldPath)) {
                found.add(fieldPath);
              }
            });
  }
}
