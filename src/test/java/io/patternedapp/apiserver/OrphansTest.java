package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
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
 * An app is deleted, its children stay, and an app of the same name is made. The test plays the
 * garbage collector, which this tier lacks.
 */
@ExtendWith(ApiServer.class)
@Timeout(120)
class OrphansTest {

  private static final String ADOPT = "patternedapp.io/adopt";

  @AutoClose private Stage stage;
  private Lab lab;
  private String app;

  @BeforeEach
  void open(ApiServer.Shared api) {
    stage = new Stage(api, 1);
    lab = stage.lab();
    app = stage.apps().get(0);
    lab.startOperator();
    stage.play("create");
    stage.untilSettled();
  }

  @Test
  void orphansAreLeftAloneAndTakenOverOnceTheyAreHandedOver() {
    orphaned();
    var end = stage.ends();
    var orphans = versions();

    stage.play("create");

    assertThat(reason()).isEqualTo("NameConflict");
    lab.untilQuiet();
    assertThat(versions()).as("not touched").isEqualTo(orphans);
    assertThat(message()).contains("kubectl annotate").contains(ADOPT + "=" + app);

    lab.children(app).forEach(this::handOver);

    stage.untilSettled();
    assertThat(stage.ends()).as("nothing was made or deleted").isEqualTo(end);
    assertThat(lab.children(app)).allSatisfy(this::assertOurs);
    stage.isStill();
  }

  @Test
  void orphansThatAreRemovedMakeRoom() {
    orphaned();
    stage.play("create");
    assertThat(reason()).isEqualTo("NameConflict");

    lab.children(app).forEach(orphan -> lab.admin().resource(orphan).withGracePeriod(0).delete());

    stage.untilSettled();
    assertThat(lab.childNames(app)).hasSize(4);
    assertThat(lab.children(app)).allSatisfy(this::assertOurs);
    stage.isStill();
  }

  @Test
  void childrenOfTheOldUidAreLeftToTheGarbageCollector() {
    var left = versions();
    var old = lab.app(app);
    lab.admin().resource(old).delete();

    stage.play("create");

    assertThat(reason()).isEqualTo("LeftOver");
    lab.untilQuiet();
    assertThat(versions()).as("not touched").isEqualTo(left);

    lab.children(app).forEach(child -> lab.admin().resource(child).withGracePeriod(0).delete());

    stage.untilSettled();
    assertThat(lab.childNames(app)).hasSize(4);
    assertThat(lab.children(app)).allSatisfy(this::assertOurs);
    stage.isStill();
  }

  /** What kubectl delete --cascade=orphan comes to. */
  private void orphaned() {
    lab.admin().resource(lab.app(app)).delete();
    lab.children(app).forEach(child -> edit(child, List.of(), annotations -> annotations));
  }

  private void handOver(HasMetadata orphan) {
    edit(
        orphan,
        orphan.getMetadata().getOwnerReferences(),
        annotations -> {
          annotations.put(ADOPT, app);
          return annotations;
        });
  }

  private void edit(
      HasMetadata object,
      List<OwnerReference> owners,
      UnaryOperator<Map<String, String>> annotations) {
    lab.admin()
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
    return lab.untilCondition(app, "Applied", "False")
        .getStatus()
        .condition("Applied")
        .orElseThrow();
  }

  private Map<String, String> versions() {
    return lab.children(app).stream()
        .map(HasMetadata::getMetadata)
        .collect(
            Collectors.toMap(
                meta -> meta.getUid() + "/" + meta.getName(), meta -> meta.getResourceVersion()));
  }

  private void assertOurs(HasMetadata child) {
    assertThat(child.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(
            owner -> assertThat(owner.getUid()).isEqualTo(lab.app(app).getMetadata().getUid()));
  }
}
