package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.patternedapp.Example;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.expand.Expander;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example, applied to a real API server with the operator running. */
@ExtendWith(ApiServer.class)
@Timeout(120)
class ExamplesTest {

  static Stream<Arguments> examples() {
    return Example.all().stream()
        .flatMap(
            example ->
                example.documents().stream()
                    .map(document -> Arguments.of(Named.of(example.title(document), document))));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void becomesItsChildrenWithOneRequestEach(String yaml, ApiServer.Shared api) {
    var name = Example.app(yaml).getMetadata().getName();
    var wanted = Expander.expand(Example.app(yaml)).children();
    try (var lab = new Lab(api)) {
      var mark = lab.mark();
      lab.apply(withoutFixedNodePort(yaml));
      var app = lab.untilCondition(name, "Applied", "True");

      assertThat(lab.children(name)).hasSameSizeAs(wanted);
      assertThat(lab.children(name)).allSatisfy(child -> assertOwnedBy(app, child));
      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(
              () ->
                  assertThat(lab.requestsSince(mark))
                      .as("one a child, one for status, none to look")
                      .hasSize(wanted.size() + 1));
      assertThat(lab.requestsSince(mark))
          .allSatisfy(write -> assertThat(write.verb()).isEqualTo("patch"));
    }
  }

  /** Several labs share one API server, which gives a port only once. */
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
