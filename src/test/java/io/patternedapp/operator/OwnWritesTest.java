package io.patternedapp.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import org.junit.jupiter.api.Test;

class OwnWritesTest {

  private static final ResourceID WEB = new ResourceID("web", "shop");

  private final OwnWrites writes = new OwnWrites();

  @Test
  void whatIsNotBeingWrittenIsNews() {
    writes.begin(new ResourceID("other", "shop"));

    assertThat(writes.isNews(web(7))).isTrue();
  }

  @Test
  void theWriteItselfIsNoNewsBeforeItsAnswer() {
    writes.begin(WEB);

    assertThat(writes.isNews(web(7))).isFalse();
    assertThat(writes.end(WEB, 7)).isFalse();
    assertThat(writes.isNews(web(8))).isTrue();
  }

  @Test
  void theWriteItselfIsNoNewsAMomentLater() {
    writes.begin(WEB);
    writes.end(WEB, 7);

    assertThat(writes.isNews(web(7))).isFalse();
    assertThat(writes.isNews(web(8))).isTrue();
  }

  @Test
  void afterAWriteThatFailedAllIsNews() {
    writes.begin(WEB);
    writes.end(WEB, 0);

    assertThat(writes.isNews(web(7))).isTrue();
  }

  @Test
  void aWriteThatFailsLeavesWhatIsKnownOfTheOneBefore() {
    writes.begin(WEB);
    writes.end(WEB, 7);
    writes.begin(WEB);
    writes.end(WEB, 0);

    assertThat(writes.isNews(web(7))).isFalse();
    assertThat(writes.isNews(web(8))).isTrue();
  }

  @Test
  void writesOfLongAgoAreForgotten() {
    writes.begin(WEB);
    writes.end(WEB, 7);
    for (int i = 0; i < 300; i++) {
      writes.begin(new ResourceID("other-" + i, "shop"));
      writes.end(new ResourceID("other-" + i, "shop"), 8);
    }

    assertThat(writes.isNews(web(7))).isTrue();
  }

  @Test
  void whatAnotherWroteAfterItIsToldAtItsEnd() {
    writes.begin(WEB);
    writes.isNews(web(7));
    writes.isNews(web(9));

    assertThat(writes.end(WEB, 7)).isTrue();
  }

  @Test
  void whatIsShownDuringAWriteThatFailsIsToldAtItsEnd() {
    writes.begin(WEB);
    writes.isNews(web(7));

    assertThat(writes.end(WEB, 0)).isTrue();
  }

  @Test
  void nothingShownIsNothingToTell() {
    writes.begin(WEB);

    assertThat(writes.end(WEB, 7)).isFalse();
  }

  @Test
  void ofTwoWritesTheLastTells() {
    writes.begin(WEB);
    writes.begin(WEB);
    writes.isNews(web(9));

    assertThat(writes.end(WEB, 7)).isFalse();
    assertThat(writes.isNews(web(9))).isFalse();
    assertThat(writes.end(WEB, 8)).isTrue();
  }

  private static HasMetadata web(long version) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("web")
        .withNamespace("shop")
        .withResourceVersion(String.valueOf(version))
        .endMetadata()
        .build();
  }
}
