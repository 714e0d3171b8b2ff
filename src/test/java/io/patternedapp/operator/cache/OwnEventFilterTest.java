package io.patternedapp.operator.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import org.junit.jupiter.api.Test;

class OwnEventFilterTest {

  private static final ResourceID WEB = new ResourceID("web", "shop");

  private final OwnEventFilter filter = new OwnEventFilter();

  @Test
  void eventOfObjectNotBeingWrittenIsAccepted() {
    filter.beforeWrite(new ResourceID("other", "shop"));

    assertThat(filter.accept(webAtVersion(7))).isTrue();
  }

  @Test
  void ownEventBeforeWriteResponseIsFiltered() {
    filter.beforeWrite(WEB);

    assertThat(filter.accept(webAtVersion(7))).isFalse();
    assertThat(filter.afterWrite(WEB, 7)).isFalse();
    assertThat(filter.accept(webAtVersion(8))).isTrue();
  }

  @Test
  void ownEventAfterWriteResponseIsFiltered() {
    filter.beforeWrite(WEB);
    filter.afterWrite(WEB, 7);

    assertThat(filter.accept(webAtVersion(7))).isFalse();
    assertThat(filter.accept(webAtVersion(8))).isTrue();
  }

  @Test
  void eventAfterFailedWriteIsAccepted() {
    filter.beforeWrite(WEB);
    filter.afterWrite(WEB, 0);

    assertThat(filter.accept(webAtVersion(7))).isTrue();
  }

  @Test
  void failedWriteKeepsFilteringEventsOfThePreviousWrite() {
    filter.beforeWrite(WEB);
    filter.afterWrite(WEB, 7);
    filter.beforeWrite(WEB);
    filter.afterWrite(WEB, 0);

    assertThat(filter.accept(webAtVersion(7))).isFalse();
    assertThat(filter.accept(webAtVersion(8))).isTrue();
  }

  @Test
  void eventOfWriteLongAgoIsAcceptedAfterManyOtherWrites() {
    filter.beforeWrite(WEB);
    filter.afterWrite(WEB, 7);
    for (int i = 0; i < 300; i++) {
      filter.beforeWrite(new ResourceID("other-" + i, "shop"));
      filter.afterWrite(new ResourceID("other-" + i, "shop"), 8);
    }

    assertThat(filter.accept(webAtVersion(7))).isTrue();
  }

  @Test
  void foreignEventDuringWriteTriggersReconcileAfterWrite() {
    filter.beforeWrite(WEB);
    filter.accept(webAtVersion(7));
    filter.accept(webAtVersion(9));

    assertThat(filter.afterWrite(WEB, 7)).isTrue();
  }

  @Test
  void eventDuringFailedWriteTriggersReconcileAfterWrite() {
    filter.beforeWrite(WEB);
    filter.accept(webAtVersion(7));

    assertThat(filter.afterWrite(WEB, 0)).isTrue();
  }

  @Test
  void writeWithoutEventsTriggersNoReconcile() {
    filter.beforeWrite(WEB);

    assertThat(filter.afterWrite(WEB, 7)).isFalse();
  }

  @Test
  void overlappingWritesTriggerReconcileOnlyAfterTheLast() {
    filter.beforeWrite(WEB);
    filter.beforeWrite(WEB);
    filter.accept(webAtVersion(9));

    assertThat(filter.afterWrite(WEB, 7)).isFalse();
    assertThat(filter.accept(webAtVersion(9))).isFalse();
    assertThat(filter.afterWrite(WEB, 8)).isTrue();
  }

  private static HasMetadata webAtVersion(long version) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("web")
        .withNamespace("shop")
        .withResourceVersion(String.valueOf(version))
        .endMetadata()
        .build();
  }
}
