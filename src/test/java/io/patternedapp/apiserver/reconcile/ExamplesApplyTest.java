package io.patternedapp.apiserver.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.patternedapp.Example;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.OperatorFixture;
import io.patternedapp.expand.Expander;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that the operator applies each example with the minimum of requests. */
@ExtendWith(ApiServerExtension.class)
@Timeout(120)
class ExamplesApplyTest {

  static Stream<Arguments> examples() {
    return Example.all().stream()
        .flatMap(
            example ->
                example.documents().stream()
                    .map(
                        document ->
                            Arguments.of(Named.of(example.documentTitle(document), document))));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void exampleIsAppliedWithOneRequestPerChildAndOneForStatus(
      String yaml, ApiServerExtension.TestControlPlane api) {
    var name = Example.parseApp(yaml).getMetadata().getName();
    var desired = Expander.expand(Example.parseApp(yaml)).children();
    try (var fixture = new OperatorFixture(api)) {
      var mark = fixture.mark();
      fixture.apply(withoutFixedNodePort(yaml));
      var app = fixture.awaitCondition(name, "Applied", "True");

      assertThat(fixture.children(name)).hasSameSizeAs(desired);
      assertThat(fixture.children(name)).allSatisfy(child -> assertOwnedBy(app, child));
      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(
              () ->
                  assertThat(fixture.requestsSince(mark))
                      .as("one request per child and one for status, no reads")
                      .hasSize(desired.size() + 1));
      assertThat(fixture.requestsSince(mark))
          .allSatisfy(write -> assertThat(write.verb()).isEqualTo("patch"));
    }
  }

  /**
   * Removes fixed node ports: tests share one API server, which allocates a node port only once.
   */
  private static String withoutFixedNodePort(String yaml) {
    return yaml.replaceAll(", nodePort: \\d+", "");
  }

  private static void assertOwnedBy(PatternedApp app, HasMetadata child) {
    assertThat(child.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(
            owner -> {
              assertThat(owner.getUid()).isEqualTo(app.getMetadata().getUid());
              assertThat(owner.getName()).isEqualTo(app.getMetadata().getName());
              assertThat(owner.getKind()).isEqualTo("PatternedApp");
              assertThat(owner.getApiVersion()).isEqualTo("patternedapp.io/v1alpha1");
              assertThat(owner.getController()).isTrue();
            });
  }
}
