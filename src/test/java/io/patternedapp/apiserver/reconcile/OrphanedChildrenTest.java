package io.patternedapp.apiserver.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.OperatorFixture;
import io.patternedapp.apiserver.support.ScenarioFixture;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests an app that is created while children of a deleted app of the same name still exist. The
 * test simulates the garbage collector, which does not run here.
 */
@ExtendWith(ApiServerExtension.class)
@Timeout(120)
class OrphanedChildrenTest {

  private static final String ADOPT_ANNOTATION = "patternedapp.io/adopt";

  @AutoClose private ScenarioFixture scenario;
  private OperatorFixture fixture;
  private String app;

  @BeforeEach
  void createScenario(ApiServerExtension.TestControlPlane api) {
    scenario = new ScenarioFixture(api, 1);
    fixture = scenario.fixture();
    app = scenario.apps().get(0);
    fixture.startOperator();
    scenario.applyStep("create");
    scenario.awaitConverged();
  }

  @Test
  void orphanedChildrenAreNotModifiedUntilAnnotatedForAdoption() {
    deleteAppAndOrphanChildren();
    var snapshots = scenario.snapshots();
    var orphans = resourceVersions();

    scenario.applyStep("create");

    assertThat(reason()).isEqualTo("NameConflict");
    fixture.awaitNoMoreWrites();
    assertThat(resourceVersions())
        .as("resource versions of the existing children")
        .isEqualTo(orphans);
    assertThat(message()).contains("kubectl annotate").contains(ADOPT_ANNOTATION + "=" + app);

    fixture.children(app).forEach(this::annotateForAdoption);

    scenario.awaitConverged();
    assertThat(scenario.snapshots()).as("children, creations and deletions").isEqualTo(snapshots);
    assertThat(fixture.children(app)).allSatisfy(this::assertControlledByApp);
    scenario.assertNoRequests();
  }

  @Test
  void childrenAreCreatedOnceOrphansAreDeleted() {
    deleteAppAndOrphanChildren();
    scenario.applyStep("create");
    assertThat(reason()).isEqualTo("NameConflict");

    fixture
        .children(app)
        .forEach(orphan -> fixture.admin().resource(orphan).withGracePeriod(0).delete());

    scenario.awaitConverged();
    assertThat(fixture.childNames(app)).hasSize(4);
    assertThat(fixture.children(app)).allSatisfy(this::assertControlledByApp);
    scenario.assertNoRequests();
  }

  @Test
  void childrenOfThePredecessorUidAreLeftToTheGarbageCollector() {
    var before = resourceVersions();
    var old = fixture.app(app);
    fixture.admin().resource(old).delete();

    scenario.applyStep("create");

    assertThat(reason()).isEqualTo("PredecessorTerminating");
    fixture.awaitNoMoreWrites();
    assertThat(resourceVersions())
        .as("resource versions of the existing children")
        .isEqualTo(before);

    fixture
        .children(app)
        .forEach(child -> fixture.admin().resource(child).withGracePeriod(0).delete());

    scenario.awaitConverged();
    assertThat(fixture.childNames(app)).hasSize(4);
    assertThat(fixture.children(app)).allSatisfy(this::assertControlledByApp);
    scenario.assertNoRequests();
  }

  /** Deletes an app like {@code kubectl delete --cascade=orphan}. */
  private void deleteAppAndOrphanChildren() {
    fixture.admin().resource(fixture.app(app)).delete();
    fixture.children(app).forEach(child -> edit(child, List.of(), annotations -> annotations));
  }

  private void annotateForAdoption(HasMetadata orphan) {
    edit(
        orphan,
        orphan.getMetadata().getOwnerReferences(),
        annotations -> {
          annotations.put(ADOPT_ANNOTATION, app);
          return annotations;
        });
  }

  private void edit(
      HasMetadata object,
      List<OwnerReference> owners,
      UnaryOperator<Map<String, String>> annotations) {
    fixture
        .admin()
        .resource(object)
        .edit(
            live -> {
              live.getMetadata().setOwnerReferences(owners);
              live.getMetadata()
                  .setAnnotations(
                      annotations.apply(new TreeMap<>(live.getMetadata().getAnnotations())));
              return live;
            });
  }

  private String reason() {
    return condition().getReason();
  }

  private String message() {
    return condition().getMessage();
  }

  private Condition condition() {
    return fixture
        .awaitCondition(app, "Applied", "False")
        .getStatus()
        .condition("Applied")
        .orElseThrow();
  }

  private Map<String, String> resourceVersions() {
    return fixture.children(app).stream()
        .map(HasMetadata::getMetadata)
        .collect(
            Collectors.toMap(
                meta -> meta.getUid() + "/" + meta.getName(), meta -> meta.getResourceVersion()));
  }

  private void assertControlledByApp(HasMetadata child) {
    assertThat(child.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(
            owner -> assertThat(owner.getUid()).isEqualTo(fixture.app(app).getMetadata().getUid()));
  }
}
