package io.patternedapp.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnershipTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PatternedApp | web   | uid-of-the-app | true  | OURS
          PatternedApp | web   | another-uid    | true  | LEFT_OVER
          PatternedApp | other | another-uid    | true  | FOREIGN
          ReplicaSet   | web   | another-uid    | true  | FOREIGN
          PatternedApp | web   | uid-of-the-app | false | FOREIGN
          PatternedApp | web   | uid-of-the-app |       | FOREIGN
          """)
  void isByTheUidOfTheController(
      String kind, String name, String uid, Boolean controller, Ownership expected) {
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

    assertThat(Ownership.of(object, Apps.app("main: {}"))).isEqualTo(expected);
  }

  @Test
  void anObjectWithoutOwnersIsForeign() {
    var object = new ConfigMapBuilder().withNewMetadata().withName("web").endMetadata().build();

    assertThat(Ownership.of(object, Apps.app("main: {}"))).isEqualTo(Ownership.FOREIGN);
  }

  @ParameterizedTest
  @CsvSource({
    "web, false, false, HANDED_OVER",
    "shop, false, false, FOREIGN",
    "web, true, false, FOREIGN",
    "web, false, true, FOREIGN"
  })
  void anObjectThatNobodyControlsCanBeHandedOver(
      String annotation, boolean controlled, boolean going, Ownership expected) {
    var object =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("web")
            .addToAnnotations("patternedapp.io/adopt", annotation)
            .withDeletionTimestamp(going ? "2026-01-01T00:00:00Z" : null)
            .addNewOwnerReference()
            .withKind("Node")
            .withUid("some-owner")
            .withController(controlled)
            .endOwnerReference()
            .endMetadata()
            .build();

    assertThat(Ownership.of(object, Apps.app("main: {}"))).isEqualTo(expected);
  }

  @Test
  void theReferenceMakesTheAppTheController() {
    assertThat(Ownership.referenceTo(Apps.app("main: {}")))
        .isEqualTo(
            new OwnerReferenceBuilder()
                .withApiVersion("patternedapp.io/v1alpha1")
                .withKind("PatternedApp")
                .withName("web")
                .withUid(Apps.UID)
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build());
  }
}
