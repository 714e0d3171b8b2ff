package io.patternedapp.apiserver.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.ClusterPrerequisites;
import io.patternedapp.expand.Expander;
import io.patternedapp.model.ResourceNames;
import io.patternedapp.rollout.Fingerprint;
import io.patternedapp.rollout.PodFieldDigests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that the API server accepts the app and the children of each golden case, and that stored
 * and desired children have the same fingerprint, so that a second apply would send no request.
 */
@ExtendWith(ApiServerExtension.class)
class GoldenCasesApplyTest {

  private static final Path CASES = Path.of("src", "test", "golden");

  @BeforeAll
  static void createPrerequisites(ApiServerExtension.TestControlPlane api) {
    api.ifAvailable(ClusterPrerequisites::install);
  }

  static Stream<String> cases() throws IOException {
    try (var folders = Files.list(CASES)) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void goldenCaseIsAcceptedByTheApiServerAndStoredWithItsFingerprint(
      String name, ApiServerExtension.TestControlPlane api) throws IOException {
    var namespace = api.createNamespace();
    var app =
        Serialization.unmarshal(
            Files.readString(CASES.resolve(name).resolve("in.yaml")), PatternedApp.class);
    app.getMetadata().setNamespace(namespace);
    List<HasMetadata> children = Expander.expand(app).children();

    var stored = api.admin().resource(app).dryRun().create();

    assertThat(Expander.expand(stored).children())
        .as("children of the app with API server defaults")
        .isEqualTo(children);
    for (var child : children) {
      var storedChild = api.admin().resource(child).dryRun().patch(serverSideApply());
      assertThat(Fingerprint.ofLive(storedChild))
          .as("%s %s", child.getKind(), child.getMetadata().getName())
          .isEqualTo(Fingerprint.ofDesired(child));
      if (child instanceof Pod desired) {
        assertThat(PodFieldDigests.ofLive((Pod) storedChild))
            .isEqualTo(PodFieldDigests.ofDesired(desired));
      }
    }
  }

  private static PatchContext serverSideApply() {
    return new PatchContext.Builder()
        .withPatchType(PatchType.SERVER_SIDE_APPLY)
        .withFieldManager(ResourceNames.FIELD_MANAGER)
        .withDryRun(List.of("All"))
        .withForce(true)
        .build();
  }
}
