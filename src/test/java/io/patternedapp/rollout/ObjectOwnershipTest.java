package io.patternedapp.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.patternedapp.fixtures.TestApps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectOwnershipTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PatternedApp | web   | uid-of-the-app | true  | OWNED
          PatternedApp | web   | another-uid    | true  | OWNER_DELETED
          PatternedApp | other | another-uid    | true  | FOREIGN
          ReplicaSet   | web   | another-uid    | true  | FOREIGN
          PatternedApp | web   | uid-of-the-app | false | FOREIGN
          PatternedApp | web   | uid-of-the-app |       | FOREIGN
          """)
  void ownershipIsDecidedByControllerUid(
      String kind, String name, String uid, Boolean controller, ObjectOwnership expected) {
    var object =
        new ConfigMapBuilder()
            .withNewMetadata()
            .addNewOwnerReference()
            .withKind("Node")
            .withUid("no-controller")
            .endOwnerReference()
            .addToOwnerReferences(
                new OwnerReferenceBuilder()
                    .withKind(kind)
                    .withName(name)
                    .withUid(uid)
                    .withController(controller)
                    .build())
            .endMetadata()
            .build();

    assertThat(ObjectOwnership.resolve(object, TestApps.app("main: {}"))).isEqualTo(expected);
  }

  @Test
  void objectWithoutOwnerReferencesIsForeign() {
    var object = new ConfigMapBuilder().withNewMetadata().withName("web").endMetadata().build();

    assertThat(ObjectOwnership.resolve(object, TestApps.app("main: {}")))
        .isEqualTo(ObjectOwnership.FOREIGN);
  }

  @ParameterizedTest
  @CsvSource({
    "web, false, false, ADOPTABLE",
    "shop, false, false, FOREIGN",
    "web, true, false, FOREIGN",
    "web, false, true, FOREIGN"
  })
  void objectWithoutControllerIsAdoptableByAnnotation(
      String annotation, boolean controlled, boolean terminating, ObjectOwnership expected) {
    var object =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("web")
            .addToAnnotations("patternedapp.io/adopt", annotation)
            .withDeletionTimestamp(terminating ? "2026-01-01T00:00:00Z" : null)
            .addNewOwnerReference()
            .withKind("Node")
            .withUid("some-owner")
            .withController(controlled)
            .endOwnerReference()
            .endMetadata()
            .build();

    assertThat(ObjectOwnership.resolve(object, TestApps.app("main: {}"))).isEqualTo(expected);
  }

  @Test
  void ownerReferenceMakesTheAppTheController() {
    assertThat(ObjectOwnership.newControllerReference(TestApps.app("main: {}")))
        .isEqualTo(
            new OwnerReferenceBuilder()
                .withApiVersion("patternedapp.io/v1alpha1")
                .withKind("PatternedApp")
                .withName("web")
                .withUid(TestApps.UID)
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build());
  }
}
